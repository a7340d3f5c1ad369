"""Check-in and check-out at the place: codes on telephones, ticks off the list, one forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports import Actor
from flask_volunteer_reports.domain.check_in import Purpose, code_of_step, code_step
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.models import Activity, Campaign, CheckIn, CheckWay, Volunteer
from flask_volunteer_reports.services import recording

from .projects import ProjectStory

TICKED = 4
"""How many come without a telephone."""


@dataclass(frozen=True, slots=True)
class CheckInStory:
    """One occasion at which nobody types a list."""

    project: ProjectStory
    place_in_order: int

    def plan(self, *, forgetful: str = "", closed: bool = True) -> None:
        """Plan who comes and goes.

        Args:
            forgetful: Who forgets to check out; without it the last who was ticked off.
            closed: Whether the recorder closes that check-in on the next day.
        """
        plan, rng = self.project.stage.history.plan, self.project.stage.rng
        occasion = self.project.occasions[self.place_in_order]
        people, ticked = self.project.team.with_telephones, self._without_telephone()
        plan(occasion.starts_at - timedelta(hours=20), partial(self._sign_up, ticked))
        forgetful = forgetful or ticked[-1]
        for number, name in enumerate([*(person.name for person in people), *ticked]):
            act = (
                partial(self._by_code, people[number])
                if number < len(people)
                else partial(self._tick, name)
            )
            came = occasion.starts_at + timedelta(minutes=2 * number + rng.randint(-20, 0))
            plan(came, partial(act, Purpose.IN))
            if name != forgetful:
                left = occasion.ends_at + timedelta(minutes=number + rng.randint(0, 5))
                plan(left, partial(act, Purpose.OUT))
        if closed:
            plan(occasion.ends_at + timedelta(hours=15), partial(self._close, forgetful))

    def _without_telephone(self) -> list[str]:
        team = self.project.team
        known = {person.name for person in team.with_telephones}
        # The first few of a list are its recorder and who shows the city.
        return [name for name in team.volunteers[3:] if name not in known][:TICKED]

    def _sign_up(self, ticked: list[str], now: datetime) -> None:
        team = self.project.team
        names = [*(person.name for person in team.with_telephones[:3]), *ticked]
        rows = [ListedVolunteer(n, name, "", 60) for n, name in enumerate(names, start=1)]
        recording.sign_up_volunteers(
            self.project.stage.uow, team.recorder, self._activity_id, rows, now=now
        )

    def _by_code(self, person: Actor, purpose: Purpose, now: datetime) -> None:
        """Type the code that the recorder's screen shows at this moment."""
        stage = self.project.stage
        campaign = stage.uow.session.get_one(Campaign, stage.campaign_id)
        recorder = self.project.team.recorder
        secret = recording.open_check_in(stage.uow, recorder, self._activity_id, now=now)
        step = code_step(now, campaign.rules.recording.code_period)
        code, id_ = code_of_step(secret, purpose, step), stage.ids.new()
        if purpose is Purpose.IN:
            recording.check_in_with_code(
                stage.uow, person, self._activity_id, code, check_in_id=id_, now=now
            )
        else:
            recording.check_out_with_code(
                stage.uow, person, self._activity_id, code, check_out_id=id_, now=now
            )

    def _tick(self, name: str, purpose: Purpose, now: datetime) -> None:
        stage = self.project.stage
        act = (
            recording.check_in_by_organizer
            if purpose is Purpose.IN
            else recording.check_out_by_organizer
        )
        check = recording.Check(id=stage.ids.new(), at=now, way=CheckWay.TICKED)
        whom = recording.Whom(walk_in=ListedVolunteer(1, name, "", 1))
        act(stage.uow, self.project.team.recorder, self._activity_id, whom, check, now=now)

    def _close(self, name: str, now: datetime) -> None:
        """Close what was forgotten, and let the manager confirm the time."""
        stage, team = self.project.stage, self.project.team
        pair = stage.uow.session.scalars(
            select(CheckIn)
            .join(Volunteer, Volunteer.id == CheckIn.volunteer_id)
            .where(
                CheckIn.activity_id == self._activity_id,
                CheckIn.checked_out_at.is_(None),
                Volunteer.name == name,
            )
        ).one()
        occasion = self.project.occasions[self.place_in_order]
        recording.close_check_in(
            stage.uow,
            team.recorder,
            self._activity_id,
            pair.id,
            "忘记签退，经带队老师证实离开时间。",
            ended_at=occasion.ends_at - timedelta(minutes=20),
            now=now,
        )
        version = stage.uow.session.get_one(
            Activity, self._activity_id, populate_existing=True
        ).list_version
        recording.confirm_name_list(
            stage.uow, team.manager, self._activity_id, version, now=now + timedelta(minutes=30)
        )

    @property
    def _activity_id(self) -> UUID:
        return self.project.activity_ids[self.place_in_order]
