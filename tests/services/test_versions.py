from __future__ import annotations

import pytest

from flask_volunteer_reports.errors import AlreadyDone, StaleVersion
from flask_volunteer_reports.services.unit_of_work import changes_of, check_version


@pytest.fixture
def east(world):
    return world.area("east")


def test_the_version_tells_a_second_click_from_somebody_elses_change(east):
    check_version(east, 1, changed=("name",))
    check_version(east, 1, changed=())
    for changed, error in (((), AlreadyDone), (("name",), StaleVersion)):
        with pytest.raises(error):
            check_version(east, 0, changed=changed)
    with pytest.raises(StaleVersion):
        check_version(east, 0)


def test_changes_are_the_columns_that_differ_in_alphabetical_order(uow, east):
    with uow.session.no_autoflush:
        east.name, east.federation, east.civility_office = "New", "New", ""
        assert changes_of(east) == ("federation", "name")
        east.name, east.federation = "East district", "East federation"
        assert changes_of(east) == ()
