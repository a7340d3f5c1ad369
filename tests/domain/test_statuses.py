from __future__ import annotations

import itertools

import pytest

from flask_volunteer_reports.domain.statuses import (
    PROJECT_STEPS,
    REPORT_STEPS,
    ProjectStatus,
    ReportStatus,
    advance,
)
from flask_volunteer_reports.errors import AlreadyDone, Conflict

PROJECT = {
    ("draft", "published"),
    ("draft", "cancelled"),
    ("published", "draft"),
    ("published", "finished"),
    ("published", "cancelled"),
}
REPORT = {
    ("draft", "submitted"),
    ("draft", "void"),
    ("submitted", "returned"),
    ("submitted", "accepted"),
    ("submitted", "void"),
    ("returned", "submitted"),
    ("returned", "void"),
    ("accepted", "draft"),
    ("accepted", "void"),
}
STEPS = [
    pytest.param(status, to, steps, (status, to) in allowed, id=f"{kind}: {status} to {to}")
    for kind, steps, enum, allowed in (
        ("project", PROJECT_STEPS, ProjectStatus, PROJECT),
        ("report", REPORT_STEPS, ReportStatus, REPORT),
    )
    for status, to in itertools.permutations(enum, 2)
]


@pytest.mark.parametrize(("status", "to", "steps", "allowed"), STEPS)
def test_a_step_leads_on_or_is_refused(status, to, steps, allowed):
    if allowed:
        assert advance(status, to=to, steps=steps) is to
        return
    with pytest.raises(Conflict, match=f"“{status}” cannot become “{to}”") as refused:
        advance(status, to=to, steps=steps)
    assert not isinstance(refused.value, AlreadyDone)


@pytest.mark.parametrize("status", [*ProjectStatus, *ReportStatus])
def test_what_is_there_already_is_said_to_be_done(status):
    steps = PROJECT_STEPS if isinstance(status, ProjectStatus) else REPORT_STEPS
    with pytest.raises(AlreadyDone):
        advance(status, to=status, steps=steps)


def test_nothing_leads_out_of_an_end():
    assert not PROJECT_STEPS[ProjectStatus.FINISHED]
    assert not PROJECT_STEPS[ProjectStatus.CANCELLED]
    assert not REPORT_STEPS[ReportStatus.VOID]
