from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from flask_volunteer_reports.domain.campaign import Bearer, CampaignRules
from flask_volunteer_reports.domain.campaign_file import place_in, read_campaign
from flask_volunteer_reports.domain.directory import Affiliation, check_code
from flask_volunteer_reports.domain.weeks import MonthOf, OnHoliday
from flask_volunteer_reports.errors import InvalidEntries
from tests.world import CAMPAIGN_FILE

TEXT = CAMPAIGN_FILE.read_text("utf-8")


def edited(*changes: tuple[str, str]) -> str:
    """Replace parts of the good file; each must be there."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def mistakes(text: str) -> list[tuple[int, str, str]]:
    """Read a file that must be refused; tell line, key and message of each mistake."""
    with pytest.raises(InvalidEntries) as refused:
        read_campaign(text)
    return [
        (int(str(p.place.values["line"])), str(p.place.values["key"]), str(p.message))
        for p in refused.value.problems
    ]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def read(*changes: tuple[str, str]) -> CampaignRules:
    return read_campaign(edited(*changes))


AT = "at = 17:30:00"
MOVED = '[[deadline.moved]]\nweek = "2017-W27"\ndue = 2017-07-12T12:00:00\n\n[publishing]'


@pytest.mark.parametrize(
    ("key", "old", "new", "told"),
    [
        ("campaign.code", '"test-2017"', '"test 2017"', "letters, digits"),
        ("campaign.title", 'title = "迎', 'title = 2017 # "迎', "a text in quotes"),
        ("campaign.document_number", '"惠文明办〔2017〕98号"', '" "', "must not be empty"),
        ("campaign.secretariate", "secretariat =", "secretariate =", "mean “secretariat”"),
        ("campaign.starts_on", "2017-06-01", '"2017-06-01"', "a day such as"),
        ("campaign.ends_on", "2017-08-31", "2017-08-31T00:00:00", "a day such as"),
        ("campaign.ends_on", "2017-08-31", "2017-05-31", "ends before it starts"),
        ("campaign.time_zone", "Asia/Shanghai", "Asia/Shanghia", "mean “Asia/Shanghai”"),
        ("campaign.issuing_bodies", "bodies = [", "bodies = [1, ", "Each item must be a text"),
        ("week.first_day", '"monday"', '"mondey"', "mean “monday”"),
        ("week.month_of", 'month_of = "first_day"', "month_of = 1", "a text in quotes"),
        ("week.part_week_minimum_working_days", "days = 1 ", "days = 8 ", "from 0 to 7"),
        ("week.part_week_minimum_working_days", "days = 1 ", "days = true ", "a whole number"),
        ("week.holidays", "holidays = []", "holidays = [2017]", "Each item must be a day"),
        ("deadline.weekday", '"tuesday"', '"tusday"', "mean “tuesday”"),
        ("deadline.at", AT, 'at = "17:30"', "a time such as"),
        ("deadline.on_holiday", '"keep"', '"skip"', "“skip” is not known"),
        ("deadline.late", 'late = "accept"', 'late = "refused"', "mean “refuse”"),
        ("publishing.min_lead_minutes", "minutes = 0", "minutes = -1", "from 0 to"),
        ("annex1.affiliations", '["municipal", "stationed"]', "[]", "must not be empty"),
        ("annex1.affiliations", '"stationed"]', '"stationned"]', "mean “stationed”"),
        ("annex2.print_misprint", "misprint = false", "misprint = 0", "true or false"),
        ("annex2.categories[0].minimum_rows", "rows = 8", "rows = 101", "from 0 to 100"),
        ("annex2.categories[1].affiliations", '"social"]', '"district"]', "“district” already has"),
        ("annex2.categories[1].affiliations", '"social"]', '"municipal"]', "“municipal” already"),
        ("themes[1].code", '"workers"', '"party_member"', "“party_member” stands twice"),
        ("activity_kinds[15].code", '"party_post"', '"disabled_people"', "stands twice"),
        ("obligations[10].code", '"annex2_weekly"', '"annex1_weekly"', "stands twice"),
        ("obligations[5].kinds", '["community"]', '["comunity"]', "mean “community”"),
        ("obligations[6].strength", '"should"', '"shall"', "“shall” is not known"),
        ("obligations[10].counts", 'counts = "annex2"', 'counts = "annex3"', "is not known"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_line(key, old, new, told):
    found = [mistake for mistake in mistakes(edited((old, new))) if mistake[1] == key]
    assert {line for line, *_ in found} == {line_of(TEXT, old)}
    assert told in found[0][2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('title = "迎', 'title = 2017 # "迎', id="a text"),
        pytest.param('month_of = "first_day"', "month_of = 1", id="a choice"),
        pytest.param('code = "workers"', "code = 1", id="a code"),
        pytest.param("holidays = []", "holidays = 1", id="a list"),
    ],
)
def test_a_value_of_the_wrong_type_is_one_mistake(old, new):
    assert len(mistakes(edited((old, new)))) == 1


@pytest.mark.parametrize(
    ("old", "key", "table"),
    [
        pytest.param('city = "city"', "campaign.city", "[campaign]", id="a key of a table"),
        pytest.param(
            'name = "职工志愿服务"', "themes[1].name", '[[themes]]\ncode = "workers"', id="of a row"
        ),
    ],
)
def test_a_missing_key_is_named_with_the_line_of_its_table(old, key, table):
    text = edited((old, ""))
    assert mistakes(text) == [(line_of(text, table), key, "This key is missing.")]


def test_a_missing_table_is_named():
    text = edited(("[annex1]", ""), ('affiliations = ["municipal", "stationed"]', ""))
    assert ("annex1", "This key is missing.") in [(key, told) for _, key, told in mistakes(text)]


def test_an_unknown_table_is_named_with_the_nearest_known_one():
    text = edited(("[publishing]", "[publishin]"))
    [(line, key, told)] = mistakes(text)
    assert (line, key) == (line_of(text, "[publishin]"), "publishin")
    assert "publishing" in told


def test_an_affiliation_that_stands_on_no_paper_is_named():
    text = edited(('["subdistrict", "social"]', '["subdistrict"]'))
    assert [(key, told[:8]) for _, key, told in mistakes(text)] == [
        ("annex2.categories", "“social”")
    ]


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines():
    text = edited(
        ('weekday = "tuesday"', 'weekday = "tusday"'),
        ('code = "workers"', 'code = "wor kers"'),
        ('title = "迎', 'titel = "迎'),
        (AT, "at = 17"),
    )
    found = mistakes(text)
    assert [key for _, key, _ in found] == [
        "campaign.title",
        "campaign.titel",
        "deadline.weekday",
        "deadline.at",
        "themes[1].code",
    ]
    assert [line for line, *_ in found] == sorted(line for line, *_ in found)


def test_a_file_that_is_not_toml_is_refused_with_the_place():
    with pytest.raises(InvalidEntries, match="cannot be read") as refused:
        read_campaign('[campaign]\ncode = "x\n')
    assert "line 2" in str(refused.value)


@pytest.mark.parametrize(
    ("left_out", "default"),
    [
        pytest.param('first_day = "monday"', lambda r: r.week.first_day == 0, id="first_day"),
        pytest.param(
            'month_of = "first_day"', lambda r: r.week.month_of is MonthOf.FIRST_DAY, id="month_of"
        ),
        pytest.param(
            "part_week_minimum_working_days = 1",
            lambda r: r.part_week_minimum_working_days == 1,
            id="part_week_minimum_working_days",
        ),
        pytest.param('weekday = "tuesday"', lambda r: r.deadline.weekday == 1, id="weekday"),
        pytest.param(AT, lambda r: r.deadline.at == time(17, 30), id="at"),
        pytest.param(
            'on_holiday = "keep"',
            lambda r: r.deadline.on_holiday is OnHoliday.KEEP,
            id="on_holiday",
        ),
        pytest.param('late = "accept"', lambda r: r.accept_late, id="late"),
        pytest.param(
            "[publishing]\nmin_lead_minutes = 0", lambda r: not r.min_lead, id="publishing"
        ),
        pytest.param(
            "print_misprint = false", lambda r: not r.annex2_print_misprint, id="print_misprint"
        ),
        pytest.param(
            'name_en = "Workers"', lambda r: r.themes[1].name_en == r.themes[1].name, id="name_en"
        ),
        pytest.param(
            'each = "organization"\n',
            lambda r: r.obligations[0].each is Bearer.ORGANIZATION,
            id="each",
        ),
    ],
)
def test_what_is_left_out_has_our_default(left_out, default):
    assert default(read((left_out, "")))


def test_what_stands_in_the_file_is_read():
    rules = read(
        ('first_day = "monday"', 'first_day = "sunday"'),
        ('month_of = "first_day"', 'month_of = "middle_day"'),
        ("holidays = []", "holidays = [2017-06-01, 2017-06-02]"),
        ("worked_weekends = []", "worked_weekends = [2017-06-03]"),
        ('on_holiday = "keep"', 'on_holiday = "next_working_day"'),
        ('late = "accept"', 'late = "refuse"'),
        ("min_lead_minutes = 0", "min_lead_minutes = 1440"),
        ("print_misprint = false", "print_misprint = true"),
        ("[publishing]", MOVED),
    )
    assert (rules.week.first_day, rules.week.month_of) == (6, MonthOf.MIDDLE_DAY)
    assert not rules.working_days.include(date(2017, 6, 2))
    assert rules.working_days.include(date(2017, 6, 3))
    assert rules.deadline.on_holiday is OnHoliday.NEXT_WORKING_DAY
    assert (rules.accept_late, rules.min_lead) == (False, timedelta(days=1))
    assert rules.annex2_print_misprint
    assert rules.annex1_affiliations == {Affiliation.MUNICIPAL, Affiliation.STATIONED}
    # By Sundays, 2017-W27 is 2-8 July.
    assert rules.due_at(rules.parse_week("2017-W27")) == datetime(2017, 7, 12, 4, tzinfo=UTC)


def test_a_campaign_may_last_one_day():
    assert read(("ends_on = 2017-08-31", "ends_on = 2017-06-01")).weeks()


def test_windows_line_ends_change_neither_rules_nor_lines():
    assert read_campaign(TEXT.replace("\n", "\r\n")) == read_campaign(TEXT)
    text = edited((AT, "at = 17"))
    assert mistakes(text.replace("\n", "\r\n")) == mistakes(text)


def test_the_place_of_a_list_item_is_the_line_of_its_list():
    line = line_of(TEXT, 'areas = ["east"')
    assert str(place_in(TEXT, "annex2.areas[1]")) == f"line {line}, annex2.areas[1]"


def test_every_code_that_the_directory_takes_can_be_the_city():
    code = check_code("gd.hz_1-a")
    assert read(('city = "city"', f'city = "{code}"')).city == code


def test_two_categories_cannot_share_a_name_because_their_lines_would_be_printed_twice():
    text = edited(('name = "各街道"', 'name = "区直单位"'))
    assert [key for _, key, _ in mistakes(text)] == ["annex2.categories[1].name"]


def test_targets_per_head_are_data_of_the_campaign_and_none_by_default():
    usual = read_campaign(TEXT).recording
    assert (usual.target_minutes_per_registered, usual.target_minutes_per_active) == (None, None)
    said = "[recording]\ntarget_minutes_per_registered = 600\ntarget_minutes_per_active = 0\n"
    rules = read(("[publishing]", f"{said}\n[publishing]")).recording
    assert (rules.target_minutes_per_registered, rules.target_minutes_per_active) == (600, None)
