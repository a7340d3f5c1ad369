"""The register of issued documents: how numbers look, and the code by which a paper is checked."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ..errors import InvalidEntry

_PLACE = re.compile(r"\{([^{}]*)\}")
_PLACES = frozenset({"year", "week", "serial"})
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
CODE_LENGTH = 12


class PaperKind(StrEnum):
    """Which paper a document is."""

    WEEKLY_REPORT = "weekly_report"
    ANNEX1 = "annex1"
    ANNEX2 = "annex2"


class DocumentState(StrEnum):
    """Whether a document holds."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """A later revision stands in its place."""
    WITHDRAWN = "withdrawn"


PAPER_NAMES = {
    PaperKind.WEEKLY_REPORT: "周报",
    PaperKind.ANNEX1: "情况表",
    PaperKind.ANNEX2: "汇总表",
}
"""What stands in a number for each paper."""


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How an office numbers one kind of paper, such as ``惠志联周报〔{year}〕{serial}号``.

    ``{year}`` and ``{week}`` are those of the ISO week of the papers, ``{serial}`` counts from 1
    in each year without gaps.
    """

    text: str

    @classmethod
    def parse(cls, text: str, kind: PaperKind) -> NumberPattern:
        """Check a pattern that was typed.

        Raises:
            InvalidEntry: A place is unknown, or two papers would have the same number.
        """
        text = read_number(text)
        places = _PLACE.findall(text)
        rest = _PLACE.sub("", text)
        if set(places) - _PLACES or "{" in rest or "}" in rest:
            raise InvalidEntry(
                "In a number only {year}, {week} and {serial} are filled in. Write them exactly so."
            )
        weekly = kind is PaperKind.WEEKLY_REPORT and "week" in places
        if "year" not in places or not (weekly or "serial" in places):
            raise InvalidEntry(
                "Two papers would have the same number. Write {year} and {serial} in it; {week} "
                "may stand for {serial} in the number of the weekly report."
            )
        return cls(text)

    @property
    def counts(self) -> bool:
        """Whether papers are counted, instead of going by their week."""
        return "{serial}" in self.text

    def number(self, *, year: int, week: int, serial: int) -> str:
        """Write the number of one paper."""
        filled = {"year": year, "week": week, "serial": serial}
        return _PLACE.sub(lambda place: str(filled[place[1]]), self.text)


def default_pattern(office: str, kind: PaperKind) -> NumberPattern:
    """Number the papers of an office that has said nothing.

    Args:
        office: Its name.
    """
    name = office.replace("{", "").replace("}", "")
    return NumberPattern(read_number(f"{name}{PAPER_NAMES[kind]}〔{{year}}〕{{serial}}号"))


def check_code(number: str, revision: int, facts_sha256: str) -> str:
    """Make the code that stands on a paper: twelve letters and digits that are hard to misread.

    It follows from what the paper says, so that the same paper made again has the same one.
    """
    content = f"{number}\n{revision}\n{facts_sha256}".encode()
    value = int.from_bytes(hashlib.sha256(content).digest()[:8], "big")
    return "".join(_LETTERS[(value >> 5 * place) & 31] for place in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Read a code as people type it: with blanks or hyphens, small letters, O for 0, I or L for 1.

    Returns:
        The code, or an empty text for what cannot be one.
    """
    code = re.sub(r"[\s‐–—-]", "", typed).upper().translate(_MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= set(_LETTERS) else ""


def read_number(typed: str) -> str:
    """Read a number as people type it: any width of letters, any usual brackets, blanks or not."""
    text = unicodedata.normalize("NFKC", typed)
    text = re.sub(r"[\[(【［〔]", "〔", text)
    text = re.sub(r"[\])】］〕]", "〕", text)
    return re.sub(r"\s", "", text)
