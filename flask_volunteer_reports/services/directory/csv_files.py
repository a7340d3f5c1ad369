"""Loading the directory from CSV files, as offices keep it in spreadsheets.

A file is loaded whole or not at all. The first row names the columns, in English or Chinese; rows
whose code is known change what is known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.directory import Affiliation, OrganizationKind, Specialty
from ...domain.name_list import row_place
from ...domain.text import clean_text
from ...errors import InvalidEntries, InvalidEntry, Problem, VolunteerReportsError
from ...models import Area, Organization
from ...ports import Actor
from ..unit_of_work import UnitOfWork
from .areas import AreaEntry, add_area, edit_area
from .organizations import OrganizationEntry, edit_organization, register_organization

_E = TypeVar("_E", bound=StrEnum)

_AREA_COLUMNS = {
    "code": "编码",
    "name": "名称",
    "parent": "上级编码",
    "civility_office": "文明办",
    "federation": "志愿服务联合会",
}
_ORGANIZATION_COLUMNS = {
    "code": "编码",
    "name": "志愿服务组织名称",
    "affiliation": "隶属",
    "kind": "类型",
    "specialty": "专业",
    "area": "区域编码",
    "registered_on": "注册成立时间",
    "supervising_unit": "主管单位",
    "leader_name": "负责人姓名",
    "leader_mobile": "负责人手机号码",
}
# As offices write it, and as our own pages name it.
_CHINESE: Mapping[str, StrEnum] = {
    "市直": Affiliation.MUNICIPAL,
    "市直单位": Affiliation.MUNICIPAL,
    "区直": Affiliation.DISTRICT,
    "区直单位": Affiliation.DISTRICT,
    "驻惠": Affiliation.STATIONED,
    "驻惠单位": Affiliation.STATIONED,
    "街道": Affiliation.SUBDISTRICT,
    "街道（镇）所属": Affiliation.SUBDISTRICT,
    "社会": Affiliation.SOCIAL,
    "社会志愿服务组织": Affiliation.SOCIAL,
    "单位服务队": OrganizationKind.UNIT_TEAM,
    "窗口单位": OrganizationKind.WINDOW_UNIT,
    "公共文化设施": OrganizationKind.CULTURAL_VENUE,
    "专业服务队": OrganizationKind.PROFESSIONAL_TEAM,
    "社区": OrganizationKind.COMMUNITY,
    "社区服务队": OrganizationKind.COMMUNITY,
    "社区党支部": OrganizationKind.PARTY_BRANCH,
    "社会组织": OrganizationKind.SOCIAL,
    "文化": Specialty.CULTURE,
    "医疗卫生": Specialty.MEDICAL,
    "法律": Specialty.LEGAL,
    "环保": Specialty.ENVIRONMENT,
    "消防": Specialty.FIRE,
    "其他": Specialty.OTHER,
    "其他专业": Specialty.OTHER,
}


@dataclass(slots=True)
class Counts:
    """What a file did."""

    added: int = 0
    changed: int = 0
    same: int = 0


def load_areas(uow: UnitOfWork, actor: Actor, content: bytes, *, now: datetime) -> Counts:
    """Load areas; a parent stands above the areas that lie in it. Empty parents are cities.

    Raises:
        InvalidEntries: Rows that cannot be, each named; nothing was loaded.
    """
    counts = Counts()

    def load(row: Mapping[str, str]) -> None:
        known = _area(uow.session, row["code"])
        entry = AreaEntry(
            name=row["name"],
            civility_office=_kept(row, known, "civility_office"),
            federation=_kept(row, known, "federation"),
        )
        if known is None:
            parent = _area(uow.session, row["parent"])
            if row["parent"] and parent is None:
                raise InvalidEntry("No area above has the code %(code)s.", code=row["parent"])
            add_area(uow, actor, row["code"], parent.id if parent else None, entry, now=now)
            counts.added += 1
        else:
            version = known.version
            edit_area(uow, actor, known.id, version, entry, now=now)
            _count_change(uow.session, counts, known, version)

    _load(uow, _rows(content, _AREA_COLUMNS, ("code", "name", "parent")), load)
    return counts


def load_organizations(uow: UnitOfWork, actor: Actor, content: bytes, *, now: datetime) -> Counts:
    """Load organizations.

    Raises:
        InvalidEntries: Rows that cannot be, each named; nothing was loaded.
    """
    counts = Counts()

    def load(row: Mapping[str, str]) -> None:
        area = _area(uow.session, row["area"])
        if area is None:
            raise InvalidEntry(
                "The directory has no area with the code %(code)s.", code=row["area"]
            )
        known = uow.session.scalars(
            select(Organization).where(Organization.code == row["code"])
        ).first()
        entry = OrganizationEntry(
            code=row["code"],
            name=row["name"],
            affiliation=_member(row["affiliation"], Affiliation),
            kind=_member(row["kind"], OrganizationKind),
            specialty=_specialty(row, known),
            area_id=area.id,
            registered_on=_registered_on(row, known),
            supervising_unit=_kept(row, known, "supervising_unit"),
            leader_name=_kept(row, known, "leader_name"),
            leader_mobile=_kept(row, known, "leader_mobile"),
            dissolved_on=known.dissolved_on if known else None,
        )
        if known is None:
            register_organization(uow, actor, entry, now=now)
            counts.added += 1
        else:
            version = known.version
            edit_organization(uow, actor, known.id, version, entry, now=now)
            _count_change(uow.session, counts, known, version)

    _load(
        uow,
        _rows(content, _ORGANIZATION_COLUMNS, ("code", "name", "affiliation", "kind", "area")),
        load,
    )
    return counts


def _load(
    uow: UnitOfWork,
    rows: list[tuple[int, Mapping[str, str]]],
    load: Callable[[Mapping[str, str]], None],
) -> None:
    problems = []
    with uow.transaction():
        for number, typed in rows:
            try:
                row = {name: clean_text(text, single_line=True) for name, text in typed.items()}
                if not row["name"]:
                    raise InvalidEntry("The column with the name is empty.")
                load(row)
            except VolunteerReportsError as error:
                problems.append(Problem(row_place(number), error.message))
        if problems:
            raise InvalidEntries(
                "%(count)s rows of the file are wrong. Nothing was loaded.",
                problems,
                count=len(problems),
            )


def _kept(row: Mapping[str, str], known: Area | Organization | None, column: str) -> str:
    """Return what the row says, or what is known where the file has no such column."""
    said = row.get(column)
    return said if said is not None else getattr(known, column, "")


def _specialty(row: Mapping[str, str], known: Organization | None) -> Specialty | None:
    if "specialty" not in row:
        return known.specialty if known else None
    return _member(row["specialty"], Specialty) if row["specialty"] else None


def _registered_on(row: Mapping[str, str], known: Organization | None) -> date | None:
    if "registered_on" not in row:
        return known.registered_on if known else None
    return _day(row["registered_on"])


def _rows(
    content: bytes, columns: Mapping[str, str], needed: Collection[str]
) -> list[tuple[int, Mapping[str, str]]]:
    """Cut a file into rows; UTF-8, or GB 18030 as a Chinese Excel writes it.

    Raises:
        InvalidEntry: It is no CSV file, or one of the *needed* columns is missing.
    """
    try:
        return _cut(content, columns, needed)
    except csv.Error as error:
        raise InvalidEntry(
            "This is not a CSV file (%(error)s). Save the table as CSV.", error=str(error)
        ) from error


def _cut(
    content: bytes, columns: Mapping[str, str], needed: Collection[str]
) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=None), strict=True)
    headings = [(heading or "").strip() for heading in reader.fieldnames or ()]
    reader.fieldnames = [
        next((name for name, chinese in columns.items() if heading in (name, chinese)), heading)
        for heading in headings
    ]
    missing = [name for name in needed if name not in reader.fieldnames]
    if missing:
        raise InvalidEntry(
            "The first row must name the columns: %(columns)s.",
            columns=", ".join(f"{name}/{chinese}" for name, chinese in columns.items()),
        )
    return [
        (number, {name: row[name] or "" for name in columns if name in row})
        for number, row in enumerate(reader, start=2)
        if any(row.values())
    ]


def _area(session: Session, code: str) -> Area | None:
    return session.scalars(select(Area).where(Area.code == code)).first() if code else None


def _member(text: str, enum: type[_E]) -> _E:
    found = _CHINESE.get(text)
    if isinstance(found, enum):
        return found
    if text in [*enum]:
        return enum(text)
    raise InvalidEntry(
        "“%(value)s” is not known. Write one of: %(allowed)s.",
        value=text,
        allowed=", ".join([*enum]),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    plain = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
    try:
        year, month, day = map(int, plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise InvalidEntry("“%(value)s” is not a day such as 2012-03-05.", value=text) from error


def _count_change(session: Session, counts: Counts, row: Area | Organization, version: int) -> None:
    session.flush()
    if row.version == version:
        counts.same += 1
    else:
        counts.changed += 1
