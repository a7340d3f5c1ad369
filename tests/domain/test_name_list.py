from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_volunteer_reports.domain.name_list import (
    ListedVolunteer,
    RawRow,
    read_rows,
    split_names,
    split_pasted,
)
from flask_volunteer_reports.errors import InvalidEntries


def raw(name: str = "张三", no: str = "", duration: str = "90", started: str = "") -> RawRow:
    return RawRow(1, name, no, duration, started)


@pytest.mark.parametrize(
    ("pasted", "row"),
    [
        pytest.param("张三\tV001\t90\t09:30", raw("张三", "V001", "90", "09:30"), id="by tabs"),
        pytest.param("张三\t\t90", raw("张三", "", "90"), id="with an empty cell"),
        pytest.param("张三\t90", raw("张三", "", "90"), id="name and duration alone"),
        pytest.param("张三,V001,90", raw("张三", "V001", "90"), id="by commas"),
        pytest.param("张三，V001，90", raw("张三", "V001", "90"), id="by Chinese commas"),
        pytest.param("张三 V001 90", raw("张三", "V001", "90"), id="by blanks"),
        pytest.param("张三\u3000V001\u300090", raw("张三", "V001", "90"), id="by wide blanks"),
        pytest.param("张三   90", raw("张三", "", "90"), id="by several blanks"),
        pytest.param(" 张三 \t V001 \t 90 ", raw("张三", "V001", "90"), id="blanks around cells"),
        pytest.param('"张三","V001","90"', raw("张三", "V001", "90"), id="quoted cells"),
        pytest.param("Ann Lee\tV001\t90", raw("Ann Lee", "V001", "90"), id="blanks in a name"),
        pytest.param("张三", raw("张三", "", ""), id="a name alone"),
    ],
)
def test_a_pasted_line_is_cut_into_cells(pasted, row):
    assert split_pasted(pasted) == [row]


@pytest.mark.parametrize(
    ("heading", "line", "row"),
    [
        pytest.param("姓名\t志愿者编号\t服务时长", "张三\tV1\t90", raw(no="V1"), id="Chinese"),
        pytest.param("Name\tVolunteer no.\tMinutes", "张三\tV1\t90", raw(no="V1"), id="English"),
        pytest.param("NAME\tNUMBER\tDURATION", "张三\tV1\t90", raw(no="V1"), id="capitals"),
        pytest.param("时长\t编号\t姓名", "90\tV1\t张三", raw(no="V1"), id="in another order"),
        pytest.param(
            "Start\tDuration\tVolunteer", "09:30\t90\t张三", raw(started="09:30"), id="with a start"
        ),
        pytest.param(
            "序号\t志愿者姓名\t开始时间\t时长（分钟）\t备注",
            "1\t张三\t09:30\t90\t迟到",
            raw(started="09:30"),
            id="columns that we do not need are passed over",
        ),
        pytest.param("姓名,时长", "张三,90", raw(), id="by commas"),
        pytest.param("姓名 时长", "张三 90", raw(), id="by blanks"),
        pytest.param("姓名\t编号\t时长", "张三\t\t", raw(duration=""), id="empty cells stay empty"),
        pytest.param("姓名\t编号\t时长", "张三", raw(duration=""), id="missing cells are empty"),
        pytest.param("姓名\t时长（小时）", "张三\t1.5", raw(duration="1.5小时"), id="in hours"),
        pytest.param("Name\tHours", "张三\t2", raw(duration="2小时"), id="in hours, English"),
        pytest.param("姓名\t小时", "张三\t1:30", raw(duration="1:30"), id="a clock stays a clock"),
        pytest.param("姓名\t小时", "张三\t90分钟", raw(duration="90分钟"), id="what says its unit"),
        pytest.param("姓名\t分钟", "张三\t90", raw(), id="in minutes"),
    ],
)
def test_a_heading_names_the_columns_in_any_order(heading, line, row):
    [found] = split_pasted(f"{heading}\n{line}")
    assert found == RawRow(2, row.name, row.volunteer_no, row.duration, row.started)


def test_hours_in_full_width_digits_are_hours():
    [row] = read_rows(split_pasted("姓名\t时长（小时）\n张三\t１．５"))
    assert row.service_minutes == 90


def test_a_phone_number_does_not_become_a_volunteer_number():
    [row] = split_pasted("姓名\t手机号码\t时长\n张三\t13800138000\t90")
    assert row.volunteer_no == ""


@pytest.mark.parametrize("line", ["志愿者甲\t1.5小时", "Norma Name\t90 minutes"])
def test_a_first_row_with_a_duration_in_it_is_no_heading(line):
    assert [row.number for row in split_pasted(line)] == [1]


