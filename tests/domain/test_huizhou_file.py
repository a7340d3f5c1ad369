"""The campaign file that we ship holds all that domain.md, section 1, takes from the notice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flask_volunteer_reports.domain.campaign import Bearer, Counts, Period, Strength
from flask_volunteer_reports.domain.campaign_file import read_campaign

FILE = Path(__file__).parents[2] / "example_app" / "huizhou-2017.toml"
RULES = read_campaign(FILE.read_text("utf-8"))

THEMES = {
    "party_member": "党员志愿服务",
    "workers": "职工志愿服务",
    "community": "社区志愿服务",
    "safety": "平安志愿服务",
    "culture": "文化志愿服务",
    "arts": "文艺志愿服务",
    "science_popularization": "科普志愿服务",
    "tourism": "旅游志愿服务",
    "red_cross": "红十字志愿服务",
    "five_elders": "“五老”志愿服务",
    "youth_civility": "青年文明号",
    "neighbourhood_watch": "邻里守望",
    "women": "巾帼志愿者",
    "mountains_rivers": "关爱山川河流",
    "public_health": "服务百姓健康",
    "disability_sunshine": "志愿助残阳光行动",
    "targeted_poverty_relief": "精准扶贫",
    "civil_traffic": "文明交通",
}

ACTIVITY_KINDS = {
    "empty_nest_elders": "空巢老人",
    "left_behind_children": "留守儿童",
    "workers_in_hardship": "困难职工",
    "disabled_people": "残疾人",
    "party_member_service": "党员志愿服务",
    "civil_tourism": "文明旅游",
    "civil_traffic": "文明交通",
    "civil_internet": "文明上网",
    "paired_community": "结对社区",
    "service_station": "志愿服务站点",
    "cultural_venue": "公共文化设施",
    "professional_team": "专业志愿服务队",
    "household_canvassing": "文明创建入户宣传",
    "public_civility_guidance": "公共文明引导",
    "clean_homes": "洁净家园",
    "party_post": "党员责任岗",
    "poverty_help": "扶贫帮困",
    "charitable_donation": "慈善捐助",
    "teaching_and_learning": "支教助学",
    "blood_donation": "义务献血",
    "organ_donation": "捐赠器官",
    "free_shows_and_clinics": "义演义诊",
    "environment": "环境保护",
    "greening": "植绿护绿",
    "online_public_good": "网络公益",
}

EVERY_ORGANIZATION = Bearer.ORGANIZATION, set(), set()
PAIRED = Bearer.ORGANIZATION, {"municipal", "district", "stationed"}, set()
CITY_UNITS = Bearer.ORGANIZATION, {"municipal", "stationed"}, set()
DISTRICTS = Bearer.AREA, set(), set()


def of_kind(kind: str) -> tuple[Bearer, set[str], set[str]]:
    return Bearer.ORGANIZATION, set(), {kind}


MUST, SHOULD, MAY = Strength.MUST, Strength.SHOULD, Strength.MAY
# Who, what, how often, how strongly, by which article: the rows of the table, in its order.
DUTIES = [
    (EVERY_ORGANIZATION, Counts.PROJECT_PUBLISHED_BEFOREHAND, 1, Period.PROJECT, MUST, "四（二）"),
    (EVERY_ORGANIZATION, Counts.COMMISSIONED_PUBLICATION, 0, Period.ON_REQUEST, MAY, "四（二）"),
    (EVERY_ORGANIZATION, Counts.SUMMARY_WITH_PHOTOS, 1, Period.ACTIVITY, MUST, "四（四）"),
    (PAIRED, Counts.ACTIVITY_AT_PAIRED_COMMUNITY, 1, Period.WEEK, MUST, "三（一）1"),
    (of_kind("professional_team"), Counts.ACTIVITY_IN_COMMUNITY, 1, Period.WEEK, MUST, "三（一）4"),
    (of_kind("community"), Counts.ACTIVITY_LED_BY_COMMUNITY, 1, Period.WEEK, MUST, "三（一）5"),
    (of_kind("party_branch"), Counts.PARTY_POST_ACTIVITY, 1, Period.WEEK, SHOULD, "三（一）6"),
    (of_kind("window_unit"), Counts.WORKING_STATION, 1, Period.STANDING, MUST, "三（一）2"),
    (of_kind("cultural_venue"), Counts.WORKING_STATION, 1, Period.STANDING, MUST, "三（一）3"),
    (CITY_UNITS, Counts.ANNEX1, 1, Period.WEEK, MUST, "四（五）"),
    (DISTRICTS, Counts.ANNEX2, 1, Period.WEEK, MUST, "四（五）"),
    (DISTRICTS, Counts.COMPILED_CLASSES, 0, Period.STANDING, MUST, "四（四）"),
    (CITY_UNITS, Counts.COMPILED_CLASSES, 0, Period.STANDING, MAY, "四（四）"),
    ((Bearer.OFFICE, set(), set()), Counts.ASSESSMENT, 0, Period.STANDING, MUST, "四（五）"),
    ((Bearer.EVERYONE, set(), set()), Counts.PUBLICITY, 0, Period.STANDING, MUST, "四（四）"),
]


def test_the_18_themes_stand_in_the_order_of_the_notice():
    assert [(theme.code, theme.name) for theme in RULES.themes] == list(THEMES.items())
    assert len(RULES.themes) == 18


def test_every_theme_and_kind_has_an_english_word_of_its_own():
    for terms in (RULES.themes, RULES.activity_kinds):
        words = {term.name_en for term in terms}
        assert len(words) == len(terms)
        assert all(word.isascii() for word in words)


@pytest.mark.parametrize(("code", "word"), ACTIVITY_KINDS.items(), ids=list(ACTIVITY_KINDS))
def test_every_activity_kind_of_the_notice_is_there(code, word):
    kind = RULES.activity_kind(code)
    assert kind
    assert word in kind.name


def test_there_are_no_other_activity_kinds():
    assert [kind.code for kind in RULES.activity_kinds] == list(ACTIVITY_KINDS)


def test_every_duty_of_the_notice_is_there_with_its_mark_and_article():
    rows = [
        (
            (duty.each, set(duty.affiliations), set(duty.kinds)),
            duty.counts,
            duty.at_least,
            duty.per,
            duty.strength,
            duty.source,
        )
        for duty in RULES.obligations
    ]
    assert rows == DUTIES


def test_should_and_may_say_so_in_words():
    words = {MUST: "必须", SHOULD: "力争", MAY: "可"}
    for strength in (SHOULD, MAY):
        texts = [duty.text for duty in RULES.obligations if duty.strength is strength]
        assert texts
        assert all(words[strength] in text for text in texts)


def test_the_window_runs_to_the_end_of_august_and_its_last_week_is_due_after_it():
    assert (RULES.starts_on, RULES.ends_on) == (date(2017, 6, 1), date(2017, 8, 31))
    last = RULES.weeks()[-1]
    assert (last.starts_on, last.ends_on) == (date(2017, 8, 28), date(2017, 9, 3))
    assert RULES.due_at(last) == datetime(2017, 9, 5, 9, 30, tzinfo=UTC)


def test_the_papers_are_due_on_tuesday_by_half_past_five_and_late_ones_are_taken():
    week = RULES.parse_week("2017-W27")
    assert (week.starts_on, week.ends_on) == (date(2017, 7, 3), date(2017, 7, 9))
    assert RULES.due_at(week) == datetime(2017, 7, 11, 9, 30, tzinfo=UTC)
    assert RULES.accept_late


def test_our_defaults_are_as_we_say():
    assert RULES.week.zone.key == "Asia/Shanghai"
    assert RULES.week.month_and_number(RULES.parse_week("2017-W31")) == (7, 5)
    assert RULES.part_week_minimum_working_days == 1
    assert RULES.min_lead == timedelta(0)
    assert not RULES.annex2_print_misprint


def test_annex_2_has_the_two_categories_of_the_form():
    assert [(c.name, c.minimum_rows) for c in RULES.annex2_categories] == [
        ("区直单位", 8),
        ("各街道", 9),
    ]
    assert RULES.annex1_affiliations == {"municipal", "stationed"}


def test_the_head_is_the_notice():
    assert RULES.document_number == "惠文明办〔2017〕98号"
    assert RULES.issuing_bodies == ("惠州市精神文明建设委员会办公室", "惠州市志愿服务联合会")
    assert "学雷锋志愿服务" in RULES.title
