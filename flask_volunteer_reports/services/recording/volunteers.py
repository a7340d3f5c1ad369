"""Who is meant by a row of a name list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.name_list import ListedVolunteer, row_place
from ...errors import InvalidEntries, Message, Problem
from ...models import Membership, Organization, Volunteer
from ...ports import Actor
from ..directory.registration import add_volunteers, free_numbers, new_volunteer
from ..unit_of_work import UnitOfWork


def resolve_volunteers(
    uow: UnitOfWork,
    actor: Actor,
    organization: Organization,
    rows: Sequence[ListedVolunteer],
    *,
    now: datetime,
) -> list[Volunteer]:
    """Find or register the volunteer of each row, in the order of the rows.

    A number decides wherever the person is registered; without one the name does, within the
    organization. Whoever is not found is registered with the organization. The organization and
    then its volunteers are held until the transaction ends.

    Raises:
        InvalidEntries: A name fits several people, a number belongs to somebody else, or a
            volunteer stands twice; each row is named and nobody was registered.
    """
    session = uow.session
    numbers = [row.volunteer_no for row in rows if row.volunteer_no]
    names = [row.name for row in rows if not row.volunteer_no]
    by_number: dict[str, Volunteer] = {}
    by_name: dict[str, list[Volunteer]] = defaultdict(list)
    for volunteer, is_member in _known(session, organization, numbers, names):
        by_number[volunteer.volunteer_no] = volunteer
        if is_member:
            by_name[volunteer.name].append(volunteer)

    registrar = _Registrar(uow, actor, organization, numbers, now)
    found: list[Volunteer] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for row in rows:
        known = [by_number[row.volunteer_no]] if row.volunteer_no in by_number else []
        if not row.volunteer_no:
            known = by_name[row.name]
        complaint = _complaint(row, known)
        volunteer = known[0] if known else registrar.register(row)
        if not complaint and volunteer.volunteer_no in seen:
            complaint = Message(
                "%(name)s stands twice. Add the minutes up in one row, or give each person the "
                "volunteer number.",
                {"name": row.name},
            )
        if complaint:
            problems.append(Problem(row_place(row.number), complaint))
        seen.add(volunteer.volunteer_no)
        by_name[row.name] = by_name[row.name] or [volunteer]
        found.append(volunteer)
    if problems:
        raise InvalidEntries(
            "%(count)s rows of the name list are wrong. Nothing was saved; mend them and send the "
            "list again.",
            problems,
            count=len(problems),
        )
    registrar.save()
    return found


def _known(
    session: Session, organization: Organization, numbers: Sequence[str], names: Sequence[str]
) -> Iterator[tuple[Volunteer, bool]]:
    """Hold whoever may be meant, and read them as they stand; tell who is a member.

    They are held before newcomers are counted: whoever leaves or moves holds the person first and
    the count after it, and two in different orders would wait for each other.
    """
    session.execute(  # whoever registers volunteers here waits: numbers are given one by one
        select(Organization.id)
        .where(Organization.id == organization.id)
        .with_for_update(key_share=True)
    )
    numbered = session.scalars(select(Volunteer.id).where(Volunteer.volunteer_no.in_(numbers)))
    members = {
        *session.scalars(
            select(Volunteer.id)
            .join(Membership, Membership.volunteer_id == Volunteer.id)
            .where(
                Membership.organization_id == organization.id,
                Membership.ended_at.is_(None),
                Volunteer.name.in_(names),
            )
        )
    }
    held = session.scalars(
        select(Volunteer)
        .where(Volunteer.id.in_({*numbered, *members}))
        .order_by(Volunteer.id)
        .with_for_update(of=Volunteer, key_share=True)
        .execution_options(populate_existing=True)
    )
    for volunteer in held:
        yield volunteer, volunteer.id in members


def _complaint(row: ListedVolunteer, known: Sequence[Volunteer]) -> Message | None:
    if len(known) > 1:
        return Message(
            "Several volunteers of the organization are called %(name)s. Give the volunteer "
            "number.",
            {"name": row.name},
        )
    if known and known[0].refused_at is not None:
        return Message(
            "%(name)s has refused to be registered here. Record nothing for this person.",
            {"name": row.name},
        )
    if known and known[0].name != row.name:
        return Message(
            "The number %(no)s belongs to a volunteer with another name.",
            {"no": row.volunteer_no},
        )
    return None


class _Registrar:
    """Registers newcomers with an organization, numbering those who have no number."""

    def __init__(
        self,
        uow: UnitOfWork,
        actor: Actor,
        organization: Organization,
        typed: Sequence[str],
        now: datetime,
    ) -> None:
        self._uow = uow
        self._actor = actor
        self._organization = organization
        self._now = now
        self._newcomers: list[Volunteer] = []
        self._numbers = free_numbers(uow.session, organization, {*typed})

    def register(self, row: ListedVolunteer) -> Volunteer:
        volunteer = new_volunteer(
            row.volunteer_no or next(self._numbers),
            row.name,
            self._organization.area_id,
            self._actor,
            now=self._now,
        )
        self._newcomers.append(volunteer)
        return volunteer

    def save(self) -> None:
        add_volunteers(self._uow.session, self._newcomers, self._organization, now=self._now)
