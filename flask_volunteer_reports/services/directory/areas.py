"""Use cases of areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel, check_code
from ...domain.events import AreaAdded, AreaEdited
from ...domain.register import NumberPattern, PaperKind
from ...errors import InvalidEntry, NotAllowed
from ...models import Area
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, changes_of, check_version


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEntry:
    """What is said about an area."""

    name: str
    civility_office: str = ""
    federation: str = ""
    weekly_report_number: str = ""
    """How the office numbers its weekly reports; empty for the usual way."""
    annex1_number: str = ""
    annex2_number: str = ""

    def write_to(self, area: Area) -> None:
        """Write it to the row.

        Raises:
            InvalidEntry: A number cannot be used; says why.
        """
        area.name = self.name
        area.civility_office = self.civility_office
        area.federation = self.federation
        for kind in PaperKind:
            field = f"{kind.value}_number"
            typed: str = getattr(self, field)
            setattr(area, field, _pattern(typed, kind, field) if typed else "")


def add_area(
    uow: UnitOfWork,
    actor: Actor,
    code: str,
    parent_id: UUID | None,
    entry: AreaEntry,
    *,
    now: datetime,
) -> Area:
    """Add an area below another; without a parent it is a city, which only the operator adds.

    Raises:
        NotFound: The parent is not there or out of reach.
        NotAllowed: *actor* may not add areas there.
        InvalidEntry: The code is malformed or taken, nothing can lie below the parent, or a number
            cannot be used.
    """
    with uow.transaction() as session:
        parent = uow.find(actor, Area, parent_id, lock=True) if parent_id else None
        if parent:
            uow.require(actor, Permission.EDIT_AREA, parent)
        elif not actor.is_operator:
            raise NotAllowed(
                "A city is added from the server's terminal only. Tell the people who run the site."
            )
        _refuse_taken_code(session, check_code(code))
        area = Area(
            code=code,
            level=_level_below(parent),
            parent_id=parent_id,
            path=f"{parent.path if parent else ''}{code}/",
        )
        entry.write_to(area)
        session.add(area)
        session.flush()
        uow.record(actor, AreaAdded(subject_id=area.id, by=actor.id, at=now))
    return area


def edit_area(
    uow: UnitOfWork, actor: Actor, area_id: UUID, version: int, entry: AreaEntry, *, now: datetime
) -> Area:
    """Change what is said about an area; its code and place stay.

    Raises:
        NotFound: The area is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        InvalidEntry: A number cannot be used.
        StaleVersion: Somebody else saved first.
    """
    with uow.transaction():
        area = uow.find(actor, Area, area_id)
        uow.require(actor, Permission.EDIT_AREA, area)
        entry.write_to(area)
        changed = changes_of(area)
        check_version(area, version, changed=changed)
        if changed:
            uow.record(actor, AreaEdited(subject_id=area.id, by=actor.id, at=now, changed=changed))
    return area


def _level_below(parent: Area | None) -> AreaLevel:
    levels = list(AreaLevel)
    place = levels.index(parent.level) + 1 if parent else 0
    if place == len(levels):
        raise InvalidEntry("Nothing lies below a community. Choose another area.", field="parent")
    return levels[place]


def _pattern(typed: str, kind: PaperKind, field: str) -> str:
    try:
        return NumberPattern.parse(typed, kind).text
    except InvalidEntry as error:
        raise InvalidEntry(error.message.text, field=field) from error


def _refuse_taken_code(session: Session, code: str) -> None:
    if session.scalar(select(Area.id).where(Area.code == code)):
        raise InvalidEntry("Another area has the code %(code)s.", field="code", code=code)
