"""What a browser may send about check-ins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import HiddenField
from wtforms.validators import Length

from ...domain.check_in import Purpose
from ...domain.name_list import ListedVolunteer, RawRow, read_rows
from ...errors import InvalidEntry
from ...models import CheckWay
from ...services.recording import Tick, Whom
from ..context import lazy
from ..forms import BaseForm, CleanStringField, LocalDateTimeField, NewIdField, ReasonForm

MOST_CHARACTERS = 200_000


class TickForm(BaseForm):
    """One person to be checked in or out: off the list, by card or number, or as a walk-in."""

    id = NewIdField()
    purpose = HiddenField()
    volunteer = HiddenField()
    card = CleanStringField(lazy("Card or volunteer number"), validators=[Length(max=300)])
    name = CleanStringField(lazy("Name"), validators=[Length(max=40)])
    volunteer_no = CleanStringField(lazy("Volunteer number"), validators=[Length(max=32)])

    @property
    def chosen(self) -> Purpose:
        """In or out; one that was tampered with is in, which can be closed."""
        return Purpose.OUT if self.purpose.data == Purpose.OUT else Purpose.IN

    def whom(self) -> tuple[Whom, CheckWay]:
        """Read who is meant.

        Raises:
            InvalidEntry: It is not clear.
        """
        return _whom(self.data)


class TicksForm(BaseForm):
    """What was ticked without a network, as our script sends it."""

    ticks = HiddenField(validators=[Length(max=MOST_CHARACTERS)])

    def read(self) -> list[Mapping[str, Any]]:
        """Take the batch apart.

        Raises:
            InvalidEntry: It is no list of ticks.
        """
        try:
            found = json.loads(self.ticks.data or "")
        except ValueError as error:
            raise InvalidEntry("The ticks could not be read.") from error
        if not isinstance(found, list) or not all(isinstance(tick, dict) for tick in found):
            raise InvalidEntry("The ticks could not be read.")
        return found


class ClosingForm(ReasonForm):
    """When somebody left who forgot to check out, and why it is entered by hand."""

    ended_at = LocalDateTimeField(lazy("Left at"))

    def validate_ended_at(self, field: LocalDateTimeField) -> None:
        """Empty is an answer: nothing is recorded."""
        if field.raw_data and not str(field.raw_data[0]).strip():
            field.errors, field.data = [], None
            field.process_errors = []


def read_tick(sent: Mapping[str, Any]) -> Tick:
    """Read one tick of a batch.

    Raises:
        InvalidEntry: Something is missing or wrong.
    """
    try:
        at = datetime.fromisoformat(str(sent.get("at")))
        purpose, tick_id = Purpose(str(sent.get("purpose"))), UUID(str(sent.get("id")))
    except ValueError as error:
        raise InvalidEntry("The ticks could not be read.") from error
    if at.tzinfo is None:
        raise InvalidEntry("The ticks could not be read.")
    whom, way = _whom(sent)
    return Tick(id=tick_id, purpose=purpose, whom=whom, way=way, at=at)


def _whom(sent: Mapping[str, Any]) -> tuple[Whom, CheckWay]:
    if volunteer := str(sent.get("volunteer") or ""):
        try:
            return Whom(volunteer_id=UUID(volunteer)), CheckWay.TICKED
        except ValueError as error:
            raise InvalidEntry("The ticks could not be read.") from error
    if name := str(sent.get("name") or ""):
        return Whom(walk_in=_walk_in(name, str(sent.get("volunteer_no") or ""))), CheckWay.WALK_IN
    return Whom(card=str(sent.get("card") or "")[:300]), CheckWay.SCANNED


def _walk_in(name: str, volunteer_no: str) -> ListedVolunteer:
    # A row of a name list needs a duration; here nobody counts it.
    return read_rows([RawRow(1, name, volunteer_no, "1")])[0]
