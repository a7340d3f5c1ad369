"""Commissions: an organization asks an office to publish for it (委托代发布)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.directory import AreaLevel
from ...domain.events import CommissionDeclined, CommissionWithdrawn, PublicationCommissioned
from ...domain.statuses import CommissionStatus, ProjectStatus
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Area, Commission, Project
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork


def commission_publication(
    uow: UnitOfWork,
    actor: Actor,
    project_id: UUID,
    office_area_id: UUID,
    note: str,
    *,
    now: datetime,
) -> Commission:
    """Ask the city's or the district's secretariat to publish a draft.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* does not manage the organization.
        AlreadyDone: It has been asked for and not been answered yet.
        Conflict: It is not a draft.
        InvalidEntry: The area is not the organization's city or district.

    Source:
        Notice 2017-98, 4(2).
    """
    with uow.transaction() as session:
        project = uow.find(actor, Project, project_id, lock=True)
        uow.require(actor, Permission.COMMISSION_PUBLICATION, project)
        if project.status is not ProjectStatus.DRAFT:
            raise Conflict("Only a draft can be published on commission.")
        area = session.get(Area, office_area_id)
        seat = project.organization.area.path
        offices = (AreaLevel.CITY, AreaLevel.DISTRICT)
        if area is None or area.level not in offices or not seat.startswith(area.path):
            raise InvalidEntry(
                "Choose the city or the district of the organization.", field="office_area_id"
            )
        waiting = select(Commission.id).where(
            Commission.project_id == project.id, Commission.status == CommissionStatus.OPEN
        )
        if session.scalar(waiting):
            raise AlreadyDone("The office has been asked before and has not answered yet.")
        commission = Commission(
            project_id=project.id,
            office_area_id=area.id,
            note=note,
            requested_at=now,
            requested_by_id=actor.id,
            requested_by=actor.name,
        )
        session.add(commission)
        uow.record(
            actor,
            PublicationCommissioned(
                subject_id=project.id, by=actor.id, at=now, office=area.federation or area.name
            ),
        )
    return commission


def decline_commission(
    uow: UnitOfWork, actor: Actor, commission_id: UUID, reason: str, *, now: datetime
) -> Commission:
    """Answer a commission with no and a reason.

    Raises:
        NotFound: The commission is not there or addressed to another office.
        AlreadyDone: It was answered before.
    """
    with uow.transaction():
        commission = uow.find(actor, Commission, commission_id, lock=True)
        answer(commission, CommissionStatus.DECLINED, actor, now)
        commission.reason = reason
        uow.record(
            actor,
            CommissionDeclined(
                subject_id=commission.project_id, by=actor.id, at=now, reason=reason
            ),
        )
    return commission


def withdraw_commission(
    uow: UnitOfWork, actor: Actor, project_id: UUID, *, now: datetime
) -> Commission:
    """Take a request back that has not been answered.

    Raises:
        NotFound: The project is not there or out of reach, or nothing was asked for it.
        NotAllowed: *actor* does not manage the organization.
    """
    with uow.transaction() as session:
        project = uow.find(actor, Project, project_id, lock=True)
        uow.require(actor, Permission.COMMISSION_PUBLICATION, project)
        commission = open_commission(session, project)
        if commission is None:
            raise NotFound("No request is waiting for an answer.")
        answer(commission, CommissionStatus.WITHDRAWN, actor, now)
        uow.record(actor, CommissionWithdrawn(subject_id=project.id, by=actor.id, at=now))
    return commission


def open_commission(session: Session, project: Project) -> Commission | None:
    """Return the request that waits for an answer, held until the transaction ends."""
    return session.scalars(
        select(Commission)
        .where(Commission.project_id == project.id, Commission.status == CommissionStatus.OPEN)
        .with_for_update(of=Commission, key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def answer(commission: Commission, status: CommissionStatus, actor: Actor, now: datetime) -> None:
    """Give a request its one answer.

    Raises:
        AlreadyDone: It has one.
    """
    if commission.status is not CommissionStatus.OPEN:
        raise AlreadyDone("This request was answered before.")
    commission.status = status
    commission.answered_at = now
    commission.answered_by = actor.name
