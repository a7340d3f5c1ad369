"""Who confirms what: a second person, over 12 hours an office, and after a public notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.errors import NotAllowed
from flask_volunteer_reports.models import EntryState, NameListEntry, ServiceRecord, Volunteer
from flask_volunteer_reports.services.publishing import load_campaign
from flask_volunteer_reports.services.recording import confirm_name_list, save_name_list
from tests.world import CAMPAIGN_FILE, MANAGER, OPERATOR, RECORDER, SECRETARIAT, local

from .watching import rows

AFTER = local("2017-07-08 09:00")


@pytest.fixture
def activity(world):
    """Long enough for everything: 7 July, from 6 to 23 o'clock."""
    return world.published(starts="2017-07-07 06:00", ends="2017-07-07 23:00")


@pytest.fixture
def enter(uow, world, activity):
    def do(*listed, actor=RECORDER):
        names = world.listed(*listed)
        version = activity.list_version
        save_name_list(uow, actor, activity.id, version, names, RecordSource.MANUAL, now=AFTER)
        uow.session.expire_all()

    return do


@pytest.fixture
def confirm(uow, activity):
    def do(actor=MANAGER, now=AFTER):
        uow.session.expire_all()
        return confirm_name_list(uow, actor, activity.id, activity.list_version, now=now)

    return do


@pytest.fixture
def rules(uow):
    """Load the campaign with other rules of hours."""

    def load(**keys):
        table = "\n".join(f"{key} = {value}" for key, value in keys.items())
        text = CAMPAIGN_FILE.read_text("utf-8") + f"\n[recording]\n{table}\n"
        load_campaign(uow, OPERATOR, text, now=AFTER)
        uow.session.expire_all()

    return load


def test_who_entered_hours_does_not_confirm_them(enter, confirm, colleague, refuses):
    enter(("Ann", 60), actor=MANAGER)
    with refuses(NotAllowed, "second person"):
        confirm(MANAGER)
    assert confirm(colleague) == 1


def test_of_mixed_entries_only_those_of_others_are_confirmed(uow, enter, confirm, world):
    enter(("Ann", 60))
    enter(("Ann", 60), ("Bob", 30), actor=MANAGER)  # Ann's row stays the recorder's
    assert confirm(MANAGER) == 1
    assert [row.volunteer.name for row in rows(uow, ServiceRecord)] == ["Ann"]
    assert confirm(SECRETARIAT) == 1


def test_nobody_confirms_their_own_hours(uow, enter, confirm, refuses):
    enter(("Mia", 60))
    with uow.transaction(audited=False):
        rows(uow, Volunteer)[0].person_id = MANAGER.id
    with refuses(NotAllowed, "your own"):
        confirm(MANAGER)
    assert confirm(SECRETARIAT) == 1


@pytest.mark.parametrize(("minutes", "confirmed"), [(480, 1), (720, 1), (721, 0)])
def test_hours_over_the_limit_wait_for_a_secretariat(minutes, confirmed, enter, confirm, refuses):
    enter(("Ann", minutes))
    if confirmed:
        assert confirm(MANAGER) == 1
        return
    with refuses(NotAllowed, "secretariat"):
        confirm(MANAGER)
    assert confirm(SECRETARIAT) == 1


def test_what_is_under_the_limit_does_not_wait_for_what_is_over_it(uow, enter, confirm):
    enter(("Ann", 60), ("Bob", 800))
    assert confirm(MANAGER) == 1
    states = {row.volunteer.name: row.state for row in rows(uow, NameListEntry)}
    assert states == {"Ann": EntryState.CONFIRMED, "Bob": EntryState.PENDING}


def test_the_limits_are_those_of_the_campaign_file(rules, enter, confirm, refuses):
    rules(organizer_confirms_over_minutes=60, secretariat_confirms_over_minutes=120)
    enter(("Ann", 121))
    with refuses(NotAllowed, "secretariat"):
        confirm(MANAGER)


def test_where_a_campaign_asks_for_a_public_notice_hours_wait_for_its_end(
    uow, rules, enter, confirm
):
    rules(public_notice_days=5)
    enter(("Ann", 60))
    assert confirm(MANAGER) == 1
    [entry] = rows(uow, NameListEntry)
    assert (entry.state, entry.notice_until) == (EntryState.NOTICED, AFTER + timedelta(days=5))
    assert (entry.confirmed_by_id, entry.confirmed_at) == ("mia", AFTER)
    assert rows(uow, ServiceRecord) == []


@pytest.mark.parametrize(
    ("moment", "source"),
    [
        pytest.param("2017-07-21 23:59", RecordSource.MANUAL, id="on the tenth working day"),
        pytest.param("2017-07-22 00:00", RecordSource.BACKFILL, id="after it: 补录"),
    ],
)
def test_what_is_entered_late_is_called_so(moment, source, uow, world, activity):
    save_name_list(
        uow,
        RECORDER,
        activity.id,
        0,
        world.listed(("Ann", 60)),
        RecordSource.MANUAL,
        now=local(moment),
    )
    assert [row.source for row in rows(uow, NameListEntry)] == [source]
