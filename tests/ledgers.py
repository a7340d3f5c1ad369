"""Hours of any organization, by any source, as the ledger has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_volunteer_reports.domain.ledger import Channel, RecordSource
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.models import Activity, ServiceRecord, Volunteer
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services.directory.registration import add_volunteers, new_volunteer
from flask_volunteer_reports.services.recording.ledger import (
    Change,
    Credit,
    write_change,
    write_credits,
)
from tests.world import OPERATOR, World, local

REGISTERED = local("2017-06-01 09:00")
COUNTED = local("2017-08-31 09:00")
CHECKER = Actor("checker", "Checker at the place")


@dataclass(slots=True)
class Ledgers:
    """Writes volunteers and hours as the use cases do, whoever would have to click."""

    world: World
    made: int = 0

    def volunteers(self, code: str, count: int = 1) -> list[Volunteer]:
        """Newcomers of an organization, who live in its area."""
        uow = self.world.uow
        with uow.transaction(audited=False) as session:
            organization = self.world.organization(code)
            people = []
            for _ in range(count):
                self.made += 1
                person = new_volunteer(
                    f"V{self.made:05}",
                    f"Volunteer {self.made}",
                    organization.area_id,
                    OPERATOR,
                    now=REGISTERED,
                )
                people.append(person)
            add_volunteers(session, people, organization, now=REGISTERED)
        return people

    def activity(self, code: str, starts: str, ends: str, **entry: object) -> Activity:
        """An occasion of an organization, published on the first day of the campaign."""
        return self.world.published(code, starts, ends, actor=OPERATOR, now=REGISTERED, **entry)

    def credited(
        self,
        activity: Activity,
        *given: tuple[Volunteer, int, RecordSource],
        now: datetime = COUNTED,
    ) -> list[ServiceRecord]:
        """Hours that count; each begins with the activity."""
        with self.world.uow.transaction(audited=False) as session:
            starts_at = activity.starts_at
            return write_credits(
                session,
                activity,
                [
                    Credit(
                        volunteer_id=volunteer.id,
                        time=Occasion(starts_at, starts_at + timedelta(minutes=minutes)),
                        service_minutes=minutes,
                        source=source,
                        channel=Channel.NAME_LIST,
                        entered_at=now,
                        entered_by=CHECKER,
                        confirmed_by=OPERATOR,
                    )
                    for volunteer, minutes, source in given
                ],
                now=now,
            )

    def changed(self, record: ServiceRecord, minutes: int, *, now: datetime = COUNTED) -> None:
        """A correction, or with 0 a void."""
        with self.world.uow.transaction(audited=False) as session:
            time = Occasion(record.starts_at, record.ends_at)
            change = Change(time=time, service_minutes=minutes, reason="As it was.")
            write_change(session, record, change, OPERATOR, now=now)
