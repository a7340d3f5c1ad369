from __future__ import annotations

import pytest

from flask_volunteer_reports.domain.register import (
    NumberPattern,
    PaperKind,
    check_code,
    default_pattern,
    read_code,
    read_number,
)
from flask_volunteer_reports.errors import InvalidEntry

WEEKLY, SHEET = PaperKind.WEEKLY_REPORT, PaperKind.ANNEX1


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        pytest.param(
            "惠志联周报〔{year}〕{week}号", WEEKLY, "惠志联周报〔2017〕27号", id="by week"
        ),
        pytest.param("惠志联〔{year}〕{serial}号", WEEKLY, "惠志联〔2017〕4号", id="by serial"),
        pytest.param("惠志联[{year}]{serial}号", SHEET, "惠志联〔2017〕4号", id="other brackets"),
        pytest.param(" 惠志联 〔{year}〕 {serial} 号 ", SHEET, "惠志联〔2017〕4号", id="blanks"),
        pytest.param("A{year}-{week}-{serial}", SHEET, "A2017-27-4", id="all of them"),
    ],
)
def test_numbers_follow_the_pattern(text, kind, number):
    pattern = NumberPattern.parse(text, kind)
    assert pattern.number(year=2017, week=27, serial=4) == number
    assert pattern.counts == ("{serial}" in text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("周报27号", WEEKLY, id="always the same"),
        pytest.param("周报{serial}号", WEEKLY, id="the same next year"),
        pytest.param("情况表〔{year}〕{week}号", SHEET, id="several sheets a week"),
        pytest.param("〔{year}〕{number}号", SHEET, id="an unknown place"),
        pytest.param("〔{year}〕{serial号", SHEET, id="an open brace"),
        pytest.param("〔{year}〕{serial.__class__}", SHEET, id="not a format string"),
        pytest.param("", SHEET, id="nothing"),
    ],
)
def test_a_pattern_by_which_two_papers_could_be_the_same_is_refused(text, kind):
    with pytest.raises(InvalidEntry):
        NumberPattern.parse(text, kind)


def test_an_office_that_says_nothing_counts_under_its_name():
    pattern = default_pattern("惠州市志愿服务联合会{x}", WEEKLY)
    assert pattern.number(year=2017, week=27, serial=1) == "惠州市志愿服务联合会x周报〔2017〕1号"


def test_a_code_follows_from_what_the_paper_says():
    code = check_code("惠志联周报〔2017〕27号", 1, "ab" * 32)
    assert code == check_code("惠志联周报〔2017〕27号", 1, "ab" * 32)
    others = {
        check_code("惠志联周报〔2017〕27号", 2, "ab" * 32),
        check_code("惠志联周报〔2017〕28号", 1, "ab" * 32),
        check_code("惠志联周报〔2017〕27号", 1, "ac" * 32),
    }
    assert code not in others
    assert len(others) == 3
    assert len(code) == 12


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("0123-4567-89AB", "0123456789AB", id="hyphens"),
        pytest.param(" 0123 4567 89ab ", "0123456789AB", id="blanks and small letters"),
        pytest.param("O1Z3-4567-89IL", "01Z345678911", id="letters for digits"),
        pytest.param("0123456789A", "", id="too short"),
        pytest.param("0123456789AU", "", id="a letter that is none of ours"),
        pytest.param("惠志联周报〔2017〕27号", "", id="a number"),
    ],
)
def test_codes_are_read_as_people_type_them(typed, code):
    assert read_code(typed) == code


def test_every_code_is_read_as_it_is_written():
    for revision in range(200):
        code = check_code("N", revision, "0" * 64)
        assert read_code(f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()) == code


@pytest.mark.parametrize(
    "typed",
    [
        "惠志联周报〔2017〕27号",
        "惠志联周报[2017]27号",
        "惠志联周报（２０１７）27 号",
        "惠志联周报【2017】２７号",
    ],
)
def test_numbers_are_read_as_people_type_them(typed):
    assert read_number(typed) == "惠志联周报〔2017〕27号"
