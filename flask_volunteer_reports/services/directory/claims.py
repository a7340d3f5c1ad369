"""How a volunteer and a person of the site become known to each other."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...domain.events import ClaimCodeMade, ClaimFailed, VolunteerClaimed, VolunteerLinked
from ...domain.volunteers import CLAIM_LENGTH, CLAIM_LETTERS, read_claim_code
from ...errors import AlreadyDone, Conflict, InvalidEntry
from ...models import ClaimAttempt, Volunteer
from ...ports import Actor, Permission
from ..serving import own_volunteer
from ..unit_of_work import UnitOfWork
from .volunteers import check_not_refused, local_day


def make_claim_code(uow: UnitOfWork, actor: Actor, volunteer_id: UUID, *, now: datetime) -> str:
    """Make the code with which a volunteer says once who they are; an older one is void.

    Returns:
        The code, to be shown now and never again.

    Raises:
        NotFound: The volunteer is out of reach.
        Conflict: The person is known already, or has refused.
    """
    with uow.transaction():
        volunteer = _find(uow, actor, volunteer_id)
        code = "".join(secrets.choice(CLAIM_LETTERS) for _ in range(CLAIM_LENGTH))
        volunteer.claim_code = code
        volunteer.claim_until = now + timedelta(days=uow.settings.claim_code_days)
        uow.record(actor, ClaimCodeMade(subject_id=volunteer.id, by=actor.id, at=now))
    return code


def claim_volunteer(uow: UnitOfWork, actor: Actor, typed: str, *, now: datetime) -> Volunteer:
    """Let a signed-in person say with a code which volunteer they are; the code is then used up.

    Raises:
        AlreadyDone: The person is known as a volunteer already.
        Conflict: The person has typed too many wrong codes today.
        InvalidEntry: The code belongs to nobody, was used, or is too old. The attempt counts.
    """
    with uow.transaction() as session:
        if own := own_volunteer(uow, actor):
            raise AlreadyDone("You are known as the volunteer %(no)s already.", no=own.volunteer_no)
        day = local_day(uow, now)
        attempts = session.scalar(
            select(func.count()).where(ClaimAttempt.person_id == actor.id, ClaimAttempt.day == day)
        )
        if (attempts or 0) >= uow.settings.claim_attempts:
            raise Conflict(
                "You have typed too many wrong codes today. Try again tomorrow, or ask the "
                "organization for a new code."
            )
        volunteer = _by_code(session, typed, now)
        if volunteer:
            volunteer.person_id = actor.id
            volunteer.claim_code = volunteer.claim_until = None
            uow.record(actor, VolunteerClaimed(subject_id=volunteer.id, by=actor.id, at=now))
        else:
            attempt = ClaimAttempt(
                id=uuid4(), person_id=actor.id, day=day, number=(attempts or 0) + 1
            )
            session.add(attempt)
            uow.record(
                actor,
                ClaimFailed(subject_id=attempt.id, by=actor.id, at=now, number=attempt.number),
            )
    if volunteer is None:
        raise InvalidEntry(
            "This code belongs to nobody, was used, or is too old. Compare it with the paper, or "
            "ask the organization for a new one.",
            field="code",
        )
    return volunteer


def link_person(
    uow: UnitOfWork, actor: Actor, volunteer_id: UUID, person_id: str, *, now: datetime
) -> Volunteer:
    """Say which person of the site a volunteer is, where the host can look people up.

    Raises:
        NotFound: The volunteer is out of reach.
        Conflict: The person is known already, or has refused.
        InvalidEntry: The site knows nobody with this id, it is *actor* (who uses a code), or
            another volunteer is this person.
    """
    with uow.transaction() as session:
        volunteer = _find(uow, actor, volunteer_id)
        find = uow.host.find_person
        person = find(person_id) if find and person_id else None
        if person is None:
            raise InvalidEntry("This site knows nobody with this id.", field="person_id")
        if person.id == actor.id:
            raise InvalidEntry(
                "Nobody says of themselves who they are: make a code, and type it in.",
                field="person_id",
            )
        if session.scalar(select(Volunteer.id).where(Volunteer.person_id == person.id)):
            raise InvalidEntry("Another volunteer is this person.", field="person_id")
        volunteer.person_id = person.id
        volunteer.claim_code = volunteer.claim_until = None
        uow.record(
            actor,
            VolunteerLinked(subject_id=volunteer.id, by=actor.id, at=now, person_id=person.id),
        )
    return volunteer


def _find(uow: UnitOfWork, actor: Actor, volunteer_id: UUID) -> Volunteer:
    volunteer = uow.find(
        actor, Volunteer, volunteer_id, permission=Permission.REGISTER_VOLUNTEER, lock=True
    )
    check_not_refused(volunteer)
    if volunteer.person_id is not None:
        raise Conflict("The volunteer is known to this site already.")
    return volunteer


def _by_code(session: Session, typed: str, now: datetime) -> Volunteer | None:
    code = read_claim_code(typed)
    if len(code) != CLAIM_LENGTH:
        return None
    return session.scalars(
        select(Volunteer)
        .where(Volunteer.claim_code == code, Volunteer.claim_until > now)
        .with_for_update(key_share=True)
    ).first()
