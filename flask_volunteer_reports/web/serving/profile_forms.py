"""What a browser may send about the signed-in person as a volunteer."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import Length, ValidationError

from ..context import lazy, t
from ..directory.volunteer_forms import PersonForm
from ..forms import BaseForm, CleanStringField, NeededField


def _must_agree(_form: Any, field: Any) -> None:
    """Without the tick there is no consent."""
    if not field.data:
        raise ValidationError(t("Tick that you agree; without it nothing is saved."))


class AcceptForm(BaseForm):
    """The tick under the words that the person saw."""

    wording = HiddenField()
    agreed = BooleanField(lazy("I agree"), validators=[_must_agree])


class OwnRegistrationForm(PersonForm):
    """A person who registers themselves."""

    wording = HiddenField()
    agreed = BooleanField(lazy("I agree"), validators=[_must_agree])

    def with_wording(self, wording: str) -> OwnRegistrationForm:
        """Show the words of today; whoever saw others ticks again."""
        if self.wording.data != wording:
            self.wording.data = wording
            self.agreed.data = False
        return self


class ClaimForm(BaseForm):
    """A code from an organization."""

    code = CleanStringField(
        lazy("Code"), validators=[NeededField("Write the code."), Length(max=40)]
    )
