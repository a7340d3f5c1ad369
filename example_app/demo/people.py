"""Invented people: the few who can sign in, and names for everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from flask_volunteer_reports import Actor

from ..database import db
from ..people import User


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who can sign in; without a description not from the sign-in page."""

    username: str
    display_name: str
    description: str = ""


PARTS = (
    Part(
        "secretariat",
        "何静文",
        "市志愿服务联合会秘书处：审核市直和驻惠单位的情况表，汇总全市每周材料",
    ),
    Part("huicheng", "邓志强", "惠城区志愿服务联合会：审核本区组织的情况表，报送附件2"),
    Part(
        "manager",
        "林喆",
        "市直单位管理员（惠州市图书馆志愿服务队）：发布项目、确认时长、填报情况表",
    ),
    Part(
        "huicheng_manager",
        "江映雪",
        "区直单位管理员（惠城区文化馆志愿服务队）：发布项目、确认时长、填报情况表，报送惠城区",
    ),
    Part("recorder", "梁小雨", "记录员（惠州市图书馆志愿服务队）：录入活动名单和时长"),
    Part(
        "volunteer",
        "许嘉怡",
        "志愿者（惠州市图书馆志愿服务队）：报名、签到、看自己的时长、提出异议、开具证明",
    ),
    Part("newcomer", "方晓晴", "新志愿者：已由图书馆登记，还没有认领，也可以自己登记"),
    Part("visitor", "周子墨", "普通访客：没有任何角色，只能浏览公开的项目"),
    Part("huiyang", "苏柏年"),
    Part("boluo", "黎春晓"),
    Part("huidong", "翁海平"),
    Part("longmen", "廖青山"),
    Part("dayawan", "叶知秋"),
    Part("zhongkai", "马思远"),
)

OFFICES = {
    "441302": "huicheng",
    "441303": "huiyang",
    "441322": "boluo",
    "441323": "huidong",
    "441324": "longmen",
    "441371": "dayawan",
    "441372": "zhongkai",
}
"""Which of them is the office of which district."""

MANAGERS = {"441300-01": "manager", "441302-01": "huicheng_manager"}
RECORDERS = {"441300-01": "recorder"}
"""Organizations that one of them acts for; the others' people exist as role grants only."""

MEMBERS = {"441300-01": ("volunteer", "newcomer")}
"""Who of them stands among the volunteers of an organization."""

WITH_TELEPHONES = {"441300-01": 6, "441302-01": 4}
"""How many volunteers of an organization use the site themselves; the newcomer does not yet."""

_SURNAMES = (
    "陈李黄张梁林刘吴罗杨朱钟叶邓曾何谢曹温古廖邱戴冯卢范江徐"
    "彭苏周蔡许沈魏韩唐方石余潘董袁蒋程傅严白龚侯薛雷贺段孟秦尹"
)
_FIRST = "晓文志建国美丽雅思子婉嘉俊伟海永春秋冬梦雨欣佳诗一可心安若清明宇浩天立成德家世景承"
_SECOND = "琳杰娟华强敏婷芳豪鹏燕玲霞辉宁萍怡涛峰媛莹慧凯兰勇军平英瑶彤昊轩哲珊喆珺堃淼骞瑾"


def enter_people() -> dict[str, Actor]:
    """Enter those who can sign in among the site's own people; return them by username."""
    users = [
        User(username=part.username, display_name=part.display_name, description=part.description)
        for part in PARTS
    ]
    db.session.add_all(users)
    db.session.commit()
    return {user.username: Actor(str(user.id), user.display_name) for user in users}


def volunteer_names(rng: Random, count: int) -> list[str]:
    """Invent names of volunteers, each once; the last one has a middle dot."""
    names: dict[str, None] = {}
    while len(names) < count - 1:
        given = rng.choice(_FIRST) + (rng.choice(_SECOND) if rng.random() < 0.85 else "")
        names[rng.choice(_SURNAMES) + given] = None
    return [*names, rng.choice(["古丽娜·买买提", "阿依努尔·艾山", "卓玛·央金", "巴图·苏和"])]