def test_rows_keep_the_number_of_their_line():
    pasted = "姓名\t时长\n张三\t90\n\n\t\n李四\t60\r\n王五\t30"
    assert [(row.number, row.name) for row in split_pasted(pasted)] == [
        (2, "张三"),
        (5, "李四"),
        (6, "王五"),
    ]


@pytest.mark.parametrize("pasted", ["", "\n\n", " \t \n"])
def test_nothing_pasted_is_no_row(pasted):
    assert split_pasted(pasted) == []


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        pytest.param("张三\n李四", [("张三", ""), ("李四", "")], id="one a line"),
        pytest.param("张三\tV1\n李四,V2", [("张三", "V1"), ("李四", "V2")], id="with numbers"),
        pytest.param("\n张三\n\n", [("张三", "")], id="empty lines are passed over"),
    ],
)
def test_a_list_of_names_alone_is_cut_into_rows(typed, rows):
    assert [(row.name, row.volunteer_no) for row in split_names(typed)] == rows
    assert [row.name for row in read_rows(split_names(typed))] == [name for name, _ in rows]


def test_a_row_is_read():
    row = RawRow(7, " 张三 ", "v-１", "1小时30分", "9:05")
    assert read_rows([row]) == [ListedVolunteer(7, "张三", "v-1", 90, time(9, 5))]


@pytest.mark.parametrize(
    "name", ["𠮷野", "䶮", "阿卜杜拉·买买提", "O’Brien", "张三（小）", "字" * 40]
)
def test_every_readable_name_is_taken(name):
    [row] = read_rows([raw(name)])
    assert row.name == name


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(raw(name=""), "name is missing", id="no name"),
        pytest.param(raw(name=" \u3000"), "name is missing", id="a blank name"),
        pytest.param(raw(name="字" * 41), "not a name", id="a name of 41 characters"),
        pytest.param(raw(name="=cmd|' /C calc'!A0"), "not a name", id="a formula"),
        pytest.param(raw(name="@SUM(A1)"), "not a name", id="a formula of another kind"),
        pytest.param(raw(name="<script>"), "not a name", id="markup"),
        pytest.param(raw(name="13800138000"), "not a name", id="a phone number as name"),
        pytest.param(raw(name="张\u202e三"), "cannot be shown", id="an invisible character"),
        pytest.param(raw(no="44130219900101001X"), "ID-card", id="an ID-card number"),
        pytest.param(raw(no="441302199001010011"), "ID-card", id="an ID-card number of digits"),
        pytest.param(raw(no="44130219900101001x"), "ID-card", id="with a small x"),
        pytest.param(raw(no="４４１３０２１９９００１０１００１１"), "ID-card", id="in full width"),
        pytest.param(raw(no="1.38E+10"), "spreadsheet", id="what a spreadsheet spoilt"),
        pytest.param(raw(no="V 1"), "not a volunteer number", id="a number with a blank"),
        pytest.param(raw(no="编号"), "not a volunteer number", id="words as number"),
        pytest.param(raw(no="=1+1"), "not a volunteer number", id="a formula as number"),
        pytest.param(raw(no="1" * 33), "not a volunteer number", id="33 digits"),
        pytest.param(raw(duration=""), "not a duration", id="no duration"),
        pytest.param(raw(duration="0"), "above zero", id="no time at all"),
        pytest.param(raw(started="25:00"), "time of day", id="no such time"),
        pytest.param(raw(started="morning"), "time of day", id="words as time"),
    ],
)
def test_a_wrong_row_is_refused_with_its_number(row, told):
    with pytest.raises(InvalidEntries) as refused:
        read_rows([row])
    [problem] = refused.value.problems
    assert str(problem.place) == "Row 1"
    assert told in str(problem.message)


def test_all_wrong_rows_are_named_at_once():
    rows = split_pasted("张三\tV1\t90\n\t\t90\n李四\tV2\tlong\n王五\tV3\t60\n=cmd\t\t1")
    with pytest.raises(InvalidEntries, match="3 rows") as refused:
        read_rows(rows)
    assert [str(problem.place) for problem in refused.value.problems] == ["Row 2", "Row 3", "Row 5"]


def test_a_list_of_5000_rows_is_read():
    pasted = "\n".join(f"志愿者{chr(0x4E00 + n)}\tV{n}\t{n % 600 + 1}" for n in range(5000))
    rows = read_rows(split_pasted(pasted))
    assert [row.number for row in rows] == list(range(1, 5001))
    assert (rows[-1].volunteer_no, rows[-1].service_minutes) == ("V4999", 200)


@given(st.text())
def test_whatever_is_pasted_is_read_or_refused(pasted):
    try:
        rows = read_rows(split_pasted(pasted))
    except InvalidEntries:
        return
    assert all(row.name and row.service_minutes > 0 for row in rows)
