"""What a volunteer's browser may send."""

from __future__ import annotations

from typing import Any

from wtforms import MonthField

from ..context import lazy, t
from ..forms import BaseForm, NeededField, NewIdField


class OwnSignUpForm(BaseForm):
    """A button: the sign-up gets the id that it carries, so that two clicks make one."""

    new_id = NewIdField()


class BirthMonthField(MonthField):
    """A month, as browsers and as people write it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", ["%Y-%m", "%Y/%m", "%Y.%m", "%Y年%m月", "%Y%m"])
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata([str(value).strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(t("Write year and month like 1990-07.")) from error


class MonthOfBirthForm(BaseForm):
    """The month of birth, because a project asks for an age."""

    born_in = BirthMonthField(
        lazy("Month of birth"), validators=[NeededField("Enter your month of birth.")]
    )
