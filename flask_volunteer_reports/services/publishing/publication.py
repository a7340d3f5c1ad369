"""Publishing, and the ends that a project can come to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from ...domain.events import (
    ProjectCancelled,
    ProjectFinished,
    ProjectPublished,
    ProjectWithdrawn,
)
from ...domain.statuses import (
    PROJECT_STEPS,
    ActivityStatus,
    CommissionStatus,
    ProjectStatus,
    advance,
)
from ...errors import Conflict, InvalidEntries, Message, Problem
from ...models import (
    Activity,
    ActivityReport,
    Area,
    NameListEntry,
    Project,
    PublicationBasis,
    ServiceRecord,
)
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, check_version
from .commissions import answer, open_commission
from .projects import check_in_being

FIELDS = {
    "themes": Message("Themes"),
    "description": Message("What volunteers will do"),
    "risks": Message("Risks"),
    "contact_name": Message("Contact person"),
    "contact_phone": Message("Contact phone"),
    "activities": Message("Activities"),
}
"""How the parts of a project are called where one is missing."""


def publish_project(
    uow: UnitOfWork, actor: Actor, project_id: UUID, version: int, *, now: datetime
) -> Project:
    """Publish a project of one's own organization.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* does not manage the organization.
        AlreadyDone: It is published.
        Conflict: It has come to its end, or the organization was dissolved.
        StaleVersion: Somebody else saved first.
        InvalidEntries: Something that the public must know is missing.

    Source:
        Notice 2017-98, 4(2).
    """
    with uow.transaction() as session:
        project = uow.find(actor, Project, project_id, lock=True)
        uow.require(actor, Permission.PUBLISH_PROJECT, project)
        _publish(session, actor, project, version, PublicationBasis.OWN, now)
        if commission := open_commission(session, project):
            answer(commission, CommissionStatus.WITHDRAWN, actor, now)
        uow.record(
            actor,
            ProjectPublished(
                subject_id=project.id, by=actor.id, at=now, basis=PublicationBasis.OWN
            ),
        )
    return project


def publish_on_behalf(
    uow: UnitOfWork,
    actor: Actor,
    project_id: UUID,
    version: int,
    *,
    requested_by: str,
    now: datetime,
) -> Project:
    """Publish a project for its organization (代发布).

    With an open commission it is published on that. Without one, *requested_by* names who of the
    organization asked by word of mouth; empty means at the office's own initiative.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* is no office of the organization.
        AlreadyDone: It is published.
        Conflict: It has come to its end, or the organization was dissolved.
        StaleVersion: Somebody else saved first.
        InvalidEntries: Something that the public must know is missing.

    Source:
        Notice 2017-98, 4(2).
    """
    with uow.transaction() as session:
        project = uow.find(actor, Project, project_id, lock=True)
        uow.require(actor, Permission.PUBLISH_ON_BEHALF, project)
        commission = open_commission(session, project)
        if commission:
            requested_by = commission.requested_by
            answer(commission, CommissionStatus.FULFILLED, actor, now)
        basis = PublicationBasis.COMMISSION if requested_by else PublicationBasis.INITIATIVE
        _publish(session, actor, project, version, basis, now)
        project.published_by_office = office_name(uow, actor, project)
        project.requested_by = requested_by or None
        uow.record(
            actor,
            ProjectPublished(
                subject_id=project.id,
                by=actor.id,
                at=now,
                basis=basis,
                on_behalf_of=project.organization.name,
                requested_by=project.requested_by,
            ),
        )
    return project


def withdraw_project(
    uow: UnitOfWork, actor: Actor, project_id: UUID, version: int, *, now: datetime
) -> Project:
    """Make a draft again of a published project that nobody relies on yet.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        AlreadyDone: It is a draft.
        Conflict: Somebody signed up, hours were entered or a report begun: it is cancelled instead.
        StaleVersion: Somebody else saved first.
    """
    with uow.transaction() as session:
        project = _find_editable(uow, actor, project_id)
        _advance(project, version, ProjectStatus.DRAFT)
        if _is_relied_on(session, project):
            raise Conflict(
                "Volunteers have signed up or records exist, so the project cannot be withdrawn. "
                "Cancel it with a reason instead."
            )
        project.published_at = project.published_by_id = project.published_by = None
        project.publication_basis = project.published_by_office = project.requested_by = None
        for activity in _activities(session, project):
            activity.published_at = None
        uow.record(actor, ProjectWithdrawn(subject_id=project.id, by=actor.id, at=now))
    return project


def finish_project(
    uow: UnitOfWork, actor: Actor, project_id: UUID, version: int, *, now: datetime
) -> Project:
    """Close a project whose activities are all over.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        AlreadyDone: It is finished.
        Conflict: It is not published, or an activity is still to come.
        StaleVersion: Somebody else saved first.
    """
    with uow.transaction() as session:
        project = _find_editable(uow, actor, project_id)
        _advance(project, version, ProjectStatus.FINISHED)
        if any(activity.ends_at > now for activity in _activities(session, project)):
            raise Conflict(
                "An activity of this project is still to come. Wait for it, or cancel it first."
            )
        uow.record(actor, ProjectFinished(subject_id=project.id, by=actor.id, at=now))
    return project


def cancel_project(
    uow: UnitOfWork, actor: Actor, project_id: UUID, version: int, *, reason: str, now: datetime
) -> Project:
    """Call a project off, with what of it has not begun yet.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        AlreadyDone: It is cancelled.
        Conflict: It is finished.
        StaleVersion: Somebody else saved first.
    """
    with uow.transaction() as session:
        project = _find_editable(uow, actor, project_id)
        _advance(project, version, ProjectStatus.CANCELLED)
        project.cancelled_reason = reason
        for activity in _activities(session, project):
            if activity.starts_at > now:
                activity.status = ActivityStatus.CANCELLED
                activity.cancelled_reason = reason
        if commission := open_commission(session, project):
            answer(commission, CommissionStatus.WITHDRAWN, actor, now)
        uow.record(
            actor, ProjectCancelled(subject_id=project.id, by=actor.id, at=now, reason=reason)
        )
    return project


def office_name(uow: UnitOfWork, actor: Actor, project: Project) -> str:
    """Name the office for which *actor* acts towards the project's organization."""
    seat = project.organization.area.path
    paths = [g.area_path for g in uow.policy.grants(actor) if g.area_path]
    reaching = sorted((path for path in paths if seat.startswith(path)), key=len)
    if not reaching:
        return actor.name
    area = uow.session.scalars(select(Area).where(Area.path == reaching[-1])).one()
    return area.federation or area.civility_office or area.name


