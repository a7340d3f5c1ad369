from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.events import NilReturnFiled
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import NilReturn
from flask_volunteer_reports.services.reporting import (
    file_nil_return,
    void_nil_return,
    void_report,
)
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOON,
    OFFICE_EAST,
    OPERATOR,
    RECORDER,
    SECRETARIAT,
    local,
)

from .watching import later, outcomes, rows

W27_OVER = local("2017-07-10 00:00")


@pytest.fixture
def declare(world):
    """Declare a week without activity, as somebody."""

    def do(uow, week="2017-W26", *, actor=MANAGER, code="library", note="", now=NOON):
        organization = world.organization(code).id
        return file_nil_return(uow, actor, organization, "test-2017", week, note, now=now)

    return do


def test_a_week_without_activity_is_declared(uow, world, declare, happens):
    with happens() as said:
        filed = declare(uow, note="Holidays")

    [nil] = rows(uow, NilReturn)
    assert nil is filed
    assert (nil.organization.code, nil.campaign.code) == ("library", "test-2017")
    assert (nil.week_starts_on, nil.note) == (date(2017, 6, 26), "Holidays")
    assert nil.receiving_area_id == world.area("city").id
    assert (nil.filed_at, nil.filed_by) == (NOON, MANAGER.name)
    assert (nil.voided_at, nil.void_reason) == (None, None)
    assert said == [NilReturnFiled(subject_id=nil.id, by="mia", at=NOON, week="2017-W26")]


def test_a_districts_organization_declares_to_its_district(uow, world, declare):
    nil = declare(uow, actor=MANAGER_EAST, code="school")
    assert nil.receiving_area_id == world.area("east").id


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        pytest.param("2017-07-09 23:59:59", False, id="not on its last evening"),
        pytest.param("2017-07-10 00:00", True, id="from the first midnight after it"),
        pytest.param("2017-08-30 12:00", True, id="late is possible"),
    ],
)
def test_a_week_is_declared_once_it_is_over(moment, over, uow, declare, refuses):
    if over:
        assert declare(uow, "2017-W27", now=local(moment))
        return
    with refuses(Conflict, "not over"):
        declare(uow, "2017-W27", now=local(moment))


def test_a_second_click_declares_nothing(uow, declare, refuses):
    declare(uow)
    with refuses(AlreadyDone):
        declare(uow, now=later())


def test_after_it_was_taken_back_it_can_be_declared_again(uow, declare):
    void_nil_return(uow, MANAGER, declare(uow).id, "Mistake", now=NOON)
    declare(uow)
    assert len(rows(uow, NilReturn)) == 2


def test_two_at_once_declare_it_once(uow, world, colleague, at_once):
    library = world.organization("library").id

    def by(actor):
        return lambda own: file_nil_return(
            own, actor, library, "test-2017", "2017-W26", "", now=NOON
        )

    assert outcomes(at_once(by(MANAGER), by(colleague))) == ["AlreadyDone", "done"]
    assert len(rows(uow, NilReturn)) == 1


@pytest.mark.parametrize("stage", ["submitted", "returned", "accepted"])
def test_a_week_with_a_report_is_no_week_without_activity(stage, uow, world, declare, refuses):
    getattr(world, stage)()
    with refuses(Conflict, "handed in"):
        declare(uow, "2017-W27", now=W27_OVER)


def test_a_draft_and_a_void_report_hold_nobody_back(uow, world, declare):
    world.report()
    submitted = world.submitted()
    void_report(uow, SECRETARIAT, submitted.id, submitted.version, reason="Mistake", now=NOON)
    assert declare(uow, "2017-W27", now=W27_OVER)


def test_nor_does_a_report_of_another_week_or_organization(uow, world, declare):
    world.submitted()
    world.submitted("school", actor=MANAGER_EAST)
    assert declare(uow, "2017-W26")


@pytest.mark.parametrize("week", ["2017-W36", "2017-W21", "last week", ""])
def test_only_a_week_of_the_campaign_is_declared(week, uow, declare, refuses):
    with refuses(InvalidEntry) as refused:
        declare(uow, week, now=local("2017-10-01 12:00"))
    assert refused.value.field == "week"


def test_what_is_out_of_reach_is_not_found(uow, world, declare, refuses):
    library = world.organization("library").id
    for actor in (MANAGER_EAST, OFFICE_EAST):
        with refuses(NotFound):
            declare(uow, actor=actor)
    for organization, campaign in ((uuid4(), "test-2017"), (library, "test-2018")):
        with refuses(NotFound):
            file_nil_return(uow, OPERATOR, organization, campaign, "2017-W26", "", now=NOON)


def test_offices_and_recorders_declare_nothing(uow, declare, refuses):
    for actor in (SECRETARIAT, RECORDER):
        with refuses(NotAllowed):
            declare(uow, actor=actor)
