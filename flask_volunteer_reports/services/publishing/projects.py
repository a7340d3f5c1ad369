"""Writing projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from ...domain.directory import check_phone
from ...domain.events import ProjectDrafted, ProjectEdited
from ...domain.recurrence import Occasion, shift_days
from ...domain.statuses import ActivityStatus, ProjectStatus
from ...errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from ...models import Activity, Campaign, Organization, Project, ProjectTheme
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork, changes_of, check_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEntry:
    """What is said about a project; ``kind`` and ``themes`` are codes of its campaign."""

    title: str
    kind: str
    themes: tuple[str, ...]
    description: str
    risks: str
    recruiting_needs: str
    contact_name: str
    contact_phone: str
    needs_admission: bool = False
    minimum_age: int | None = None
    """In years, on the day of the activity."""


HIGHEST_MINIMUM_AGE = 99

_TEXTS = ("title", "kind", "description", "risks", "recruiting_needs", "contact_name")


def draft_project(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    campaign_id: UUID,
    entry: ProjectEntry,
    *,
    project_id: UUID,
    now: datetime,
) -> Project:
    """Write a project down for an organization, not yet published.

    Args:
        project_id: Chosen when the form was opened, so that a second click makes no second project.

    Raises:
        NotFound: Organization or campaign is not there or out of reach.
        NotAllowed: *actor* may not write projects for the organization.
        AlreadyDone: The form was sent before.
        InvalidEntry: Kind or themes are not the campaign's; phone or minimum age cannot be.
    """
    with uow.transaction() as session:
        # Locked, so that the second of two clicks finds what the first has saved.
        organization = uow.find(actor, Organization, organization_id, lock=True)
        uow.require(actor, Permission.EDIT_PROJECT, organization)
        campaign = session.get(Campaign, campaign_id)
        if campaign is None:
            raise NotFound("There is no such campaign.")
        project = _new_project(session, actor, project_id, organization, campaign, now)
        _fill(project, entry)
        session.add(project)
        session.flush()
        uow.record(actor, ProjectDrafted(subject_id=project.id, by=actor.id, at=now))
    return project


def edit_project(
    uow: UnitOfWork,
    actor: Actor,
    project_id: UUID,
    version: int,
    entry: ProjectEntry,
    *,
    now: datetime,
) -> Project:
    """Change what is said about a project that has not come to its end.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not edit it.
        Conflict: It is finished or cancelled.
        StaleVersion: Somebody else saved first.
        InvalidEntry: Kind or themes are not the campaign's; phone or minimum age cannot be.
    """
    with uow.transaction():
        project = find_open_project(uow, actor, project_id)
        themes_before = project.theme_codes
        _fill(project, entry)
        changed = changes_of(project)
        if project.theme_codes != themes_before:
            changed = (*changed, "themes")
        check_version(project, version, changed=changed)
        if changed:
            flag_modified(project, "title")  # a change of themes alone is a new version, too
            uow.record(
                actor, ProjectEdited(subject_id=project.id, by=actor.id, at=now, changed=changed)
            )
    return project


def copy_project(
    uow: UnitOfWork,
    actor: Actor,
    project_id: UUID,
    *,
    new_id: UUID,
    first_on: date | None,
    now: datetime,
) -> Project:
    """Write a new draft with the text of a project, and its activities moved to new days.

    Args:
        first_on: Local day on which the first activity of the copy takes place; None copies no
            activities.

    Raises:
        NotFound: The project is not there or out of reach.
        NotAllowed: *actor* may not write projects for the organization.
        AlreadyDone: The form was sent before.
        InvalidEntry: An activity of the copy would lie outside the campaign.
    """
    with uow.transaction() as session:
        original = uow.find(actor, Project, project_id, lock=True)
        uow.require(actor, Permission.EDIT_PROJECT, original)
        copy = _new_project(session, actor, new_id, original.organization, original.campaign, now)
        for column in (*_TEXTS, "contact_phone", "needs_admission", "minimum_age"):
            setattr(copy, column, getattr(original, column))
        copy.themes = [
            ProjectTheme(code=code, position=n) for n, code in enumerate(original.theme_codes)
        ]
        session.add(copy)
        session.flush()
        if first_on is not None:
            _copy_activities(session, original, copy, first_on)
        uow.record(
            actor,
            ProjectDrafted(subject_id=copy.id, by=actor.id, at=now, copied_from=original.id),
        )
    return copy


def find_open_project(uow: UnitOfWork, actor: Actor, project_id: UUID) -> Project:
    """Return a project that *actor* may edit and that has not come to its end, held."""
    project = uow.find(actor, Project, project_id, lock=True)
    uow.require(actor, Permission.EDIT_PROJECT, project)
    if project.status in (ProjectStatus.FINISHED, ProjectStatus.CANCELLED):
        raise Conflict(
            "The project is “%(status)s” and can no longer be changed. Copy it to begin a new one.",
            status=project.status,
        )
    return project


def check_in_being(organization: Organization, campaign: Campaign, now: datetime) -> None:
    """Raise Conflict when the organization has been dissolved by the local day of *now*."""
    today = now.astimezone(campaign.rules.week.zone).date()
    if organization.dissolved_on and organization.dissolved_on <= today:
        raise Conflict("The organization has been dissolved; it publishes nothing any more.")


def _new_project(
    session: Session,
    actor: Actor,
    project_id: UUID,
    organization: Organization,
    campaign: Campaign,
    now: datetime,
) -> Project:
    if session.get(Project, project_id) is not None:
        raise AlreadyDone("This project was saved already.")
    check_in_being(organization, campaign, now)
    return Project(
        id=project_id,
        organization_id=organization.id,
        organization=organization,
        campaign_id=campaign.id,
        campaign=campaign,
        status=ProjectStatus.DRAFT,
        created_at=now,
        created_by=actor.id,
    )


def _fill(project: Project, entry: ProjectEntry) -> None:
    rules = project.campaign.rules
    if rules.activity_kind(entry.kind) is None:
        raise InvalidEntry("Choose an activity kind from the list.", field="kind")
    if not all(map(rules.theme, entry.themes)):
        raise InvalidEntry("Choose themes from the list.", field="themes")
    if entry.minimum_age is not None and not 0 < entry.minimum_age <= HIGHEST_MINIMUM_AGE:
        raise InvalidEntry(
            "The minimum age is from 1 to %(most)s years; leave it empty for none.",
            field="minimum_age",
            most=HIGHEST_MINIMUM_AGE,
        )
    for column in (*_TEXTS, "needs_admission", "minimum_age"):
        setattr(project, column, getattr(entry, column))
    project.contact_phone = (
        check_phone(entry.contact_phone, field="contact_phone") if entry.contact_phone else ""
    )
    standing = {theme.code: theme for theme in project.themes}
    for theme in project.themes:
        theme.position = None
    chosen = [theme.code for theme in rules.themes if theme.code in entry.themes]
    for position, code in enumerate(chosen):
        if code in standing:
            standing[code].position = position
        else:
            project.themes.append(ProjectTheme(code=code, position=position))


def _copy_activities(session: Session, original: Project, copy: Project, first_on: date) -> None:
    rules = copy.campaign.rules
    planned = session.scalars(
        select(Activity)
        .where(Activity.project_id == original.id, Activity.status == ActivityStatus.PLANNED)
        .order_by(Activity.starts_at)
    ).all()
    zone = rules.week.zone
    days = timedelta(0)
    for activity in planned:
        if activity is planned[0]:
            days = first_on - activity.starts_at.astimezone(zone).date()
        moved = shift_days(Occasion(activity.starts_at, activity.ends_at), days.days, zone)
        rules.week_of(moved.starts_at, field="first_on")
        session.add(
            Activity(
                project_id=copy.id,
                starts_at=moved.starts_at,
                ends_at=moved.ends_at,
                place=activity.place,
                area_id=activity.area_id,
                capacity=activity.capacity,
            )
        )
