"""The geometry of Annex 1, for drawing it without a browser's rules; millimetres on A4."""

from __future__ import annotations

from datetime import date

from flask_volunteer_reports.rendering.days import chinese_day
from flask_volunteer_reports.rendering.documents import time_span
from flask_volunteer_reports.rendering.papers import Annex1Sheet

LEFT, TOP = 22.0, 18.0
WIDE = 166.0
COLUMNS = (10, 30, 23, 21, 33, 23, 26)
ROWS = (12, 14, 15, 19, 14, 62, 79)
TITLE = ("市直和驻惠单位志愿服务组织开展活动", "情况表")
DOCUMENT_TITLE = "".join(TITLE)
VERTICAL = "志愿服务活动情况"
LABELS = {
    "organization": "志愿服务组织名称",
    "registered": "注册成立时间",
    "unit": "主管单位",
    "leader": "志愿服务组织\n负责人姓名",
    "mobile": "志愿服务组织\n负责人手机号码",
    "when": "时间",
    "place": "地点",
    "count": "参加活动\n志愿者人数",
    "recorded": "是否记录\n时长",
    "published": "项目是否\n发布",
    "summary": "活动内容\n简介",
    "photos": "2张活动\n实景图片\n（JPG或JPEG\n格式）\n粘贴",
}


def values(sheet: Annex1Sheet) -> dict[str, str]:
    """Return what stands beside the labels, as text."""
    return {
        "organization": sheet.organization_name,
        "registered": _day(sheet.registered_on),
        "unit": sheet.supervising_unit,
        "leader": sheet.leader_name,
        "mobile": sheet.leader_mobile,
        "when": time_span(sheet.starts_at, sheet.ends_at),
        "place": sheet.place,
        "count": str(sheet.volunteer_count),
        "recorded": "是" if sheet.hours_recorded else "否",
        "published": "是" if sheet.project_published else "否",
        "summary": f"{sheet.title}\n{sheet.summary}",
        "filled_on": _day(sheet.filled_on),
        "entry": f"{sheet.organization_name}　{sheet.title}",
    }


def _day(day: date | None) -> str:
    return chinese_day(day)
