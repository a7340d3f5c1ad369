"""``verify-ledger``: whoever changed, took out or slipped in an entry is found out."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from flask_volunteer_reports.models import ServiceRecord
from flask_volunteer_reports.services import recording
from flask_volunteer_reports.services.recording.verifying import daily_head
from tests.cli.terminal import done, refused, run
from tests.services.watching import rows
from tests.world import MANAGER, MANAGER_EAST, local

pytestmark = pytest.mark.postgres

LATER = local("2017-07-12 10:00")
SHORT = {
    "@library": "organization_id = (SELECT id FROM $organization WHERE code = 'library')"
    " AND sequence =",
    "@school": "(SELECT id FROM $organization WHERE code = 'school')",
    "$": "volunteer_reports_",
}


def _long(statement: str) -> str:
    for name, sql in SHORT.items():
        statement = statement.replace(name, sql)
    return statement


def broken(app, *words: str) -> str:
    """Type a command that finds something broken; return all that it says."""
    answer = run(app, *words)
    assert answer.exit_code == 1
    return answer.output


@pytest.fixture
def ledger(world):
    """The library has four entries in its chain, the school two."""
    activity = world.published()
    world.recorded(activity, ("Ann", 60), ("Bob", 90), ("Cid", 30), now=LATER)
    [record] = rows(world.uow, ServiceRecord, other_minutes=60)
    recording.void_record(world.uow, MANAGER, activity.id, record.id, "Mistake", now=LATER)
    of_school = world.published("school", actor=MANAGER_EAST)
    world.recorded(of_school, ("Dan", 45), ("Eve", 15), actor=MANAGER_EAST, now=LATER)
    world.uow.session.rollback()


@pytest.fixture
def meddle(state):
    """Somebody changes the database behind our back."""

    def do(*statements: str) -> None:
        with state.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(_long(statement)))

    return do


def test_a_ledger_that_nobody_meddled_with_is_whole(app, ledger):
    said = done(app, "verify-ledger")
    assert "6 entries of 5 organizations were read." in said
    assert "The ledger is whole." in said


def test_an_empty_ledger_is_whole(app, world):
    assert "0 entries" in done(app, "verify-ledger")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(
            "UPDATE $service_entry SET service_minutes = 600 WHERE @library 2",
            "Entry 2 does not fit its digest",
            id="minutes changed",
        ),
        pytest.param(
            "UPDATE $service_entry SET confirmed_by_id = 'ghost' WHERE @library 1",
            "Entry 1 does not fit its digest",
            id="confirmed by somebody else",
        ),
        pytest.param(
            "DELETE FROM $service_entry WHERE @library 2",
            "Entry 2 is missing",
            id="taken out of the middle",
        ),
        pytest.param(
            "DELETE FROM $service_entry WHERE @library 4",
            "Entry 4 is missing",
            id="taken off the end",
        ),
        pytest.param(
            "UPDATE $service_entry SET digest = 'bad' WHERE @library 3",
            "The link after entry 3 is wrong",
            id="a digest changed alone",
        ),
        pytest.param(
            "UPDATE $ledger_head SET digest = 'bad' WHERE sequence = 4",
            "The head does not match entry 4",
            id="head changed",
        ),
        pytest.param(
            "UPDATE $ledger_head SET sequence = 3, digest = (SELECT digest FROM $service_entry "
            "WHERE @library 3) WHERE sequence = 4",
            "Entry 4 stands behind the head",
            id="head put back",
        ),
        pytest.param(
            "UPDATE $service_record SET other_minutes = 95 WHERE other_minutes = 90",
            "The record that entry 2 begins says 95 minutes; its entries come to 90",
            id="a record says more than its entries",
        ),
        pytest.param(
            "UPDATE $service_record SET other_minutes = 0, check_in_minutes = 90 "
            "WHERE other_minutes = 90",
            "The record that entry 2 begins says 90 minutes; its entries come to 90, or differ",
            id="typed hours called checked in",
        ),
    ],
)
def test_the_first_broken_place_of_each_organization_is_named(change, told, app, ledger, meddle):
    meddle(change)
    said = broken(app, "verify-ledger")
    assert f"library: {told}" in said
    assert "school:" not in said
    assert "broken in 1 places" in said


def test_one_organization_is_checked_alone(app, ledger, meddle):
    meddle("UPDATE $service_entry SET service_minutes = 600 WHERE @library 2")
    assert "2 entries of 1 organizations" in done(app, "verify-ledger", "--organization", "school")
    assert "Entry 2" in broken(app, "verify-ledger", "--organization", "library")
    assert "no organization" in refused(app, "verify-ledger", "--organization", "nowhere")


def test_a_printed_head_is_proved_and_a_rewritten_ledger_found_out(app, world, ledger, meddle):
    at = local("2017-07-13 00:00")
    head = daily_head(world.uow.session, at)
    assert head.entries == 6
    printed = ("--head", head.digest, "--at", "2017-07-13T00:00")
    world.uow.session.rollback()
    later = world.published(starts="2017-07-08 09:00", ends="2017-07-08 11:00")
    world.recorded(later, ("Ann", 60), now=local("2017-07-14 10:00"))
    world.uow.session.rollback()

    assert "the printed head matches" in done(app, "verify-ledger", *printed)

    # Who takes out a whole chain leaves a ledger that is whole in itself - but not the same.
    meddle(
        "DELETE FROM $service_entry WHERE organization_id = @school",
        "DELETE FROM $ledger_head WHERE organization_id = @school",
        "DELETE FROM $service_record WHERE organization_id = @school",
    )
    assert "The ledger is whole." in done(app, "verify-ledger")
    said = broken(app, "verify-ledger", *printed)
    assert "The printed head does not match: at 13 Jul 2017 00:00 there are 4 entries" in said


def test_head_and_instant_belong_together(app, world):
    assert "belong together" in refused(app, "verify-ledger", "--head", "0" * 64)
    said = refused(app, "verify-ledger", "--head", "0" * 64, "--at", "yesterday")
    assert "2017-07-10T00:00" in said
    words = ("--organization", "library", "--head", "0" * 64, "--at", "2017-07-13")
    assert "all organizations" in refused(app, "verify-ledger", *words)


def test_rebuilding_finds_that_kept_sums_are_right(app, ledger, unchanged):
    for words in (("rebuild-summaries", "--check"), ("rebuild-summaries",)):
        said = done(app, *words)
        assert "0 of them wrong" in said
        assert "The sums were right." in said


def test_wrong_sums_are_told_and_put_right(app, world, state, ledger, meddle):
    with state.engine.connect() as connection:
        table = "FROM volunteer_reports_hours_summary ORDER BY owner_id, slice"
        before = connection.execute(text(f"SELECT * {table}")).all()
    meddle(
        "UPDATE $hours_summary SET other_minutes = other_minutes + 1, "
        "service_minutes = service_minutes + 1 WHERE slice = ''",
        "UPDATE $registration_summary SET registered = 0",
        "INSERT INTO $hours_summary SELECT owner_id, campaign_id, 'month:2099-01', "
        "of_area, 1, 1, 2, 1, 1, 1 FROM $hours_summary WHERE slice = 'month:2017-07'",
        "DELETE FROM $hours_summary WHERE slice = 'theme:culture'",
    )
    assert "The sums are wrong" in broken(app, "rebuild-summaries", "--check")
    assert "The sums are right now." in done(app, "rebuild-summaries")
    assert "The sums were right." in done(app, "rebuild-summaries", "--check")
    with state.engine.connect() as connection:
        after = connection.execute(text(f"SELECT * {table}")).all()
    assert [row for row in after if row.slice != "month:2099-01"] == before
    assert all(row[4:] == (0, 0, 0, 0, 0, 0) for row in after if row.slice == "month:2099-01")
    assert world.uow.session.scalar(select(func.count()).select_from(ServiceRecord)) == 5
