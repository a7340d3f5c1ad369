from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flask_volunteer_reports.domain.derived import hours_recorded, published_before_start

START = datetime(2017, 7, 7, 1, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("published_at", "min_lead", "expected", "why"),
    [
        pytest.param(START - DAY, 0, True, "before the start", id="a day before: yes"),
        pytest.param(START - MOMENT, 0, True, "before the start", id="a moment before: yes"),
        pytest.param(START, 0, False, "not before the start", id="at the start: no"),
        pytest.param(START + MOMENT, 0, False, "not before the start", id="after the start: no"),
        pytest.param(None, 0, False, "No project", id="never: no"),
        pytest.param(
            START - DAY, 1440, True, "before the start", id="just as early as wanted: yes"
        ),
        pytest.param(
            START - DAY + MOMENT, 1440, False, "less than 1440 minutes", id="a moment too late: no"
        ),
        pytest.param(
            START + DAY, 1440, False, "not before the start", id="after the start, lead or not: no"
        ),
    ],
)
def test_a_project_is_published_when_it_could_be_seen_before_the_activity_began(
    published_at, min_lead, expected, why
):
    answer = published_before_start(published_at, START, min_lead=timedelta(minutes=min_lead))
    assert answer.value is expected
    assert why in str(answer.reason)


def test_without_an_activity_nothing_was_published():
    assert not published_before_start(START, None).value


def test_the_reason_tells_when_it_was_published():
    assert published_before_start(START - DAY, START).reason.values == {"at": START - DAY}


@pytest.mark.parametrize(
    ("volunteers", "minutes", "expected", "why"),
    [
        pytest.param(0, 0, False, "No service record", id="nobody: no"),
        pytest.param(1, 30, True, "1 volunteer, 30 minutes", id="one person: yes"),
        pytest.param(12, 1440, True, "12 volunteers, 1440 minutes", id="several: yes"),
    ],
)
def test_hours_are_recorded_when_somebody_has_a_confirmed_record(
    volunteers, minutes, expected, why
):
    answer = hours_recorded(volunteers, minutes)
    assert answer.value is expected
    assert why in str(answer.reason)
