"""What a browser may send about objections and certificates, as a volunteer."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateField
from wtforms.validators import Length, Optional

from ...domain.recurrence import Occasion
from ...models import ObjectionGround
from ...services.recording import Wish
from ...services.recording.objections import LONGEST_TEXT
from ..context import lazy, t
from ..forms import (
    BaseForm,
    CleanTextField,
    LocalDateTimeField,
    NeededField,
    OneOfField,
    choices,
    to_instant,
)

_OF_A_RECORD = (ObjectionGround.TOO_FEW, ObjectionGround.TOO_MANY, ObjectionGround.NOT_ME)


class RecordObjectionForm(BaseForm):
    """What is wrong with a record."""

    ground = OneOfField(
        lazy("What is wrong"),
        choices=lambda: choices(_OF_A_RECORD),
        validators=[NeededField("Choose what is wrong.")],
    )
    text = CleanTextField(
        lazy("How it really was"),
        validators=[NeededField("Say what is wrong."), Length(max=LONGEST_TEXT)],
    )

    @property
    def chosen_ground(self) -> ObjectionGround:
        """The ground."""
        return ObjectionGround(self.ground.data)


class MissingHoursForm(BaseForm):
    """When the missing hours were given."""

    starts_at = LocalDateTimeField(
        lazy("I began at"), validators=[NeededField("Enter when you began.")]
    )
    ends_at = LocalDateTimeField(
        lazy("I ended at"), validators=[NeededField("Enter when you ended.")]
    )
    text = CleanTextField(
        lazy("What you did, and who saw you"),
        validators=[NeededField("Say what is wrong."), Length(max=LONGEST_TEXT)],
    )

    def to_occasion(self, zone: ZoneInfo) -> Occasion:
        """Return the time as instants."""
        start, end = to_instant(self.starts_at.data, zone), to_instant(self.ends_at.data, zone)
        assert start  # noqa: S101 -- the form is valid
        assert end  # noqa: S101 -- as above
        return Occasion(start, end)


class DayField(DateField):
    """A day that may be left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(t("Write the day like 2017-07-05.")) from error


class CertificateForm(BaseForm):
    """Which days are to be certified."""

    from_on = DayField(lazy("First day"), validators=[Optional()])
    until_on = DayField(lazy("Last day"), validators=[Optional()])
    with_seal = BooleanField(lazy("Leave a place for a seal"))

    def to_wish(self) -> Wish:
        """Hand the valid fields on as plain data."""
        return Wish(
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            with_seal=bool(self.with_seal.data),
        )