def _find_editable(uow: UnitOfWork, actor: Actor, project_id: UUID) -> Project:
    project = uow.find(actor, Project, project_id, lock=True)
    uow.require(actor, Permission.EDIT_PROJECT, project)
    return project


def _advance(project: Project, version: int, to: ProjectStatus) -> None:
    """Take the step *to*; who clicked twice hears that it is done, not of somebody else."""
    project.status = advance(project.status, to=to, steps=PROJECT_STEPS)
    check_version(project, version)


def _publish(
    session: Session,
    actor: Actor,
    project: Project,
    version: int,
    basis: PublicationBasis,
    now: datetime,
) -> None:
    _advance(project, version, ProjectStatus.PUBLISHED)
    check_in_being(project.organization, project.campaign, now)
    activities = _activities(session, project)
    gaps = _gaps(project, activities)
    if gaps:
        raise InvalidEntries("The project cannot be published yet:", gaps)
    project.published_at = now
    project.published_by_id, project.published_by = actor.id, actor.name
    project.publication_basis = basis
    for activity in activities:
        activity.published_at = now


def _gaps(project: Project, activities: list[Activity]) -> list[Problem]:
    """List what the public must know and the project does not say.

    Source:
        Order 685, art. 12: recruiting states the risks.
    """
    gaps = {
        "themes": not project.theme_codes and Message("Choose at least one theme."),
        "description": not project.description and Message("Describe what volunteers will do."),
        "risks": not project.risks and Message("State the risks, even if it is “none known”."),
        "contact_name": not project.contact_name and Message("Name a contact person."),
        "contact_phone": not project.contact_phone
        and Message("Give the contact person's phone number."),
        "activities": not activities and Message("Add at least one activity with time and place."),
    }
    return [Problem(FIELDS[field], gap, field) for field, gap in gaps.items() if gap]


def _activities(session: Session, project: Project) -> list[Activity]:
    return list(
        session.scalars(
            select(Activity).where(
                Activity.project_id == project.id, Activity.status == ActivityStatus.PLANNED
            )
        )
    )


def _is_relied_on(session: Session, project: Project) -> bool:
    of_project = select(Activity.id).where(Activity.project_id == project.id)
    return bool(
        session.scalar(
            select(
                or_(
                    exists().where(Activity.project_id == project.id, Activity.taken > 0),
                    exists().where(ServiceRecord.activity_id.in_(of_project)),
                    exists().where(NameListEntry.activity_id.in_(of_project)),
                    exists().where(ActivityReport.activity_id.in_(of_project)),
                )
            )
        )
    )
