"""What tests of use cases share: what they look at, and what they say to a project."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import select

from flask_volunteer_reports.domain.events import AreaEdited, Event
from flask_volunteer_reports.models import Area, AuditEntry, Base, Job
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.publishing import ActivityEntry, ProjectEntry
from flask_volunteer_reports.services.unit_of_work import UnitOfWork
from flask_volunteer_reports.state import State
from tests.world import NOON, World, local

_B = TypeVar("_B", bound=Base)

COLLEAGUE = Actor("max", "Max of the library")
SECOND_REVIEWER = Actor("sam", "Sam of the secretariat")

PROJECT = ProjectEntry(
    title="Reading for everyone",
    kind="cultural_venue",
    themes=("community", "culture"),
    description="Help readers find their books.",
    risks="None known.",
    recruiting_needs="Patience.",
    contact_name="Ms Li",
    contact_phone="13800000001",
)


def occasion_entry(
    world: World,
    starts: str = "2017-07-07 09:00",
    ends: str = "2017-07-07 11:00",
    *,
    place: str = "City library",
    area: str = "city",
    capacity: int | None = None,
) -> ActivityEntry:
    """What is said about one occasion, in local times."""
    return ActivityEntry(
        starts_at=local(starts),
        ends_at=local(ends),
        place=place,
        area_id=world.area(area).id,
        capacity=capacity,
    )


def everything(state: State) -> dict[str, list[str]]:
    """All rows of all our tables, as another connection sees them."""
    with state.engine.connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def rows(uow: UnitOfWork, entity: type[_B], **values: object) -> list[_B]:
    """The rows with these values, fresh from the database."""
    found = select(entity).filter_by(**values).execution_options(populate_existing=True)
    return list(uow.session.scalars(found))


def as_said(event: Event) -> tuple[object, ...]:
    """An event as the audit log must hold it."""
    fields = {
        field.name: getattr(event, field.name)
        for field in dataclasses.fields(event)
        if field.name not in ("subject_id", "by", "at")
    }
    details = json.loads(json.dumps(fields, default=str))
    return (type(event).__name__, event.subject, event.subject_id, event.by, event.at, details)


def as_written(entry: AuditEntry) -> tuple[object, ...]:
    """The same of an entry of the audit log."""
    return (entry.event, entry.subject, entry.subject_id, entry.actor_id, entry.at, entry.details)


def outcomes(results: list[Any]) -> list[str]:
    """Name what each of several people got: ``done``, or the class of the error; sorted."""
    return sorted(
        type(result).__name__ if isinstance(result, Exception) else "done" for result in results
    )


def later(moment: datetime = NOON, **delta: float) -> datetime:
    """A later moment; a minute later unless told."""
    return moment + timedelta(**(delta or {"minutes": 1}))


def area_edited(area: Area, *changed: str) -> AreaEdited:
    """Some event about an area."""
    return AreaEdited(subject_id=area.id, by="operator", at=NOON, changed=changed or ("name",))


def a_job(area: Area) -> Job:
    """Some job that waits."""
    return Job(
        id=uuid4(),
        kind="test",
        key="key",
        arguments={},
        area_id=area.id,
        created_at=NOON,
        created_by_id="operator",
        created_by="operator",
    )
