"""What an office's own forms may say: every fact, what it means, and a filled example.

``docs/hosts/paper-templates.md`` shows these tables; a test holds them against the facts.
"""

from __future__ import annotations

from collections.abc import Mapping

from .annex1 import FittedSheet
from .annex2 import FittedPage, FittedRow, FittedTable, MergedRows
from .fit import Fitted
from .papers import Annex1Sheet, Annex2Group, Annex2Line, Annex2Table

MEANINGS: Mapping[type, Mapping[str, str]] = {
    FittedSheet: {
        "facts": "the facts as they are: an `Annex1Sheet`",
        "id": "the anchor of the form",
        "cells": "texts fitted to their cells, by name: `organization_name`, `supervising_unit`, "
        "`leader_name`, `leader_mobile`, `time`, `place`, `summary`; each a `Fitted`",
        "rest": "pairs of label and text that go on to the continuation sheet",
    },
    Annex1Sheet: {
        "organization_code": "code of the organization",
        "organization_name": "志愿服务组织名称",
        "registered_on": "注册成立时间, a day or nothing",
        "supervising_unit": "主管单位",
        "leader_name": "负责人姓名",
        "leader_mobile": "负责人手机号码",
        "filled_on": "填表时间, a day",
        "title": "title of the activity",
        "starts_at": "beginning, local time",
        "ends_at": "end, local time",
        "place": "地点",
        "volunteer_count": "参加活动志愿者人数",
        "hours_recorded": "是否记录时长, true or false",
        "project_published": "项目是否发布, true or false",
        "summary": "活动内容简介",
        "photos": "digests of the photos; an image is `photo:` and the digest",
    },
    Fitted: {
        "text": "the text for the cell",
        "size": "its font size in points",
        "rest": "what did not fit the cell",
        "is_mixed": "whether its glyphs come from several fonts (see `even` of text.html)",
        "css_class": "the class of style.css that sets it at its size",
    },
    FittedTable: {
        "facts": "the facts as they are: an `Annex2Table`",
        "id": "the anchor of the form",
        "unit": "填表单位 with its label, a `Fitted`",
        "pages": "the pages, or some of them, each a `FittedPage`",
        "rest": "pairs of label and text that go on to the continuation sheet",
        "is_last": "whether the last page is among them: the end of the form goes there",
    },
    FittedPage: {
        "number": "counts the pages from 0; part of the page's anchor",
        "groups": "the categories on this page, each a `MergedRows`",
    },
    MergedRows: {
        "category": "类别",
        "rows": "its rows on this page, each a `FittedRow`",
    },
    FittedRow: {
        "category": "类别",
        "height": "the height of the row in millimetres",
        "cells": "`organization`, `content`, `when`, each a `Fitted`; nothing in a blank row",
        "count": "志愿者参加人数",
    },
    Annex2Table: {
        "area_code": "code of the county or district",
        "area_name": "its name",
        "month": "month of the week",
        "week_of_month": "which week of the month",
        "first_day": "first day of the week",
        "last_day": "last day of the week",
        "filled_by_unit": "填表单位, empty where it was not handed in",
        "print_misprint": "whether the campaign prints 活动开展日间 as in the notice",
        "groups": "the categories, each an `Annex2Group`",
    },
    Annex2Group: {
        "category": "类别",
        "minimum_rows": "rows that are printed at least",
        "lines": "the activities, each an `Annex2Line`",
    },
    Annex2Line: {
        "organization": "志愿服务组织名称",
        "title": "title of the activity",
        "summary": "活动内容",
        "starts_at": "beginning, local time",
        "ends_at": "end, local time",
        "volunteer_count": "志愿者参加人数",
    },
}

DOCX_MEANINGS: Mapping[str, Mapping[str, str]] = {
    "annex1.docx": {
        "organization_name": "志愿服务组织名称",
        "registered_on": "注册成立时间",
        "supervising_unit": "主管单位",
        "leader_name": "负责人姓名",
        "leader_mobile": "负责人手机号码",
        "filled_on": "填表时间",
        "title": "活动名称",
        "time": "时间，两行",
        "place": "地点",
        "volunteer_count": "参加活动志愿者人数",
        "hours_recorded": "是否记录时长：是或否",
        "project_published": "项目是否发布：是或否",
        "summary": "活动内容简介",
        "photo_1": "第一张实景图片",
        "photo_2": "第二张实景图片，没有时为空",
    },
    "annex2.docx": {
        "area_name": "县（区）",
        "month": "月",
        "week_of_month": "第几周",
        "first_day": "该周第一天",
        "last_day": "该周最后一天",
        "filled_by_unit": "填表单位",
        "time_label": "活动开展时间（或通知原文的“活动开展日间”）",
        "rows": "全部行，含空行",
        "groups": "各类别，每个有 category 和 rows",
        "row.category": "类别",
        "row.organization": "志愿服务组织名称",
        "row.title": "活动名称",
        "row.summary": "活动内容",
        "row.time": "日期及时间，两行",
        "row.volunteer_count": "志愿者参加人数",
    },
}
