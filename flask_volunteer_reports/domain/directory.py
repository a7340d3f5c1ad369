"""Who is who: areas, organizations, roles."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from ..errors import InvalidEntry


class AreaLevel(StrEnum):
    """县（区）, 街道（镇）, 社区 below the city."""

    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"

    @property
    def parent(self) -> AreaLevel | None:
        """The level that an area of this level hangs under; None for a city."""
        levels = list(AreaLevel)
        place = levels.index(self)
        return levels[place - 1] if place else None


class Affiliation(StrEnum):
    """市直, 区直, 驻惠, 各街道, 社会: whose the organization is, and so to whom it reports."""

    MUNICIPAL = "municipal"
    DISTRICT = "district"
    STATIONED = "stationed"
    SUBDISTRICT = "subdistrict"
    SOCIAL = "social"


class OrganizationKind(StrEnum):
    """What sort of body the organization is; obligations are laid down by kind."""

    UNIT_TEAM = "unit_team"
    WINDOW_UNIT = "window_unit"
    CULTURAL_VENUE = "cultural_venue"
    PROFESSIONAL_TEAM = "professional_team"
    COMMUNITY = "community"
    PARTY_BRANCH = "party_branch"
    SOCIAL = "social"


class Specialty(StrEnum):
    """What a professional team is trained in."""

    CULTURE = "culture"
    MEDICAL = "medical"
    LEGAL = "legal"
    ENVIRONMENT = "environment"
    FIRE = "fire"
    OTHER = "other"


class Role(StrEnum):
    """What a person may be, from one day to another, for an area or an organization."""

    CITY_SECRETARIAT = "city_secretariat"
    DISTRICT_OFFICE = "district_office"
    ORGANIZATION_MANAGER = "organization_manager"
    ORGANIZATION_RECORDER = "organization_recorder"

    @property
    def area_level(self) -> AreaLevel | None:
        """The level of area that the role is for; None where it is for an organization."""
        return _AREA_LEVELS.get(self)


_AREA_LEVELS = {
    Role.CITY_SECRETARIAT: AreaLevel.CITY,
    Role.DISTRICT_OFFICE: AreaLevel.DISTRICT,
}

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)


def check_code(code: str, *, field: str = "code") -> str:
    """Return *code* when it may name an area or an organization.

    Raises:
        InvalidEntry: It is not 1-32 letters, digits, ``_``, ``-`` or ``.``.
    """
    if not _CODE.fullmatch(code):
        raise InvalidEntry(
            "A code is 1 to 32 letters, digits, “-”, “_” or “.”, starting with a letter or digit.",
            field=field,
        )
    return code


def refuse_rounded(number: str, *, field: str | None = None) -> None:
    """Raise InvalidEntry when a spreadsheet has rounded *number* to something like 1.38E+10."""
    if re.fullmatch(r"[\d.]+[eE]\+?\d+", number):
        raise InvalidEntry(
            "A spreadsheet has turned this number into %(number)s. Type all of its digits.",
            field=field,
            number=number,
        )


def check_phone(number: str, *, field: str) -> str:
    """Return *number* in plain digits when it is a mainland mobile or landline number.

    Raises:
        InvalidEntry: It is neither; a number like 1.38E+10 is named as a spreadsheet's doing.
    """
    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", number))
    refuse_rounded(digits, field=field)
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise InvalidEntry(
            "Write a mobile number with 11 digits, or a landline with its area code, "
            "such as 0752-1234567.",
            field=field,
        )
    return digits
