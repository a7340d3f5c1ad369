from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flask_volunteer_reports.domain.reporting import (
    MOST_VOLUNTEERS,
    ReportContent,
    check_complete,
    check_content,
)
from flask_volunteer_reports.errors import InvalidEntries, InvalidEntry

START = datetime(2017, 7, 5, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
COMPLETE = ReportContent(
    title="Reading morning",
    starts_at=START,
    ends_at=END,
    place="City library",
    volunteer_count=12,
    summary="Volunteers helped readers.",
)
NOTHING = ReportContent(
    title="", starts_at=None, ends_at=None, place="", volunteer_count=None, summary=""
)


def test_a_complete_report_may_be_handed_in_from_its_last_minute_on():
    check_complete(COMPLETE, photos=2, now=END)
    with pytest.raises(InvalidEntries, match="not ended yet"):
        check_complete(COMPLETE, photos=2, now=END - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("gap", "field", "told"),
    [
        pytest.param({"title": ""}, "title", "what the activity is called", id="no title"),
        pytest.param({"starts_at": None}, "starts_at", "began and ended", id="no begin"),
        pytest.param({"ends_at": None}, "ends_at", "began and ended", id="no end"),
        pytest.param({"place": ""}, "place", "where", id="no place"),
        pytest.param({"volunteer_count": None}, "volunteer_count", "how many", id="no number"),
        pytest.param({"summary": ""}, "summary", "short account", id="no summary"),
    ],
)
def test_a_gap_is_named_with_its_field(gap, field, told):
    with pytest.raises(InvalidEntries) as refused:
        check_complete(replace(COMPLETE, **gap), photos=2, now=END)
    [problem] = refused.value.problems
    assert problem.field == field
    assert told in str(problem.message)


@pytest.mark.parametrize("photos", [0, 1, 3])
def test_two_photos_are_needed_no_more_and_no_fewer(photos):
    with pytest.raises(InvalidEntries, match=f"there are {photos}") as refused:
        check_complete(COMPLETE, photos=photos, now=END)
    assert [problem.field for problem in refused.value.problems] == ["photos"]


def test_all_gaps_are_named_at_once():
    with pytest.raises(InvalidEntries) as refused:
        check_complete(NOTHING, photos=0, now=END)
    assert [problem.field for problem in refused.value.problems] == [
        "title",
        "starts_at",
        "place",
        "volunteer_count",
        "summary",
        "photos",
    ]


def test_a_draft_may_have_gaps():
    check_content(NOTHING, longest_summary=5000)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"volunteer_count": 1}, id="one volunteer"),
        pytest.param({"volunteer_count": MOST_VOLUNTEERS}, id="a whole city"),
        pytest.param({"summary": "字" * 50}, id="a summary of the greatest length"),
        pytest.param({"ends_at": None}, id="no end yet"),
        pytest.param({"ends_at": START + timedelta(days=7)}, id="seven days"),
    ],
)
def test_a_draft_may_say_what_can_be(change):
    check_content(replace(COMPLETE, **change), longest_summary=50)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"volunteer_count": 0}, "volunteer_count", id="nobody"),
        pytest.param({"volunteer_count": -1}, "volunteer_count", id="fewer than nobody"),
        pytest.param({"volunteer_count": MOST_VOLUNTEERS + 1}, "volunteer_count", id="too many"),
        pytest.param({"summary": "字" * 51}, "summary", id="a summary that is too long"),
    ],
)
def test_a_draft_may_not_say_what_cannot_be(change, field):
    with pytest.raises(InvalidEntries) as refused:
        check_content(replace(COMPLETE, **change), longest_summary=50)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    "ends_at",
    [
        pytest.param(START, id="at the same instant"),
        pytest.param(START - timedelta(minutes=1), id="before it began"),
        pytest.param(START + timedelta(days=7, microseconds=1), id="after more than a week"),
    ],
)
def test_a_draft_may_not_end_at_a_wrong_time(ends_at):
    with pytest.raises(InvalidEntry) as refused:
        check_content(replace(COMPLETE, ends_at=ends_at), longest_summary=50)
    assert refused.value.field == "ends_at"
