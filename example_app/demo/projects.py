"""Projects: drafted, published in this way or that, finished or called off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.models import Project
from flask_volunteer_reports.services import publishing
from flask_volunteer_reports.services.recording import sign_up, sign_up_volunteers

from .city import Community, Team
from .offers import Offer, end_of, offers, stories
from .stage import Stage, at, last_open, next_open


class Publication(StrEnum):
    """How a project comes before the public, or does not."""

    OWN = "own"
    TOO_LATE = "too_late"
    """Only after the activity has begun."""
    ON_COMMISSION = "on_commission"
    AT_THE_OFFICES_INITIATIVE = "at_the_offices_initiative"
    CALLED_OFF = "called_off"
    """Published, and cancelled with a reason."""
    DRAFT = "draft"
    WAITING = "waiting"
    """A draft whose commission nobody has answered."""


TAKING_PLACE = (
    Publication.OWN,
    Publication.TOO_LATE,
    Publication.ON_COMMISSION,
    Publication.AT_THE_OFFICES_INITIATIVE,
)


@dataclass(slots=True, kw_only=True)
class ProjectStory:
    """One project from its draft to its end."""

    stage: Stage
    team: Team
    offer: Offer
    title: str
    place: str
    community: Community
    publication: Publication
    occasions: list[Occasion]
    heads: int
    """How many volunteers come to each occasion."""
    project_id: UUID
    first_activity_id: UUID
    finished: bool = False
    unfinished: bool = False
    """A draft that does not state its risks, and so cannot be published yet."""
    signed_up: int = 0
    """How many the organization signs up."""
    sign_up_themselves: bool = False
    """Those with telephones do."""
    capacity: int | None = None
    needs_admission: bool = False
    known_by: datetime | None = None
    """By then it must be before the public, however far off the activity is."""
    activity_ids: list[UUID] = field(default_factory=list)
    """Known once the project has been drafted."""

    def plan(self) -> None:
        """Plan everything that happens to the project itself."""
        first, rng, plan = self.occasions[0].starts_at, self.stage.rng, self.stage.history.plan
        begun_on = (first - timedelta(days=rng.randint(5, 9))).date()
        drafted_at = at(begun_on, rng.randint(9, 16), rng.randint(0, 59))
        published_at = next_open(drafted_at + timedelta(hours=rng.randint(1, 70)))
        if self.known_by:
            drafted_at = min(drafted_at, last_open(self.known_by - timedelta(days=2)))
            before = last_open(self.known_by - timedelta(hours=12))
            published_at = min(
                published_at, last_open(before - timedelta(minutes=rng.randint(0, 59)))
            )
        plan(drafted_at, self._draft)
        if self.publication in (Publication.ON_COMMISSION, Publication.WAITING):
            plan(next_open(drafted_at + timedelta(minutes=25)), self._commission)
        self._plan_publication(published_at)
        if self.signed_up and self.publication is Publication.OWN:
            plan(published_at + timedelta(hours=6), self._sign_up)
        if self.sign_up_themselves:
            plan(published_at + timedelta(hours=7), self._let_sign_up)
        if self.finished and self.publication in TAKING_PLACE:
            plan(next_open(self.occasions[-1].ends_at + timedelta(days=3)), self._finish)

    def make_it(self, code: str) -> None:
        """Let it be about something else than was drawn."""
        self.offer = next(offer for offer in offers() if offer.code == code)
        self.title = self.offer.titles[0].format(community=self.community.name)
        self.place = self.offer.places[0].format(community=self.community.name)

    def _plan_publication(self, moment: datetime) -> None:
        first, rng, plan = self.occasions[0].starts_at, self.stage.rng, self.stage.history.plan
        match self.publication:
            case Publication.OWN:
                plan(moment, self._publish)
            case Publication.TOO_LATE:
                late = first + timedelta(minutes=rng.randint(20, 1800))
                same_day = last_open(late)
                plan(same_day if same_day > first else next_open(late), self._publish)
            case Publication.ON_COMMISSION | Publication.AT_THE_OFFICES_INITIATIVE:
                plan(moment, self._publish_on_behalf)
            case Publication.CALLED_OFF:
                plan(moment, self._publish)
                plan(last_open(first - timedelta(hours=rng.randint(3, 30))), self._call_off)
            case Publication.DRAFT | Publication.WAITING:
                pass

    def _draft(self, now: datetime) -> None:
        stage, manager, offer = self.stage, self.team.manager, self.offer
        publishing.draft_project(
            stage.uow,
            manager,
            self.team.id,
            stage.campaign_id,
            publishing.ProjectEntry(
                title=self.title,
                kind=stage.rng.choice(offer.activity_kinds),
                themes=offer.themes[: stage.rng.randint(1, len(offer.themes))],
                description=offer.description,
                risks="" if self.unfinished else offer.risks,
                recruiting_needs=offer.needs,
                contact_name=self.team.recorder.name,
                contact_phone=self.team.phone,
                needs_admission=self.needs_admission,
            ),
            project_id=self.project_id,
            now=now,
        )
        activities = publishing.add_activities(
            stage.uow,
            manager,
            self.project_id,
            publishing.ActivityEntry(
                starts_at=self.occasions[0].starts_at,
                ends_at=self.occasions[0].ends_at,
                place=self.place,
                area_id=self.community.id,
                capacity=self.capacity or offer.heads[1] + 10,
            ),
            self._repetition(),
            activity_id=self.first_activity_id,
            now=now,
        )
        stage.uow.session.flush()
        self.activity_ids = [activity.id for activity in activities]

    def _repetition(self) -> publishing.Repetition | None:
        if len(self.occasions) == 1:
            return None
        last = self.occasions[-1].starts_at.date()
        return publishing.Repetition(weekdays=frozenset(), every_weeks=1, until=last)

    def _version(self) -> int:
        return self.stage.uow.session.get_one(Project, self.project_id).version

    def _publish(self, now: datetime) -> None:
        uow, manager = self.stage.uow, self.team.manager
        publishing.publish_project(uow, manager, self.project_id, self._version(), now=now)

    def _commission(self, now: datetime) -> None:
        note = self.stage.rng.choice(stories()["commission_notes"])
        office = self.team.office.area_id
        publishing.commission_publication(
            self.stage.uow, self.team.manager, self.project_id, office, note, now=now
        )

    def _publish_on_behalf(self, now: datetime) -> None:
        publishing.publish_on_behalf(
            self.stage.uow,
            self.team.office.actor,
            self.project_id,
            self._version(),
            requested_by="",
            now=now,
        )

    def _call_off(self, now: datetime) -> None:
        reason = self.stage.rng.choice(stories()["cancel_reasons"])
        publishing.cancel_project(
            self.stage.uow,
            self.team.manager,
            self.project_id,
            self._version(),
            reason=reason,
            now=now,
        )

    def _finish(self, now: datetime) -> None:
        uow, manager = self.stage.uow, self.team.manager
        publishing.finish_project(uow, manager, self.project_id, self._version(), now=now)

    def _sign_up(self, now: datetime) -> None:
        themselves = self.team.with_telephones if self.sign_up_themselves else ()
        known = {person.name for person in themselves}
        others = [name for name in self.team.volunteers if name not in known]
        names = self.stage.rng.sample(others, self.signed_up)
        rows = [ListedVolunteer(n, name, "", 60) for n, name in enumerate(names, start=1)]
        sign_up_volunteers(
            self.stage.uow, self.team.recorder, self.first_activity_id, rows, now=now
        )

    def _let_sign_up(self, now: datetime) -> None:
        """Let everybody with a telephone ask for a place, whoever shows the city last of all."""
        for person in reversed(self.team.with_telephones):
            sign_up(
                self.stage.uow,
                person,
                self.first_activity_id,
                sign_up_id=self.stage.ids.new(),
                now=now,
            )


def invent_project(
    stage: Stage,
    team: Team,
    day: date,
    publication: Publication,
    *,
    weeks: int = 1,
    heads: int | None = None,
) -> ProjectStory:
    """Invent a project of a team whose first activity is on *day*, every week for some weeks."""
    rng = stage.rng
    offer = _choose_offer(team, rng)
    community = rng.choice(team.communities)
    starts_at = _start(offer, day, rng)
    ends_at = end_of(starts_at, offer, rng)
    return ProjectStory(
        stage=stage,
        team=team,
        offer=offer,
        title=rng.choice(offer.titles).format(community=community.name),
        place=rng.choice(offer.places).format(community=community.name),
        community=community,
        publication=publication,
        occasions=[
            Occasion(starts_at + timedelta(weeks=n), ends_at + timedelta(weeks=n))
            for n in range(weeks)
        ],
        heads=heads or rng.randint(*offer.heads),
        project_id=stage.ids.new(),
        first_activity_id=stage.ids.new(),
        finished=rng.random() < 0.33,
        unfinished=publication is Publication.DRAFT and rng.random() < 0.5,
        signed_up=rng.randint(4, 10) if rng.random() < 0.15 else 0,
    )


def _choose_offer(team: Team, rng: Random) -> Offer:
    """Choose what the organization is known for, often; else anything that suits its kind."""
    own = [offer for offer in offers() if team.code in offer.codes]
    if own and rng.random() < 0.6:
        return rng.choice(own)
    suitable = [offer for offer in offers() if offer.suits(team)]
    return rng.choices(suitable, [offer.weight for offer in suitable])[0]


def _start(offer: Offer, day: date, rng: Random) -> datetime:
    if offer.code == "traffic":
        return at(day, *rng.choice([(7, 15), (7, 30), (17, 30)]))
    if offer.code == "stage":
        return at(day, 19, 30)
    return at(day, *rng.choice([(8, 30), (9, 0), (9, 30), (14, 30), (15, 0), (16, 0)]))
