"""What a browser may send in answer to an objection."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from wtforms.validators import Length

from ...models import Objection, ObjectionGround
from ...services.recording import Correction
from ...services.recording.objections import LONGEST_TEXT
from ..context import lazy, t
from ..forms import (
    BaseForm,
    CleanTextField,
    LocalDateTimeField,
    NeededField,
    OneOfField,
    VersionField,
    WholeNumberField,
    to_instant,
    to_local,
)

CORRECT, EXPLAIN = "correct", "explain"


class AnswerForm(BaseForm):
    """Put right, or explain."""

    expected = VersionField()
    """The minutes that the record came to when the form was opened."""
    decision = OneOfField(
        lazy("Your answer"),
        choices=lambda: [
            (CORRECT, t("The volunteer is right: put it right")),
            (EXPLAIN, t("The record stays as it is: explain")),
        ],
        validators=[NeededField("Choose one.")],
    )
    starts_at = LocalDateTimeField(lazy("Begins"))
    minutes = WholeNumberField(lazy("Minutes"))
    text = CleanTextField(
        lazy("What you found"),
        validators=[NeededField("Tell the volunteer what you found."), Length(max=LONGEST_TEXT)],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """The time is needed where something is to be put right, and not otherwise."""
        valid: bool = super().validate(extra_validators)
        if self.decision.data != CORRECT:
            return valid
        if self.minutes.data is None and not self.minutes.errors:
            self.minutes.errors = [t("Enter the minutes that are right.")]
        if self.starts_at.data is None and not self.starts_at.errors:
            self.starts_at.errors = [t("Enter when it began.")]
        if (self.minutes.data or 0) < 0 or (self.minutes.data or 0) > 100_000:
            self.minutes.errors = [t("Write a whole number.")]
        return valid and not self.minutes.errors and not self.starts_at.errors

    def offer(self, objection: Objection, zone: ZoneInfo) -> None:
        """Show what stands, or what is claimed."""
        record = objection.record
        start = record.starts_at if record else objection.claimed_starts_at
        minutes = record.service_minutes if record else _claimed_minutes(objection)
        not_me = objection.ground is ObjectionGround.NOT_ME
        self.process(
            data={
                "expected": str(record.service_minutes if record else 0),
                "starts_at": to_local(start, zone),
                "minutes": 0 if not_me else minutes,
            }
        )

    def to_correction(self, zone: ZoneInfo) -> Correction | None:
        """Hand the valid fields on; None explains."""
        if self.decision.data != CORRECT:
            return None
        start = to_instant(self.starts_at.data, zone)
        assert start  # noqa: S101 -- the form is valid
        return Correction(
            starts_at=start,
            service_minutes=int(self.minutes.data or 0),
            expected_minutes=self.expected.number,
        )


def _claimed_minutes(objection: Objection) -> int:
    start, end = objection.claimed_starts_at, objection.claimed_ends_at
    return int((end - start).total_seconds() // 60) if start and end else 0
