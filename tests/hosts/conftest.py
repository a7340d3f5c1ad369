"""What the tests of hosts share."""

from __future__ import annotations

import pytest
from flask import Flask

from flask_volunteer_reports.state import current_state


@pytest.fixture
def disposed():
    """Closes the engines of the applications that a test adds."""
    apps: list[Flask] = []
    yield apps
    for app in apps:
        with app.app_context():
            current_state().db.session.remove()
            current_state().engine.dispose()
