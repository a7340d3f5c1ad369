"""The draft of an explanatory report (说明报告): facts in, an editable DOCX out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from ..domain.hours import hours_text
from .days import chinese_day

TEXT_FONT, TITLE_FONT = "仿宋", "小标宋"
_ROOM = "（请在此处填写。）"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTheme:
    """One row of the table by theme."""

    name: str
    activities: int
    attendances: int
    service_minutes: int
    check_in_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationDraft:
    """What the system knows for an explanatory report; the rest is for people to write."""

    campaign_title: str
    document_number: str
    unit: str
    first_day: date
    last_day: date
    drafted_on: date
    organizations: int | None
    """How many organizations reported; None for a single one."""
    activities: int
    attendances: int
    service_minutes: int
    check_in_minutes: int
    on_time: int
    late: int
    themes: tuple[DraftTheme, ...]
    without_theme: int
    media: tuple[tuple[str, int], ...]
    """Kinds of media with an entry, in Chinese, and how many there are."""


def write_explanation(draft: ExplanationDraft) -> bytes:
    """Write the draft as a DOCX: title, figures by theme, punctuality, room for text."""
    from docx import Document  # noqa: PLC0415 -- slow import

    document = Document()
    _set_up(document, draft)
    _heading(document, f"{draft.unit}\n“{draft.campaign_title}”说明报告", level=1)
    _paragraph(document, _opening(draft))
    _heading(document, "一、基本情况")
    _paragraph(document, _figures(draft))
    _paragraph(document, _punctuality(draft))
    _heading(document, "二、各主题开展情况")
    _themes(document, draft)
    _heading(document, "三、宣传报道")
    _paragraph(document, _media(draft))
    for title in ("四、主要做法和成效", "五、存在的问题", "六、下一步打算"):
        _heading(document, title)
        _paragraph(document, _ROOM)
    for line in (draft.unit, chinese_day(draft.drafted_on)):
        _paragraph(document, line).alignment = 2  # to the right
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue())


def without_times(office_file: bytes) -> bytes:
    """Write an Office file again without the moment of its making: same content, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            new.writestr(entry, old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _opening(draft: ExplanationDraft) -> str:
    span = f"{chinese_day(draft.first_day)}至{chinese_day(draft.last_day)}"
    return (
        f"根据《{draft.document_number}》要求，现将{span}开展“{draft.campaign_title}”的情况说明如下。"
        f"（以下数字由系统于{chinese_day(draft.drafted_on)}按已通过审核的情况表和已确认的服务记录生成。）"
    )


def _figures(draft: ExplanationDraft) -> str:
    who = f"共有{draft.organizations}个志愿服务组织" if draft.organizations is not None else "共"
    return (
        f"{who}开展志愿服务活动{draft.activities}场，参加志愿者{draft.attendances}人次，"
        f"已确认服务时长{hours_text(draft.service_minutes)}小时，"
        f"其中经签到记录的信用时数{hours_text(draft.check_in_minutes)}小时。"
    )


def _punctuality(draft: ExplanationDraft) -> str:
    if not draft.activities:
        return "没有通过审核的情况表。"
    return f"活动情况表按时报送{draft.on_time}份，逾期报送{draft.late}份。"


def _media(draft: ExplanationDraft) -> str:
    if not draft.media:
        return "没有登记的宣传报道。"
    total = sum(count for _, count in draft.media)
    each = "、".join(f"{name}{count}条" for name, count in draft.media)
    return f"共有宣传报道{total}条，其中{each}。"


def _themes(document: Any, draft: ExplanationDraft) -> None:
    if not draft.themes:
        _paragraph(document, "没有列入主题的活动。")
        return
    table = document.add_table(rows=1, cols=5, style="Table Grid")
    table.autofit = False
    _row(
        table.rows[0], ("主题", "活动（场）", "人次", "服务时长（小时）", "其中信用时数"), bold=True
    )
    _repeat(table.rows[0])
    for theme in draft.themes:
        cells = (
            theme.activities,
            theme.attendances,
            hours_text(theme.service_minutes),
            hours_text(theme.check_in_minutes),
        )
        _row(table.add_row(), (theme.name, *map(str, cells)))
    note = "一场活动有多个主题的，在各主题中分别计入。"
    if draft.without_theme:
        note += f"另有{draft.without_theme}场活动未列入主题。"
    _paragraph(document, note)


def _row(row: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    from docx.shared import Mm  # noqa: PLC0415 -- slow import

    for cell, text, width in zip(row.cells, texts, (50, 26, 26, 30, 24), strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.first_line_indent = 0
        _write(paragraph, text, size=12).bold = bold


def _repeat(row: Any) -> None:
    """Repeat a heading row on every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 -- no other way


def _heading(document: Any, text: str, *, level: int = 2) -> None:
    heading = document.add_heading(level=level)
    if level == 1:
        heading.alignment = 1  # in the middle
    font, size = (TITLE_FONT, 20) if level == 1 else ("黑体", 16)
    for number, line in enumerate(text.split("\n")):
        run = _write(heading, line, size=size, font=font)
        if number == 0 and "\n" in text:
            run.add_break()


def _paragraph(document: Any, text: str) -> Any:
    from docx.shared import Pt  # noqa: PLC0415 -- slow import

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)
    _write(paragraph, text, size=16)
    return paragraph


def _write(paragraph: Any, text: str, *, size: int, font: str = TEXT_FONT) -> Any:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 -- slow import

    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 -- no other way
    return run


def _set_up(document: Any, draft: ExplanationDraft) -> None:
    from docx.shared import Mm  # noqa: PLC0415 -- slow import

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    moment = datetime.combine(draft.drafted_on, time(), UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title = f"{draft.campaign_title} 说明报告"
    properties.author, properties.language = draft.unit, "zh-CN"
    properties.comments = ""
    properties.created = properties.modified = moment
