"""The part of a campaign's hours that figures and explanations are about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from ...domain.directory import check_code
from ...errors import InvalidEntry, NotFound
from ...models import WHOLE, Campaign, ServiceRecord


@dataclass(frozen=True, slots=True)
class Slice:
    """All of a campaign, one theme of it, or one month such as ``2017-07``."""

    theme: str = ""
    month: str = ""

    def __post_init__(self) -> None:
        if self.theme and self.month:
            raise InvalidEntry("Choose a theme or a month, not both at once.", field="month")
        if self.theme:
            check_code(self.theme, field="theme")
        if self.month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", self.month, re.ASCII):
            raise InvalidEntry("A month is written like 2017-07.", field="month")

    @property
    def key(self) -> str:
        """As the summary rows have it."""
        if self.theme:
            return f"theme:{self.theme}"
        return f"month:{self.month}" if self.month else WHOLE

    @property
    def records(self) -> ColumnElement[bool]:
        """Condition: a record belongs to it."""
        if self.theme:
            return ServiceRecord.themes.contains(f",{self.theme},", autoescape=True)
        return ServiceRecord.month == self.month if self.month else true()

    def check_known(self, campaign: Campaign, *, has_hours: bool) -> None:
        """Raise NotFound for a theme that is not the campaign's and that no hours belong to."""
        if self.theme and not has_hours and self.theme not in theme_names(campaign):
            raise NotFound("This campaign has no such theme.")


ALL = Slice()


def theme_names(campaign: Campaign) -> dict[str, str]:
    """Return the names of the themes that a campaign has now, by code."""
    return {theme.code: theme.name for theme in campaign.rules.themes}
