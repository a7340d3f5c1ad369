"""Use cases of consent: on paper or by a tick; and the refusal to be registered."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import select

from ...domain.events import ConsentRecorded, VolunteerRefused
from ...domain.text import clean_text
from ...domain.volunteers import VolunteerEntry, refuse_id_card
from ...errors import AlreadyDone, Conflict, InvalidEntry
from ...models import Consent, Volunteer
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork
from .volunteers import check_not_refused, local_day, register_self


def record_paper_consent(
    uow: UnitOfWork,
    actor: Actor,
    volunteer_id: UUID,
    wording: str,
    given_on: date,
    *,
    consent_id: UUID,
    now: datetime,
) -> Consent:
    """Write down that a volunteer has signed a sheet, which the organization keeps.

    Args:
        wording: What stands on the sheet.
        given_on: The day on the sheet.
        consent_id: Chosen when the form was opened, so that a second click writes nothing.

    Raises:
        NotFound: The volunteer is out of reach.
        Conflict: The person has refused to be registered.
        AlreadyDone: The same form was sent before.
        InvalidEntry: There are no words, or the day lies in the future.
    """
    with uow.transaction() as session:
        volunteer = uow.find(
            actor, Volunteer, volunteer_id, permission=Permission.REGISTER_VOLUNTEER
        )
        check_not_refused(volunteer)
        if session.get(Consent, consent_id):
            raise AlreadyDone("This was saved already. Nothing was changed.")
        if given_on > local_day(uow, now):
            raise InvalidEntry("The day lies in the future.", field="given_on")
        consent = paper_consent(uow, actor, volunteer_id, _checked(wording), given_on, now=now)
        consent.id = consent_id
        session.add(consent)
        uow.record(
            actor,
            ConsentRecorded(subject_id=volunteer.id, by=actor.id, at=now, on_paper=True),
        )
    return consent


def paper_consent(
    uow: UnitOfWork,
    actor: Actor,
    volunteer_id: UUID,
    wording: str,
    given_on: date,
    *,
    now: datetime,
) -> Consent:
    """Make a consent on paper that is not in the database yet; a sheet of today was signed now."""
    start = datetime.combine(given_on, time(), uow.settings.zone)
    return Consent(
        id=uuid4(),
        volunteer_id=volunteer_id,
        wording=wording,
        given_at=now if given_on == local_day(uow, now) else start,
        given_on_paper=True,
        recorded_by_id=actor.id,
        recorded_by=actor.name,
    )


def accept_registration(
    uow: UnitOfWork, actor: Actor, volunteer_id: UUID, wording: str, *, now: datetime
) -> Consent:
    """Let a volunteer agree by a tick; an earlier refusal no longer holds.

    Args:
        wording: The words that the person saw.

    Raises:
        NotFound: The volunteer is not the person.
        AlreadyDone: The person has agreed to these words before.
        Conflict: The words were changed since the page was opened.
    """
    with uow.transaction():
        volunteer = uow.find(actor, Volunteer, volunteer_id, permission=Permission.SERVE, lock=True)
        if volunteer.refused_at is None and _ticked(uow, volunteer, wording):
            raise AlreadyDone("You have agreed before.")
        volunteer.refused_at = None
        return _tick(uow, actor, volunteer, wording, now)


def register_self_with_consent(
    uow: UnitOfWork,
    actor: Actor,
    entry: VolunteerEntry,
    wording: str,
    *,
    area_id: UUID,
    now: datetime,
) -> Volunteer:
    """Let a signed-in person register themselves; the consent belongs to it.

    Raises:
        NotFound: There is no such area.
        AlreadyDone: The person is registered already.
        Conflict: The words were changed since the page was opened.
        InvalidEntry: Something in *entry* cannot be.
    """
    with uow.transaction():
        volunteer = register_self(uow, actor, entry, area_id=area_id, now=now)
        _tick(uow, actor, volunteer, wording, now)
    return volunteer


def refuse_registration(
    uow: UnitOfWork, actor: Actor, volunteer_id: UUID, *, now: datetime
) -> None:
    """Let a person refuse to be registered: nothing old goes, nothing new is recorded.

    Raises:
        NotFound: The volunteer is not the person.
        AlreadyDone: The person has refused before.
    """
    with uow.transaction():
        volunteer = uow.find(actor, Volunteer, volunteer_id, permission=Permission.SERVE, lock=True)
        if volunteer.refused_at is not None:
            raise AlreadyDone("You have refused before.")
        volunteer.refused_at = now
        volunteer.claim_code = volunteer.claim_until = None
        uow.record(actor, VolunteerRefused(subject_id=volunteer.id, by=actor.id, at=now))


def _tick(
    uow: UnitOfWork, actor: Actor, volunteer: Volunteer, wording: str, now: datetime
) -> Consent:
    if wording != uow.settings.consent_wording:
        raise Conflict("The words were changed in the meantime. Read them again.")
    consent = Consent(
        id=uuid4(),
        volunteer_id=volunteer.id,
        wording=wording,
        given_at=now,
        given_on_paper=False,
        recorded_by_id=actor.id,
        recorded_by=actor.name,
    )
    uow.session.add(consent)
    uow.record(actor, ConsentRecorded(subject_id=volunteer.id, by=actor.id, at=now, on_paper=False))
    return consent


def _ticked(uow: UnitOfWork, volunteer: Volunteer, wording: str) -> bool:
    """Tell whether the person has agreed to just these words by a tick."""
    ticked = select(Consent.id).where(
        Consent.volunteer_id == volunteer.id,
        Consent.given_on_paper.is_(False),
        Consent.wording == wording,
    )
    return uow.session.scalars(ticked).first() is not None


def _checked(wording: str) -> str:
    words = clean_text(wording)
    refuse_id_card(words, field="wording")
    if not words:
        raise InvalidEntry("Write what the volunteer agreed to.", field="wording")
    return words
