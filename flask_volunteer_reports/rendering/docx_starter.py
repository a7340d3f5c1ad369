"""A plain DOCX form with all named fields, for an office to begin its own with."""

from __future__ import annotations

import io
from typing import Any

_ANNEX1 = (
    ("志愿服务组织名称", "{{ organization_name }}"),
    ("注册成立时间", "{{ registered_on }}"),
    ("主管单位", "{{ supervising_unit }}"),
    ("志愿服务组织负责人姓名", "{{ leader_name }}"),
    ("志愿服务组织负责人手机号码", "{{ leader_mobile }}"),
    ("时间", "{{ time }}"),
    ("地点", "{{ place }}"),
    ("参加活动志愿者人数", "{{ volunteer_count }}"),
    ("是否记录时长", "{{ hours_recorded }}"),
    ("项目是否发布", "{{ project_published }}"),
    ("活动内容简介", "{{ title }}\n{{ summary }}"),
    ("2张活动实景图片", "{{ photo_1 }}{{ photo_2 }}"),
)
_ANNEX2_HEADINGS = ("类别", "志愿服务组织名称", "活动内容", "日期及时间", "志愿者参加人数")
_ANNEX2_CELLS = (
    "{{ row.category }}",
    "{{ row.organization }}",
    "{{ row.title }}\n{{ row.summary }}",
    "{{ row.time }}",
    "{{ row.volunteer_count }}",
)


def docx_starter(name: str) -> bytes:
    """Make the starting point for the form *name*, ``annex1.docx`` or ``annex2.docx``."""
    from docx import Document  # noqa: PLC0415 -- slow import

    document = Document()
    if name == "annex1.docx":
        document.add_paragraph("附件1：")
        document.add_heading("市直和驻惠单位志愿服务组织开展活动情况表", 1)
        document.add_paragraph("填表时间：{{ filled_on }}　　单位盖章：")
        table = document.add_table(0, 2, style="Table Grid")
        for row in _ANNEX1:
            _add(table, row)
    else:
        document.add_paragraph("附件2")
        document.add_heading("各区开展活动情况汇总表", 1)
        document.add_paragraph(
            "{{ time_label }}：{{ month }}月第{{ week_of_month }}周"
            "（{{ first_day }}—{{ last_day }}）　　填表单位：{{ filled_by_unit }}"
        )
        table = document.add_table(0, len(_ANNEX2_HEADINGS), style="Table Grid")
        _add(table, _ANNEX2_HEADINGS)
        _add(table, ("{%tr for row in rows %}",))
        _add(table, _ANNEX2_CELLS)
        _add(table, ("{%tr endfor %}",))
    document.add_paragraph("（此表可复制）")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(table: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=False):
        cell.text = text
