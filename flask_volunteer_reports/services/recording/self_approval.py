"""Nobody confirms what they entered themselves, nor their own hours."""

from __future__ import annotations

from ...errors import NotAllowed
from ...models import NameListEntry, Volunteer
from ...ports import Actor


def may_confirm(actor: Actor, entry: NameListEntry) -> bool:
    """Tell whether it would be somebody else's word that *actor* confirms."""
    own_hours = entry.volunteer.person_id is not None and entry.volunteer.person_id == actor.id
    return entry.entered_by_id != actor.id and not own_hours


def refuse_own_hours(actor: Actor, volunteer: Volunteer) -> None:
    """Raise NotAllowed where *actor* is the volunteer whose hours are to be changed."""
    if volunteer.person_id is not None and volunteer.person_id == actor.id:
        raise NotAllowed("Nobody changes their own hours. Ask a colleague or your office.")
