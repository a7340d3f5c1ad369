"""附件1 as a Word file: the cells of the form, to be filled in further by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from .days import chinese_day
from .documents import time_span
from .docx_document import (
    TITLE_SIZE,
    add_annex_name,
    add_paragraph,
    add_xml,
    new_document,
    paragraph_xml,
    save,
)
from .docx_photos import pictures_xml
from .docx_table import Cell, Merge, Row, add_caption, table_xml
from .estimate import fit_by_estimate
from .fit import POINT, Box, Fitted
from .office import USUAL_FONTS, OfficeFonts
from .papers import Annex1Sheet

_TITLE = "市直和驻惠单位志愿服务组织开展活动情况表"
_COLUMNS = (10, 33, 22, 21, 33, 22, 25)
"""A to G, in millimetres."""
_STAMP = 18.0
"""Left free above 单位盖章, in millimetres; a seal is 42 mm wide and reaches into the title."""
_PHOTO = {"width": 60.0, "height": 69.0}

# The insides of the cells, and what they are called where their text goes on.
_BOXES = {
    "organization_name": ("志愿服务组织名称", Box(120, 9.6)),
    "supervising_unit": ("主管单位", Box(44, 11.8)),
    "leader_name": ("志愿服务组织负责人姓名", Box(40, 11.8)),
    "leader_mobile": ("志愿服务组织负责人手机号码", Box(44, 11.8)),
    "time": ("时间", Box(40, 14.6)),
    "place": ("地点", Box(44, 14.6)),
    "summary": ("活动内容简介", Box(120, 54.6)),
}


def render_annex1_docx(
    sheet: Annex1Sheet,
    photos: Callable[[str], bytes],
    out: BinaryIO,
    *,
    fonts: OfficeFonts = USUAL_FONTS,
) -> None:
    """Write 附件1 to *out*: one A4 page, and a second sheet for what does not fit its cell.

    Args:
        photos: Gives the JPEG bytes of a digest.
        fonts: What the file names.

    Raises:
        PaperFailed: A photo cannot be read.
    """
    document = new_document(_TITLE, sheet.filled_on, fonts)
    cells = _fitted(sheet)
    _head(document, sheet)
    pictures = pictures_xml(document, _pictures(sheet, photos), **_PHOTO)
    rows = (*_of_organization(sheet, cells), *_of_activity(sheet, cells, pictures))
    add_xml(document, table_xml(_COLUMNS, rows, description=_TITLE))
    add_paragraph(document, "（此表可复制）", before=2)
    _continue(document, sheet, cells)
    save(document, out)


def _head(document: Any, sheet: Annex1Sheet) -> None:
    add_annex_name(document, "附件1：")
    lines = "市直和驻惠单位志愿服务组织开展活动\n情况表"
    add_paragraph(document, lines, size=TITLE_SIZE, style="Title", align="center", before=1)
    add_paragraph(document, "", line=_STAMP / POINT)
    add_caption(
        document,
        (100, 66),
        (Fitted(f"填表时间：{chinese_day(sheet.filled_on)}", 12), Fitted("单位盖章：", 12)),
        description="填表时间、单位盖章",
    )


def _fitted(sheet: Annex1Sheet) -> Mapping[str, Fitted]:
    texts = {
        "organization_name": sheet.organization_name,
        "supervising_unit": sheet.supervising_unit,
        "leader_name": sheet.leader_name,
        "leader_mobile": sheet.leader_mobile,
        "time": time_span(sheet.starts_at, sheet.ends_at),
        "place": sheet.place,
        "summary": f"{sheet.title}\n{sheet.summary}",
    }
    return {name: fit_by_estimate(texts[name], box) for name, (_, box) in _BOXES.items()}


def _pictures(sheet: Annex1Sheet, photos: Callable[[str], bytes]) -> Sequence[tuple[bytes, str]]:
    return [
        (photos(name), f"{sheet.title}，实景图片{number}")
        for number, name in enumerate(sheet.photos, start=1)
    ]


def _of_organization(sheet: Annex1Sheet, cells: Mapping[str, Fitted]) -> Sequence[Row]:
    return (
        _row(11, _label("志愿服务组织名称", 2), _value(cells["organization_name"], 5)),
        _row(
            13.2,
            _label("注册成立时间", 2),
            Cell(text=chinese_day(sheet.registered_on), span=2),
            _label("主管单位"),
            _value(cells["supervising_unit"], 2),
        ),
        _row(
            13.2,
            _label("志愿服务组织\n负责人姓名", 2),
            _value(cells["leader_name"], 2),
            _label("志愿服务组织\n负责人手机号码"),
            _value(cells["leader_mobile"], 2),
        ),
    )


def _of_activity(sheet: Annex1Sheet, cells: Mapping[str, Fitted], pictures: str) -> Sequence[Row]:
    # So narrow that every character stands on a line of its own: vertical in Word, WPS and
    # LibreOffice alike, which do not agree on text directions.
    vertical = Cell(text="志愿服务活动情况", merge=Merge.FIRST, line=36)
    below = Cell(merge=Merge.ON)
    counted = (
        _label("参加活动\n志愿者人数"),
        Cell(text=str(sheet.volunteer_count)),
        _label("是否\n记录时长"),
        Cell(text=_yes(sheet.hours_recorded)),
        _label("项目\n是否发布"),
        Cell(text=_yes(sheet.project_published)),
    )
    time, place = _value(cells["time"], 2), _value(cells["place"], 2)
    # Small, so that it stays on one line, as in the notice.
    paragraphs = (("2张活动\n实景图片", 12), ("（JPG或JPEG格式）", 9), ("粘贴", 12))
    words = "".join(paragraph_xml(text, size=size, align="center") for text, size in paragraphs)
    photos = Cell(content=words, margin=0)
    return (
        _row(16, vertical, _label("时间"), time, _label("地点"), place),
        _row(13.2, below, *counted),
        _row(56, below, _label("活动内容\n简介"), _value(cells["summary"], 5, account=True)),
        _row(71, below, photos, Cell(content=pictures, span=5, margin=0.5)),
    )


def _value(fitted: Fitted, span: int, *, account: bool = False) -> Cell:
    """An answer in the middle of its cell; an account of what was done begins at the top left."""
    return Cell(
        text=fitted.text,
        size=fitted.size,
        span=span,
        align="left" if account else "center",
        at_top=account,
        paragraphs=account,
    )


def _row(height: float, *cells: Cell) -> Row:
    return Row(cells=cells, height=height)


def _label(text: str, span: int = 1) -> Cell:
    return Cell(text=text, span=span)


def _yes(value: bool) -> str:  # noqa: FBT001 -- the answer itself
    return "是" if value else "否"


def _continue(document: Any, sheet: Annex1Sheet, cells: Mapping[str, Fitted]) -> None:
    """Add the second sheet, where there is anything to go on with."""
    rest = [(label, cells[name].rest) for name, (label, _) in _BOXES.items() if cells[name].rest]
    if not rest:
        return
    add_annex_name(document, "附件1（续页）", new_page=True)
    add_paragraph(document, sheet.organization_name, size=16, align="center", before=2)
    for label, text in rest:
        add_paragraph(document, f"{label}（续）", before=4)
        for paragraph in text.split("\n"):
            add_paragraph(document, paragraph)
