"""The named fields of DOCX forms: the same facts as on the printed paper, as texts."""

from __future__ import annotations

import re
from typing import Any

from .days import chinese_day
from .documents import time_span
from .papers import Annex1Sheet, Annex2Group, Annex2Line, Annex2Table

# XML cannot hold these; they are cleaned at input, and once more where a file would break.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def annex1_fields(sheet: Annex1Sheet) -> dict[str, Any]:
    """The fields of ``annex1.docx``; the photos ``photo_1`` and ``photo_2`` come beside them."""
    return {
        "organization_name": _clean(sheet.organization_name),
        "registered_on": chinese_day(sheet.registered_on),
        "supervising_unit": _clean(sheet.supervising_unit),
        "leader_name": _clean(sheet.leader_name),
        "leader_mobile": _clean(sheet.leader_mobile),
        "filled_on": chinese_day(sheet.filled_on),
        "title": _clean(sheet.title),
        "time": time_span(sheet.starts_at, sheet.ends_at),
        "place": _clean(sheet.place),
        "volunteer_count": sheet.volunteer_count,
        "hours_recorded": _yes(sheet.hours_recorded),
        "project_published": _yes(sheet.project_published),
        "summary": _clean(sheet.summary),
    }


def annex2_fields(table: Annex2Table) -> dict[str, Any]:
    """The fields of ``annex2.docx``; ``rows`` are those of all ``groups``, one after another."""
    groups = [_group(group) for group in table.groups]
    return {
        "area_name": _clean(table.area_name),
        "month": table.month,
        "week_of_month": table.week_of_month,
        "first_day": chinese_day(table.first_day),
        "last_day": chinese_day(table.last_day),
        "filled_by_unit": _clean(table.filled_by_unit),
        "time_label": "活动开展日间" if table.print_misprint else "活动开展时间",
        "groups": groups,
        "rows": [row for group in groups for row in group["rows"]],
    }


def _group(group: Annex2Group) -> dict[str, Any]:
    category = _clean(group.category)
    rows = [_row(category, line) for line in group.lines]
    blank = dict.fromkeys(("organization", "title", "summary", "time", "volunteer_count"), "")
    while len(rows) < group.minimum_rows:
        rows.append({"category": category, **blank})
    return {"category": category, "rows": rows}


def _row(category: str, line: Annex2Line) -> dict[str, Any]:
    return {
        "category": category,
        "organization": _clean(line.organization),
        "title": _clean(line.title),
        "summary": _clean(line.summary),
        "time": time_span(line.starts_at, line.ends_at, with_year=False),
        "volunteer_count": line.volunteer_count,
    }


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _yes(value: bool) -> str:  # noqa: FBT001 -- the value is the whole question
    return "是" if value else "否"
