"""The draft of an explanatory report opens as a document and says what it was given."""

from __future__ import annotations

import dataclasses
import io
from datetime import date

from docx import Document

from flask_volunteer_reports.rendering.explanation import (
    DraftTheme,
    ExplanationDraft,
    write_explanation,
)

DRAFT = ExplanationDraft(
    campaign_title="系列活动",
    document_number="惠文明办〔2017〕98号",
    unit="𠮷野区联合会䶮",
    first_day=date(2017, 6, 1),
    last_day=date(2017, 8, 31),
    drafted_on=date(2017, 9, 1),
    organizations=3,
    activities=7,
    attendances=84,
    service_minutes=1019,
    check_in_minutes=600,
    on_time=5,
    late=2,
    themes=(
        DraftTheme(
            name="文化志愿服务",
            activities=4,
            attendances=60,
            service_minutes=119,
            check_in_minutes=60,
        ),
        DraftTheme(
            name="=cmd|x", activities=1, attendances=9, service_minutes=0, check_in_minutes=0
        ),
    ),
    without_theme=2,
    media=(("电视", 1), ("微信", 2)),
)


def text_of(draft: ExplanationDraft) -> str:
    document = Document(io.BytesIO(write_explanation(draft)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_it_says_the_figures_in_sentences_and_leaves_room():
    text = text_of(DRAFT)
    assert "𠮷野区联合会䶮\n“系列活动”说明报告" in text
    assert (
        "共有3个志愿服务组织开展志愿服务活动7场，参加志愿者84人次，已确认服务时长16.9小时，"
        "其中经签到记录的信用时数10小时" in text
    )
    assert "按时报送5份，逾期报送2份" in text
    assert "共有宣传报道3条，其中电视1条、微信2条" in text
    assert "另有2场活动未列入主题" in text
    assert text.count("（请在此处填写。）") == 3


def test_the_table_has_a_row_for_every_theme_and_a_heading_that_is_repeated():
    document = Document(io.BytesIO(write_explanation(DRAFT)))
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["主题", "活动（场）", "人次", "服务时长（小时）", "其中信用时数"],
        ["文化志愿服务", "4", "60", "1.9", "1"],
        ["=cmd|x", "1", "9", "0", "0"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_campaign_without_anything_says_so():
    text = text_of(
        dataclasses.replace(
            DRAFT, organizations=None, activities=0, themes=(), media=(), without_theme=0
        )
    )
    assert "没有通过审核的情况表" in text
    assert "没有列入主题的活动" in text
    assert "没有登记的宣传报道" in text


def test_the_same_figures_give_the_same_bytes():
    assert write_explanation(DRAFT) == write_explanation(DRAFT)
