"""People at their browsers, who read Chinese."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Browser
from tests.web.reading import HOME


class ChineseBrowser(Browser):
    """Clients whose pages are Chinese, as they are where a host sets nothing."""

    def as_(self, person: str) -> FlaskClient:
        """A client signed in as one of the cast; an empty name is nobody."""
        new = person not in self._clients
        client = super().as_(person)
        if new:
            client.post(f"{HOME}/language", data={"locale": "zh_Hans_CN"})
        return client


@pytest.fixture
def people(app) -> ChineseBrowser:
    """Clients for the whole cast, in Chinese."""
    return ChineseBrowser(app)


@pytest.fixture
def manager(people) -> FlaskClient:
    """The manager of the library."""
    return people.as_("manager")


@pytest.fixture
def secretariat(people) -> FlaskClient:
    """The city's secretariat."""
    return people.as_("secretariat")


@pytest.fixture
def public(people) -> FlaskClient:
    """Somebody who is not signed in."""
    return people.as_("")
