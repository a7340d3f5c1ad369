"""Invented facts for previews of forms: an ordinary activity, and one that strains every cell."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from .papers import Annex1Sheet, Annex2Group, Annex2Line, Annex2Table

_CHINA = timezone(timedelta(hours=8))
_MONDAY = date(2017, 7, 3)
_START = datetime(2017, 7, 5, 9, 0, tzinfo=_CHINA)
_LONG_SUMMARY = (
    "志愿者分成六个小组，在广场、车站、社区活动室和学校门口同时开展服务：讲解文明创建知识，发放倡议书，"
    "引导行人走斑马线，帮助老人搬运物品、测量血压、修理小家电，教孩子们做垃圾分类游戏，并把收集到的意见整理成册交给社区。"
)


@lru_cache(maxsize=1)
def sample_photos() -> dict[str, bytes]:
    """Draw two small photographs, one wide and one tall; JPEG by digest."""
    drawn = [_photo(640, 480, "#6f9fc8", "#7f9a58"), _photo(480, 640, "#c8a06f", "#8a6a4a")]
    return {hashlib.sha256(jpeg).hexdigest(): jpeg for jpeg in drawn}


def _photo(width: int, height: int, sky: str, ground: str) -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- slow import

    image = Image.new("RGB", (width, height), sky)
    draw = ImageDraw.Draw(image)
    horizon = height * 2 // 3
    draw.rectangle((0, horizon, width, height), fill=ground)
    for number in range(5):
        middle, top = width * (2 * number + 1) // 10, horizon - height // 6
        draw.ellipse((middle - 18, top - 36, middle + 18, top), fill="#e8c8a8")
        draw.rectangle((middle - 24, top, middle + 24, horizon + height // 10), fill="#c03a32")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def sample_sheets() -> tuple[Annex1Sheet, Annex1Sheet]:
    """An ordinary Annex 1, and one with the longest names, rare characters and empty cells."""
    photos = tuple(sample_photos())
    ordinary = Annex1Sheet(
        organization_code="441300-01",
        organization_name="惠州市图书馆学雷锋志愿服务队",
        registered_on=date(2012, 3, 5),
        supervising_unit="惠州市文化广电新闻出版局",
        leader_name="陈晓明",
        leader_mobile="13800000001",
        filled_on=date(2017, 7, 10),
        title="“书香惠州”图书整理与导读",
        starts_at=_START,
        ends_at=_START + timedelta(hours=2, minutes=30),
        place="惠州市图书馆一楼大厅",
        volunteer_count=23,
        hours_recorded=True,
        project_published=True,
        summary="志愿者在图书馆一楼大厅为读者提供导读、图书整理和自助借还指引服务，共整理图书三百余册。",
        photos=photos,
    )
    strained = replace(
        ordinary,
        organization_name="惠州市仲恺高新技术产业开发区潼湖生态智慧区青年企业家学雷锋志愿服务总队第一分队",
        registered_on=None,
        supervising_unit="中国共产主义青年团惠州市仲恺高新技术产业开发区工作委员会",
        leader_name="阿依古丽·买买提𠮷䶮",
        ends_at=_START + timedelta(days=1, hours=3),
        place="惠州市惠城区江北街道文昌一路行政中心广场东侧、三环路公共汽车总站及望江社区综合文化活动室",
        volunteer_count=1286,
        hours_recorded=False,
        project_published=False,
        title="“关爱山川河流·共建文明城市”暨邻里守望公共文明引导集中志愿服务行动",
        summary=_LONG_SUMMARY * 12,
    )
    return ordinary, strained


def sample_tables() -> tuple[Annex2Table, Annex2Table]:
    """An Annex 2 of a few activities, and one that runs over several pages."""
    return _table(3, 2), _table(24, 18)


def _table(units: int, streets: int) -> Annex2Table:
    return Annex2Table(
        area_code="441302",
        area_name="惠城区",
        month=7,
        week_of_month=1,
        first_day=_MONDAY,
        last_day=_MONDAY + timedelta(days=6),
        filled_by_unit="惠城区志愿服务联合会",
        print_misprint=False,
        groups=(
            Annex2Group(category="区直单位", minimum_rows=8, lines=_lines("区直机关", units)),
            Annex2Group(category="各街道", minimum_rows=9, lines=_lines("街道社区", streets)),
        ),
    )


def _lines(word: str, count: int) -> tuple[Annex2Line, ...]:
    return tuple(
        Annex2Line(
            organization=f"惠城区{word}学雷锋志愿服务第{number}队",
            title="洁净家园清扫行动",
            summary="清扫背街小巷，宣传垃圾分类。" if number % 5 else _LONG_SUMMARY,
            starts_at=_START + timedelta(hours=number),
            ends_at=_START + timedelta(hours=number + 2),
            volunteer_count=8 + number,
        )
        for number in range(1, count + 1)
    )
