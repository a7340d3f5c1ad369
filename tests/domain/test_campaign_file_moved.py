"""Weeks that a campaign file moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flask_volunteer_reports.domain.campaign_file import read_campaign
from flask_volunteer_reports.errors import InvalidEntries

from .test_campaign_file import TEXT, edited, line_of, mistakes


def moved(*rows: tuple[str, str]) -> str:
    """Move weeks: week and day and time as they are written in the file."""
    tables = [f'[[deadline.moved]]\nweek = "{week}"\ndue = {due}\n' for week, due in rows]
    return edited(("[publishing]", "".join(tables) + "\n[publishing]"))


def test_a_moved_week_is_due_at_the_local_time_that_was_written():
    rules = read_campaign(moved(("2017-W27", "2017-07-12T12:00:00")))
    assert rules.due_at(rules.parse_week("2017-W27")) == datetime(2017, 7, 12, 4, tzinfo=UTC)
    assert rules.due_at(rules.parse_week("2017-W28")) == datetime(2017, 7, 18, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("week", "due", "key", "told"),
    [
        pytest.param(
            "2017-W36", "2017-09-12T12:00:00", "week", "is not a week", id="after the end"
        ),
        pytest.param("2017w27", "2017-07-12T12:00:00", "week", "is not a week", id="miswritten"),
        pytest.param("2017-W27", "2017-07-12", "due", "a day and time", id="a day without a time"),
        pytest.param("2017-W27", '"noon"', "due", "a day and time", id="a text"),
    ],
)
def test_a_wrong_move_is_named(week, due, key, told):
    text = moved(("2017-W26", "2017-07-05T12:00:00"), (week, due))
    [(line, found, message)] = mistakes(text)
    assert found == f"deadline.moved[1].{key}"
    row = text[: text.rindex(f'week = "{week}"')].count("\n") + 1
    assert line == row + (1 if key == "due" else 0)
    assert told in message


def test_a_week_cannot_be_moved_twice():
    text = moved(("2017-W27", "2017-07-12T12:00:00"), ("2017-W27", "2017-07-13T12:00:00"))
    assert [key for _, key, _ in mistakes(text)] == ["deadline.moved[1].week"]


def test_the_line_is_right_behind_a_week_that_is_moved_twice():
    text = moved(
        ("2017-W27", "2017-07-12T12:00:00"),
        ("2017-W27", "2017-07-12T12:00:00"),
        ("2017-W40", "2017-07-12T12:00:00"),
    )
    assert "deadline.moved[2].week" in [key for _, key, _ in mistakes(text)]


@pytest.mark.parametrize("due", ["2017-07-12T04:00:00Z", "2017-07-12T05:00:00+01:00"])
def test_a_written_offset_is_never_passed_over(due):
    # Both are noon in Huizhou. Refusing them is right, too; taking them for 04:00 or 05:00 is not.
    try:
        rules = read_campaign(moved(("2017-W27", due)))
    except InvalidEntries:
        return
    assert rules.due_at(rules.parse_week("2017-W27")) == datetime(2017, 7, 12, 4, tzinfo=UTC)


def test_without_moved_weeks_none_is_moved():
    assert read_campaign(TEXT).deadline.moved == {}


def test_a_row_that_is_written_inline_is_named_with_the_line_of_its_list():
    text = edited(
        ("at = 17:30:00", 'moved = [{week = "2017-W40", due = 2017-10-10T12:00:00}]\nat = 17:30:00')
    )
    [(line, key, _)] = mistakes(text)
    assert (line, key) == (line_of(text, "moved = ["), "deadline.moved[0].week")
