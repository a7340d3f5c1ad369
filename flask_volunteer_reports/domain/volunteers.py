"""What the directory holds about a volunteer, and how it may be typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ..errors import InvalidEntry
from .directory import check_phone, refuse_rounded
from .text import clean_text

LONGEST_NAME = 40
CLAIM_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which people take for one another."""
CLAIM_LENGTH = 10
_EARLIEST_YEAR = 1900
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_VOLUNTEER_NO = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?(?: 0?0:00(?::00)?)?")
_BARE_MONTH = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerEntry:
    """What may be typed about a volunteer; an empty number is given by us."""

    name: str
    volunteer_no: str = ""
    phone: str = ""
    born_in: date | None = None
    """The first day of the month of birth."""


def refuse_id_card(text: str, *, field: str | None = None) -> None:
    """Raise InvalidEntry when *text* holds what looks like an ID-card number.

    Source:
        Personal information is kept to the smallest scope; a volunteer number is enough.
    """
    if _ID_CARD.search(re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))):
        raise InvalidEntry(
            "Do not enter ID-card numbers. Use the volunteer number, or leave it empty.",
            field=field,
        )


def check_name(text: str, *, field: str | None = "name") -> str:
    """Return a person's name in its clean form.

    Raises:
        InvalidEntry: It is empty, too long, or holds digits and signs that no name has.
    """
    name = clean_text(text, single_line=True)
    refuse_id_card(name, field=field)
    if not name:
        raise InvalidEntry("The name is missing.", field=field)
    if len(name) > LONGEST_NAME or re.search(r"\d{4}|[=<>@]", name):
        raise InvalidEntry(
            "“%(name)s” is not a name. Check the order of the columns.",
            field=field,
            name=name[:LONGEST_NAME],
        )
    return name


def check_volunteer_no(text: str, *, field: str | None = "volunteer_no") -> str:
    """Return a volunteer number in its clean form, empty where there is none.

    Raises:
        InvalidEntry: It cannot be one, is an ID-card number, or was rounded by a spreadsheet.
    """
    number = unicodedata.normalize("NFKC", clean_text(text, single_line=True))
    refuse_rounded(number, field=field)
    refuse_id_card(number, field=field)
    if number and not _VOLUNTEER_NO.fullmatch(number):
        raise InvalidEntry(
            "“%(no)s” is not a volunteer number: letters, digits and “-” only.",
            field=field,
            no=number[:40],
        )
    return number


def check_own_phone(text: str, *, field: str | None = "phone") -> str:
    """Return a telephone number in plain digits, empty where there is none.

    Raises:
        InvalidEntry: It is none, is an ID-card number, or was rounded by a spreadsheet.
    """
    number = clean_text(text, single_line=True)
    refuse_id_card(number, field=field)
    return check_phone(number, field=field or "phone") if number else ""


def read_month(text: str, today: date, *, field: str | None = "born_in") -> date | None:
    """Read a month of birth such as ``1990-05``, ``1990年5月``, ``199005`` or a day in it.

    Args:
        today: Nobody is born later.

    Returns:
        The first day of the month; None where nothing is written.

    Raises:
        InvalidEntry: It is no month, or not one in which a living person was born.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text, single_line=True))
    refuse_rounded(plain, field=field)
    refuse_id_card(plain, field=field)
    if not plain:
        return None
    match = _MONTH.fullmatch(plain) or _BARE_MONTH.fullmatch(plain)
    try:
        # A day is read to find 31 February, and forgotten.
        first = date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    except ValueError:
        first = None
    if first is None:
        raise InvalidEntry(
            "“%(text)s” is not a month such as 1990-05.", field=field, text=plain[:40]
        )
    first = first.replace(day=1)
    if not first.year >= _EARLIEST_YEAR or first > today:
        raise InvalidEntry(
            "Nobody who volunteers was born in %(text)s.", field=field, text=f"{first:%Y-%m}"
        )
    return first


def checked_entry(entry: VolunteerEntry, today: date) -> VolunteerEntry:
    """Return *entry* in its clean form.

    Raises:
        InvalidEntry: One of its parts cannot be; names the field.
    """
    born = read_month(f"{entry.born_in:%Y-%m}" if entry.born_in else "", today)
    return VolunteerEntry(
        name=check_name(entry.name),
        volunteer_no=check_volunteer_no(entry.volunteer_no),
        phone=check_own_phone(entry.phone),
        born_in=born,
    )


def read_claim_code(text: str) -> str:
    """Return a claim code as it is stored, whatever blanks, dashes and case it was typed with."""
    plain = unicodedata.normalize("NFKC", text).upper()
    # What cannot stand in a code was read off a sheet of paper wrongly.
    plain = plain.translate(str.maketrans("", "", " -–—\t"))
    return plain[: CLAIM_LENGTH + 1]


def shown_claim_code(code: str) -> str:
    """Write a claim code so that it can be read out and copied by hand."""
    half = CLAIM_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
