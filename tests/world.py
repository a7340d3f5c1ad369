"""A small city for tests: a few areas, a few organizations, one person for every role."""

from __future__ import annotations

import dataclasses
import functools
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from PIL import Image
from sqlalchemy import select, update

from flask_volunteer_reports.domain.directory import Affiliation, OrganizationKind, Role
from flask_volunteer_reports.domain.ledger import RecordSource
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.domain.reporting import ReportContent
from flask_volunteer_reports.models import (
    Activity,
    ActivityReport,
    Area,
    Campaign,
    Organization,
    Project,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor, Storage
from flask_volunteer_reports.services import directory, publishing, recording, reporting
from flask_volunteer_reports.services.reporting.edit import content_of
from flask_volunteer_reports.services.unit_of_work import UnitOfWork

ZONE = ZoneInfo("Asia/Shanghai")
CAMPAIGN_FILE = Path(__file__).parent / "campaign.toml"

OPERATOR = Actor("operator", "operator", is_operator=True)
SECRETARIAT = Actor("sec", "Sun of the secretariat")
OFFICE_EAST = Actor("east", "Eve of the East office")
OFFICE_WEST = Actor("west", "Wei of the West office")
MANAGER = Actor("mia", "Mia of the library")
RECORDER = Actor("rui", "Rui of the library")
MANAGER_EAST = Actor("ed", "Ed of the East school")
RECORDER_EAST = Actor("ria", "Ria of the East school")
NOBODY = Actor("nan", "Nan without a role")

CAST = {
    "secretariat": SECRETARIAT,
    "office_east": OFFICE_EAST,
    "office_west": OFFICE_WEST,
    "manager": MANAGER,
    "recorder": RECORDER,
    "manager_east": MANAGER_EAST,
    "recorder_east": RECORDER_EAST,
    "nobody": NOBODY,
}

FIRST_DAY = date(2017, 6, 1)


def local(text: str) -> datetime:
    """Read a local time such as ``2017-07-05 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


NOON = local("2017-07-06 12:00")
"""A Thursday of week 2017-W27; most tests happen now."""


@functools.cache
def jpeg(width: int = 800, height: int = 600, colour: str = "#88aacc", mark: int = 0) -> bytes:
    """Draw a small JPEG; another mark makes another file."""
    image = Image.new("RGB", (width, height), colour)
    for bit in range(16):
        if mark >> bit & 1:
            image.paste((20, 40, 60), (bit * 40, 0, bit * 40 + 32, 32))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


@dataclass(slots=True)
class World:
    """Builds things through the use cases, with as little said as possible."""

    uow: UnitOfWork
    storage: Storage
    ids: dict[str, UUID] = field(default_factory=dict)

    def organization(self, code: str) -> Organization:
        """The organization with that code."""
        return self.uow.session.scalars(select(Organization).where(Organization.code == code)).one()

    def area(self, code: str) -> Area:
        """The area with that code."""
        return self.uow.session.scalars(select(Area).where(Area.code == code)).one()

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.uow.session.scalars(select(Campaign)).one()

    def draft(
        self,
        code: str = "library",
        *,
        actor: Actor = MANAGER,
        now: datetime = NOON,
        **entry: object,
    ) -> Project:
        """A draft with everything that publication needs but activities."""
        values: dict[str, object] = {
            "title": "Reading for everyone",
            "kind": "cultural_venue",
            "themes": ("culture",),
            "description": "Help readers find their books.",
            "risks": "None known.",
            "recruiting_needs": "",
            "contact_name": "Ms Li",
            "contact_phone": "13800000001",
        }
        return publishing.draft_project(
            self.uow,
            actor,
            self.organization(code).id,
            self.campaign.id,
            publishing.ProjectEntry(**{**values, **entry}),  # type: ignore[arg-type]
            project_id=uuid4(),
            now=now,
        )

    def activity(
        self,
        project: Project,
        starts: str = "2017-07-07 09:00",
        ends: str = "2017-07-07 11:00",
        *,
        actor: Actor = MANAGER,
        place: str = "City library",
        capacity: int | None = None,
        now: datetime = NOON,
    ) -> Activity:
        """One occasion of a project."""
        [activity] = publishing.add_activities(
            self.uow,
            actor,
            project.id,
            publishing.ActivityEntry(
                starts_at=local(starts),
                ends_at=local(ends),
                place=place,
                area_id=self.area("city").id,
                capacity=capacity,
            ),
            activity_id=uuid4(),
            now=now,
        )
        return activity

    def published(
        self,
        code: str = "library",
        starts: str = "2017-07-07 09:00",
        ends: str = "2017-07-07 11:00",
        *,
        actor: Actor = MANAGER,
        now: datetime = NOON,
        **entry: object,
    ) -> Activity:
        """An occasion of a published project."""
        project = self.draft(code, actor=actor, now=now, **entry)
        activity = self.activity(project, starts, ends, actor=actor, now=now)
        publishing.publish_project(self.uow, actor, project.id, project.version, now=now)
        return activity

    def listed(self, *rows: tuple[str, int]) -> list[ListedVolunteer]:
        """Rows of a name list: names and minutes."""
        return [ListedVolunteer(n, name, "", minutes) for n, (name, minutes) in enumerate(rows, 1)]

    def recorded(
        self, activity: Activity, *rows: tuple[str, int], actor: Actor = MANAGER, now: datetime
    ) -> None:
        """Hours entered by a recorder and confirmed by *actor*."""
        recorder = RECORDER_EAST if actor == MANAGER_EAST else RECORDER
        recording.save_name_list(
            self.uow,
            recorder,
            activity.id,
            activity.list_version,
            self.listed(*rows),
            RecordSource.MANUAL,
            now=now,
        )
        recording.confirm_name_list(self.uow, actor, activity.id, activity.list_version, now=now)

    def known_as(self, volunteer: Volunteer, person: Actor) -> Volunteer:
        """A volunteer who is known to be one of the host's people."""
        session = self.uow.session
        session.execute(
            update(Volunteer).where(Volunteer.id == volunteer.id).values(person_id=person.id)
        )
        session.commit()
        return volunteer

    def report(
        self,
        code: str = "library",
        *,
        activity: Activity | None = None,
        actor: Actor = MANAGER,
        now: datetime = NOON,
        photos: int = 2,
        **content: object,
    ) -> ActivityReport:
        """A complete draft of a report."""
        report = reporting.start_report(
            self.uow,
            actor,
            self.organization(code).id,
            report_id=uuid4(),
            activity_id=activity.id if activity else None,
            campaign_id=self.campaign.id,
            now=now,
        )
        values: dict[str, object] = {
            "title": "Reading morning",
            "starts_at": local("2017-07-05 09:00"),
            "ends_at": local("2017-07-05 11:00"),
            "place": "City library",
            "volunteer_count": 12,
            "summary": "Volunteers helped readers.",
        }
        if activity:
            values |= {"starts_at": activity.starts_at, "ends_at": activity.ends_at}
        reporting.edit_report(
            self.uow,
            actor,
            report.id,
            report.version,
            ReportContent(**{**values, **content}),  # type: ignore[arg-type]
            now=now,
        )
        for slot in range(1, photos + 1):
            reporting.add_photo(
                self.uow,
                actor,
                self.storage,
                report.id,
                slot,
                jpeg(mark=slot),
                replaces=None,
                now=now,
            )
        return report

    def submitted(self, *args: object, **kwargs: object) -> ActivityReport:
        """A report that is with its office."""
        report = self.report(*args, **kwargs)  # type: ignore[arg-type]
        actor = kwargs.get("actor", MANAGER)
        now = kwargs.get("now", NOON)
        reporting.submit_report(self.uow, actor, report.id, report.version, now=now)  # type: ignore[arg-type]
        return report

    def accepted(
        self, *args: object, reviewer: Actor = SECRETARIAT, **kwargs: object
    ) -> ActivityReport:
        """A report that was accepted."""
        report = self.submitted(*args, **kwargs)
        now = kwargs.get("now", NOON)
        reporting.accept_report(self.uow, reviewer, report.id, report.version, now=now)  # type: ignore[arg-type]
        return report

    def returned(
        self, *args: object, reviewer: Actor = SECRETARIAT, **kwargs: object
    ) -> ActivityReport:
        """A report about which its office asked back."""
        report = self.submitted(*args, **kwargs)
        now = kwargs.get("now", NOON)
        reporting.return_report(
            self.uow,
            reviewer,
            report.id,
            report.version,
            reason="Say more",
            now=now,  # type: ignore[arg-type]
        )
        return report

    def edited(
        self, report: ActivityReport, *, actor: Actor = MANAGER, now: datetime = NOON, **change: Any
    ) -> ActivityReport:
        """A report some of whose text was changed."""
        content = dataclasses.replace(content_of(report), **change)
        return reporting.edit_report(self.uow, actor, report.id, report.version, content, now=now)


def build(uow: UnitOfWork, storage: Storage, *, now: datetime) -> World:
    """Found the city: two districts, five organizations, a person for every role, a campaign."""
    world = World(uow, storage)
    add = functools.partial(_add_area, uow, now)
    city = add("city", None, "City", "City federation")
    east = add("east", city, "East district", "East federation")
    west = add("west", city, "West district", "West federation")
    street = add("street", east, "Harbour street", "")
    add("quay", street, "Quay community", "")
    for code, affiliation, kind, area in (
        ("library", Affiliation.MUNICIPAL, OrganizationKind.CULTURAL_VENUE, city),
        ("clinic", Affiliation.STATIONED, OrganizationKind.UNIT_TEAM, city),
        ("school", Affiliation.DISTRICT, OrganizationKind.UNIT_TEAM, east),
        ("quay-team", Affiliation.SUBDISTRICT, OrganizationKind.COMMUNITY, street),
        ("hikers", Affiliation.SOCIAL, OrganizationKind.SOCIAL, west),
    ):
        directory.register_organization(
            uow,
            OPERATOR,
            directory.OrganizationEntry(
                code=code,
                name=f"Volunteers of the {code}",
                affiliation=affiliation,
                kind=kind,
                specialty=None,
                area_id=area.id,
                registered_on=date(2012, 3, 5),
                supervising_unit="Bureau of culture",
                leader_name=f"Leader of the {code}",
                leader_mobile="13800000000",
            ),
            now=now,
        )
    _grant(uow, SECRETARIAT, Role.CITY_SECRETARIAT, city, now)
    _grant(uow, OFFICE_EAST, Role.DISTRICT_OFFICE, east, now)
    _grant(uow, OFFICE_WEST, Role.DISTRICT_OFFICE, west, now)
    _grant(uow, MANAGER, Role.ORGANIZATION_MANAGER, world.organization("library"), now)
    _grant(uow, RECORDER, Role.ORGANIZATION_RECORDER, world.organization("library"), now)
    _grant(uow, MANAGER_EAST, Role.ORGANIZATION_MANAGER, world.organization("school"), now)
    _grant(uow, RECORDER_EAST, Role.ORGANIZATION_RECORDER, world.organization("school"), now)
    publishing.load_campaign(uow, OPERATOR, CAMPAIGN_FILE.read_text("utf-8"), now=now)
    return world


def _add_area(
    uow: UnitOfWork, now: datetime, code: str, parent: Area | None, name: str, federation: str
) -> Area:
    return directory.add_area(
        uow,
        OPERATOR,
        code,
        parent.id if parent else None,
        directory.AreaEntry(name=name, federation=federation),
        now=now,
    )


def _grant(
    uow: UnitOfWork, person: Actor, role: Role, subject: Area | Organization, now: datetime
) -> None:
    directory.grant_role(uow, OPERATOR, person, role, subject, from_on=FIRST_DAY, now=now)


@dataclass(slots=True)
class Clock:
    """A clock that tests set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """Tell the time, and let a little of it pass, so that nothing happens at once."""
        self.now += timedelta(microseconds=1)
        return self.now


Later = Callable[[str], datetime]
