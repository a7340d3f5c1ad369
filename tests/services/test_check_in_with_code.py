"""Volunteers check in and out on their own telephones."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.domain.check_in import Purpose
from flask_volunteer_reports.domain.events import VolunteerCheckedIn, VolunteerCheckedOut
from flask_volunteer_reports.domain.ledger import Channel, RecordSource
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotFound,
)
from flask_volunteer_reports.models import (
    CheckWay,
    ServiceEntry,
    ServiceRecord,
)
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services import publishing, recording
from flask_volunteer_reports.services.queries.derived import derived_facts
from flask_volunteer_reports.services.queries.hours import totals_by_activity
from tests.world import MANAGER, MANAGER_EAST, NOBODY, NOON, RECORDER, local

from .at_the_place import (
    BEGINS,
    ENDS,
    VERA,
    came,
    minutes,
    pairs,
    ruled,
    shown,
    volunteer,
    went,
    wrong_code,
)


@pytest.fixture
def vera(world):
    return volunteer(world)


@pytest.fixture
def activity(world, vera):
    return world.published()


def test_a_volunteer_checks_in_and_out_and_the_hours_count_at_once(world, activity, vera, happens):
    shown(world, activity, minutes(0))
    with happens() as said:
        pair = came(world, activity, minutes(5))
        went(world, activity, minutes(95))

    assert [type(event) for event in said] == [VolunteerCheckedIn, VolunteerCheckedOut]
    assert (said[1].service_minutes, said[1].waits, said[1].by) == (90, False, "vera")
    [record] = world.uow.session.scalars(select(ServiceRecord))
    assert (record.check_in_minutes, record.other_minutes) == (90, 0)
    assert (record.starts_at, record.ends_at) == (minutes(5), minutes(95))
    [entry] = world.uow.session.scalars(select(ServiceEntry))
    assert (entry.source, entry.channel) == (RecordSource.CHECK_IN, Channel.CODE)
    assert (entry.evidence, entry.entered_by_id) == (str(pair.id), "vera")
    assert entry.confirmed_by_id == "check-in"
    [kept] = pairs(world)
    assert kept.record_id == record.id
    assert (kept.check_in_way, kept.check_out_way) == (CheckWay.CODE, CheckWay.CODE)


def test_the_answer_of_annex_1_follows_from_the_check_out_alone(world, activity, vera):
    def answer():
        world.uow.session.expire_all()
        totals = totals_by_activity(world.uow.session, [activity.id])
        rules = world.campaign.rules
        facts = derived_facts(rules, activity.id, NOON, activity.starts_at, totals)
        return facts.hours_recorded.value

    came(world, activity, minutes(5))
    assert answer() is False
    went(world, activity, minutes(95))
    assert answer() is True


@pytest.mark.parametrize("step", ["in", "out"])
def test_what_a_telephone_sends_five_times_is_taken_once(step, world, activity, vera, happens):
    first, last = uuid4(), uuid4()
    code = shown(world, activity, minutes(5))
    leaving = shown(world, activity, minutes(65), Purpose.OUT)
    if step == "in":
        with happens() as said:
            answers = {came(world, activity, minutes(5), id=first, code=code).id for _ in range(5)}
        assert answers == {first}
    else:
        came(world, activity, minutes(5), id=first)
        with happens() as said:
            answers = {
                went(world, activity, minutes(65), id=last, code=leaving).id for _ in range(5)
            }
        assert answers == {first}
        assert world.uow.session.scalar(select(func.count()).select_from(ServiceRecord)) == 1
    assert len(said) == 1
    assert len(pairs(world)) == 1


def test_the_same_id_for_something_else_is_refused(world, activity, vera, refuses):
    used = uuid4()
    came(world, activity, minutes(5), id=used)
    code = shown(world, activity, minutes(20), Purpose.OUT)
    with refuses(Conflict, "for something else"):
        went(world, activity, minutes(20), id=used, code=code)


def test_twenty_check_ins_at_once_are_one(world, activity, vera, at_once):
    code, activity_id = shown(world, activity, minutes(5)), activity.id

    def check_in(uow):
        return recording.check_in_with_code(
            uow, VERA, activity_id, code, check_in_id=uuid4(), now=minutes(5)
        ).id

    answers = at_once(*[check_in] * 20)
    assert sum(isinstance(answer, UUID) for answer in answers) == 1
    assert len(pairs(world)) == 1


def test_the_same_check_in_sent_twenty_times_at_once_gets_one_answer(
    world, activity, vera, at_once
):
    code, activity_id, sent = shown(world, activity, minutes(5)), activity.id, uuid4()

    def check_in(uow):
        return recording.check_in_with_code(
            uow, VERA, activity_id, code, check_in_id=sent, now=minutes(5)
        ).id

    assert at_once(*[check_in] * 20) == [sent] * 20
    assert len(pairs(world)) == 1


def test_two_check_outs_at_once_are_one_record(world, activity, vera, at_once):
    came(world, activity, minutes(5))
    code, activity_id = shown(world, activity, minutes(65), Purpose.OUT), activity.id

    def check_out(uow):
        recording.check_out_with_code(
            uow, VERA, activity_id, code, check_out_id=uuid4(), now=minutes(65)
        )

    at_once(*[check_out] * 8)
    [record] = world.uow.session.scalars(select(ServiceRecord))
    assert record.check_in_minutes == 60


@pytest.mark.parametrize(
    ("shown_at", "purpose", "reason"),
    [
        pytest.param(4, Purpose.IN, "has changed since", id="after the code has changed"),
        pytest.param(5, Purpose.OUT, "code for checking out", id="out-code for in"),
    ],
)
def test_other_codes_of_the_activity(shown_at, purpose, reason, world, activity, vera):
    code = shown(world, activity, minutes(shown_at), purpose)
    wrong_code(InvalidEntry, reason, activity, world, moment=minutes(5), code=code)


def test_the_check_in_code_does_not_check_out(world, activity, vera):
    came(world, activity, minutes(5))
    code = shown(world, activity, minutes(65), Purpose.IN)
    with pytest.raises(InvalidEntry, match="This is the code for checking in"):
        went(world, activity, minutes(65), code=code)
    assert pairs(world)[0].checked_out_at is None


def test_the_code_of_another_activity(world, activity, vera):
    other = world.published(title="Elsewhere")
    shown(world, activity, minutes(5))
    code = shown(world, other, minutes(5))
    wrong_code(
        InvalidEntry,
        "not the code of “Reading for everyone”",
        activity,
        world,
        moment=minutes(5),
        code=code,
    )


def test_an_activity_that_never_showed_a_code(world, activity, vera):
    wrong_code(InvalidEntry, "not the code", activity, world, moment=minutes(5), code="123456")


def test_a_code_is_used_once_by_one_person(world, activity, vera):
    code = shown(world, activity, minutes(5))
    came(world, activity, minutes(5), code=code)
    leaving = shown(world, activity, minutes(5), Purpose.OUT)
    went(world, activity, minutes(5) + timedelta(seconds=10), code=leaving)
    wrong_code(
        InvalidEntry,
        "used this code already",
        activity,
        world,
        moment=minutes(5) + timedelta(seconds=20),
        code=code,
    )


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        pytest.param(BEGINS - timedelta(minutes=61), "Check-in opens", id="long before"),
        pytest.param(ENDS, "nobody can check in any more", id="when it is over"),
        pytest.param(ENDS + timedelta(days=1), "nobody can check in any more", id="long after"),
    ],
)
def test_a_check_in_outside_the_window(moment, reason, world, activity, vera, refuses):
    code = shown(world, activity, moment)
    with refuses(InvalidEntry, reason):
        came(world, activity, moment, code=code)


def test_a_check_out_long_after_stays_open(world, activity, vera, refuses):
    came(world, activity, minutes(5))
    late = ENDS + timedelta(minutes=61)
    code = shown(world, activity, late, Purpose.OUT)
    with refuses(InvalidEntry, "Check-out closed"):
        went(world, activity, late, code=code)


def test_who_is_checked_in_elsewhere_is_told_where(world, activity, vera, refuses):
    other = world.published(title="Planting trees")
    came(world, other, minutes(5))
    code = shown(world, activity, minutes(10))
    with refuses(Conflict, "checked in at “Planting trees”"):
        came(world, activity, minutes(10), code=code)


def test_a_check_out_that_was_forgotten_yesterday_is_in_nobodys_way(world, activity, vera):
    yesterday = world.published(
        starts="2017-07-06 13:00", ends="2017-07-06 15:00", title="Yesterday"
    )
    came(world, yesterday, local("2017-07-06 13:00"))
    came(world, activity, minutes(5))
    assert len(pairs(world)) == 2


def test_who_has_been_recorded_elsewhere_is_told_where(world, activity, vera, refuses):
    other = world.published(title="Planting trees")
    recording.save_name_list(
        world.uow,
        RECORDER,
        other.id,
        0,
        world.listed(("Vera", 60)),
        RecordSource.MANUAL,
        now=minutes(61),
    )
    code = shown(world, activity, minutes(30))
    with refuses(Conflict, "already has time in “Planting trees”"):
        came(world, activity, minutes(30), code=code)


def test_at_the_check_out_too(world, activity, vera, refuses):
    came(world, activity, minutes(5))
    other = world.published(title="Planting trees")
    recording.save_name_list(
        world.uow,
        RECORDER,
        other.id,
        0,
        world.listed(("Vera", 60)),
        RecordSource.MANUAL,
        now=minutes(61),
    )
    code = shown(world, activity, minutes(90), Purpose.OUT)
    with refuses(Conflict, "already has time in “Planting trees”"):
        went(world, activity, minutes(90), code=code)


def test_three_pairs_a_day_and_no_more(world, activity, vera, refuses):
    for number in range(3):
        came(world, activity, minutes(number * 20))
        went(world, activity, minutes(number * 20 + 10))
    code = shown(world, activity, minutes(70))
    with refuses(Conflict, "3 times today"):
        came(world, activity, minutes(70), code=code)
    total = world.uow.session.scalar(select(func.sum(ServiceRecord.check_in_minutes)))
    assert total == 30


def test_the_campaign_sets_how_many_pairs_a_day(world, activity, vera):
    ruled(world, pairs_a_day=1)
    came(world, activity, minutes(5))
    went(world, activity, minutes(15))
    wrong_code(Conflict, "1 times today", activity, world, moment=minutes(20))


def test_who_is_in_or_out_already_is_told_so(world, activity, vera, refuses):
    came(world, activity, minutes(5))
    code = shown(world, activity, minutes(10))
    with refuses(AlreadyDone, "checked in since"):
        came(world, activity, minutes(10), code=code)
    went(world, activity, minutes(20))
    code = shown(world, activity, minutes(30), Purpose.OUT)
    with refuses(AlreadyDone, "checked out at"):
        went(world, activity, minutes(30), code=code)


def test_nobody_checks_out_who_did_not_check_in(world, activity, vera, refuses):
    code = shown(world, activity, minutes(30), Purpose.OUT)
    with refuses(Conflict, "not checked in here"):
        went(world, activity, minutes(30), code=code)


def test_a_clock_that_went_back_is_refused_and_the_pair_stays_open(world, activity, vera, refuses):
    came(world, activity, minutes(30))
    code = shown(world, activity, minutes(20), Purpose.OUT)
    with refuses(InvalidEntry, "a clock was changed"):
        went(world, activity, minutes(20), code=code)


def test_less_than_a_minute_ends_the_pair_and_records_nothing(world, activity, vera):
    came(world, activity, minutes(-20))
    pair = went(world, activity, minutes(-10))
    assert pair.record_id is None
    assert world.uow.session.scalars(select(ServiceRecord)).all() == []


def test_who_is_no_volunteer_is_told_what_to_do(world, activity, refuses):
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "not known as a volunteer"):
        came(world, activity, minutes(5), NOBODY, code=code)


def test_who_refused_to_be_registered_is_left_alone(world, refuses):
    volunteer(world, refused_at=NOON)
    activity = world.published()
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "has refused"):
        came(world, activity, minutes(5), code=code)


def test_the_host_may_forbid_it(world, activity, vera, vetoed, refuses):
    code = shown(world, activity, minutes(5))
    with refuses(Conflict, "not known as a volunteer"):
        recording.check_in_with_code(
            vetoed(Permission.SERVE), VERA, activity.id, code, check_in_id=uuid4(), now=minutes(5)
        )


def test_there_is_no_check_in_for_a_draft_or_for_nothing(world, vera, refuses):
    draft = world.activity(world.draft())
    for activity_id in (draft.id, uuid4()):
        with refuses(NotFound):
            recording.check_in_with_code(
                world.uow, VERA, activity_id, "123456", check_in_id=uuid4(), now=minutes(5)
            )


def test_nor_for_what_was_cancelled(world, activity, vera, refuses):
    publishing.cancel_activity(world.uow, MANAGER, activity.id, "rain", now=NOON)
    with refuses(Conflict, "cancelled"):
        recording.check_in_with_code(
            world.uow, VERA, activity.id, "123456", check_in_id=uuid4(), now=minutes(5)
        )


def test_volunteers_serve_other_organizations_too(world, vera):
    school = world.published("school", actor=MANAGER_EAST)
    came(world, school, minutes(5))
    went(world, school, minutes(65))
    record = world.uow.session.scalars(select(ServiceRecord)).one()
    assert record.organization_id == world.organization("school").id
