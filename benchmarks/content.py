"""The facts of the measured papers: invented, of realistic length, the same in every run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from flask_volunteer_reports.rendering.papers import (
    Annex1Sheet,
    Annex2Group,
    Annex2Line,
    Annex2Table,
    Standings,
    WeeklyReport,
)

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY, SUNDAY = date(2017, 7, 3), date(2017, 7, 9)
WARM_UP = 100_000
"""Numbers from here on are used before the measurement only, so that nothing measured is cached."""


def _words(text: str) -> list[str]:
    return text.split("、")


_UNITS = _words(
    "图书馆、博物馆、科技馆、文化馆、环卫局、供电局、税务局、邮政公司、中心血站、"
    "第一人民医院、公安局交警支队、气象局、海关、消防支队、建筑设计院、实验中学、广播电视台、"
    "园林管理局、社会福利院、水务集团"
)
_PLACES = _words(
    "桥东、桥西、江南、江北、龙丰、水口、河南岸、小金口、麦地、下角、南坛、金山湖、菱湖、东湖、演达"
)
_DEEDS = _words(
    "邻里守望慰问独居老人、文明交通劝导、清扫背街小巷、义诊进社区、书香图书整理与导读、"
    "科普知识宣讲、用电安全检查、关爱留守儿童、清理河岸垃圾、无偿献血宣传、文明旅游引导、"
    "消防演练、家电义务维修、法律咨询、文艺演出进社区、垃圾分类入户宣传"
)
_SURNAMES = "陈李张黄林何罗刘梁郑杨吴曾邓朱钟叶廖喆"
_GIVEN = "建华志强丽娟晓燕文博海涛玉珍思远嘉慧俊杰雨桐国栋"
_SENTENCES = (
    "上午九时，志愿者在社区党群服务中心集合，由领队说明分工和安全注意事项后分组出发。",
    "大家两人一组，逐户走访独居和高龄老人，送去大米、食用油和防暑药品，并陪老人聊天。",
    "队员们清理了楼道里堆放的杂物，擦洗了宣传栏，把散落的共享单车摆放整齐。",
    "在主要路口，志愿者手持小旗，提醒行人看信号灯、走斑马线，劝导电动车驾驶人佩戴头盔。",
    "医务志愿者为居民测量血压、血糖，解答慢性病用药问题，共接待一百二十余人次。",
    "活动现场发放创建文明城市宣传手册三百多份，并就垃圾分类的做法作了示范。",
    "孩子们在志愿者的陪伴下完成暑假作业，随后一起做了折纸和小实验，笑声不断。",
    "老党员主动请缨，负责最难清理的排水沟，带动了沿街商户一起打扫门前卫生。",
    "专业人员检查了老旧小区的线路和燃气接口，当场排除隐患九处，其余已登记跟进。",
    "居民们说，志愿者来得勤、做得实，希望这样的活动能够长期坚持下去。",
    "活动结束后，领队清点人数，收集大家的意见，并在平台上登记了每个人的服务时间。",
    "此次活动由单位团支部与社区结对开展，前期在平台上公开招募，报名当天即告满额。",
    "下午的讲座以防溺水和交通安全为主题，结合身边事例，请孩子们上台模拟自救动作。",
    "图书整理组共上架图书一千三百余册，修补破损图书四十六册，并为读者提供导读服务。",
    "志愿者沿江岸步行约三公里，捡拾塑料瓶、烟头等垃圾二十六袋，全部分类后清运。",
    "下一步，服务队将把每周三定为固定服务日，继续为结对社区的困难家庭提供帮助。",
)


def sheets(photos: Sequence[str], count: int, first: int = 0) -> list[Annex1Sheet]:
    """Return so many Annex 1 sheets, each with two photos of its own as far as they go.

    Args:
        photos: Digests of stored photos.
    """
    return [
        sheet(number, (photos[2 * number % len(photos)], photos[(2 * number + 1) % len(photos)]))
        for number in range(first, first + count)
    ]


def sheet(number: int, photos: tuple[str, ...]) -> Annex1Sheet:
    """Return the Annex 1 with that number: a summary of about 300 characters and its photos."""
    chance = Random(f"sheet {number}")
    place, unit = chance.choice(_PLACES), chance.choice(_UNITS)
    starts_at = _start(chance)
    return Annex1Sheet(
        organization_code=f"M{number:05}",
        organization_name=f"惠州市{unit}学雷锋志愿服务第{number + 1}分队",
        registered_on=date(2012, 3, 5) + timedelta(days=number % 1500),
        supervising_unit=f"惠州市{unit}",
        leader_name=chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2)),
        leader_mobile=f"138{number:08}",
        filled_on=date(2017, 7, 10),
        title=f"{place}街道{chance.choice(_DEEDS)}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=chance.randrange(60, 240, 15)),
        place=f"{place}街道{chance.choice(_PLACES)}社区党群服务中心",
        volunteer_count=chance.randrange(6, 80),
        hours_recorded=chance.random() < 0.9,
        project_published=chance.random() < 0.9,
        summary=summary(chance),
        photos=photos,
    )


def summary(chance: Random) -> str:
    """Return about 300 characters."""
    return "".join(chance.sample(_SENTENCES, 8))


def table(rows: int, first: int = 0) -> Annex2Table:
    """Return an Annex 2 with so many rows, half of them in each of its two categories."""
    lines = [_line(number) for number in range(first, first + rows)]
    return Annex2Table(
        area_code="441302",
        area_name="惠城区",
        month=7,
        week_of_month=1,
        first_day=MONDAY,
        last_day=SUNDAY,
        filled_by_unit="惠城区志愿服务联合会",
        print_misprint=False,
        groups=(
            Annex2Group(category="区直单位", minimum_rows=8, lines=tuple(lines[: rows // 2])),
            Annex2Group(category="各街道", minimum_rows=9, lines=tuple(lines[rows // 2 :])),
        ),
    )


def weekly_report(annex1: Sequence[Annex1Sheet]) -> WeeklyReport:
    """Return the city's report of the week around these sheets."""
    nobody = Standings(owing=0, on_time=0, late=(), in_review=(), nil=(), missing=())
    return WeeklyReport(
        campaign_title="学雷锋志愿服务系列活动",
        document_number="惠文明办〔2017〕98号",
        issued_by="惠州市志愿服务联合会秘书处",
        week_key="2017-W27",
        year=2017,
        month=7,
        week_of_month=1,
        first_day=MONDAY,
        last_day=SUNDAY,
        due_at=datetime(2017, 7, 11, 17, 30, tzinfo=ZONE),
        produced_on=date(2017, 7, 12),
        organizations=nobody,
        districts=nobody,
        service_minutes=90 * len(annex1),
        check_in_minutes=60 * len(annex1),
        annex1=tuple(annex1),
        annex2=(),
    )


def _line(number: int) -> Annex2Line:
    chance = Random(f"line {number}")
    starts_at = _start(chance)
    return Annex2Line(
        organization=f"惠城区{chance.choice(_UNITS)}志愿服务队",
        title=f"{chance.choice(_PLACES)}街道{chance.choice(_DEEDS)}",
        summary="".join(chance.sample(_SENTENCES, 2)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=chance.randrange(60, 240, 15)),
        volunteer_count=chance.randrange(6, 80),
    )


def _start(chance: Random) -> datetime:
    midnight = datetime(2017, 7, 3, tzinfo=ZONE)
    return midnight + timedelta(days=chance.randrange(7), minutes=chance.randrange(480, 1080, 30))
