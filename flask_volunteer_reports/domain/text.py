"""What people may type: one clean form for storage, and what is refused.

Names and summaries go on to pages, PDF, DOCX and XLSX. Characters that are invisible, turn the
reading direction or break those files are refused with their place; everything that can be read
is kept, rare ideographs and the ``·`` of minority names included.
"""

from __future__ import annotations

import re
import unicodedata

from ..errors import InvalidEntry

# Judged by code point: the interpreter's Unicode tables are older than the names of people.
_REFUSED_RANGES = (
    (0x0000, 0x0008),
    (0x000B, 0x001F),
    (0x007F, 0x009F),  # C0 and C1 controls; tab and line feed stay
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),  # zero width, line separators, bidirectional controls
    (0x3164, 0x3164),
    (0xD800, 0xF8FF),  # surrogates and private use
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFF),  # specials, the replacement character, noncharacters
    (0x1D173, 0x1D17A),  # beams and slurs that cannot be seen
    (0x40000, 0x10FFFF),  # planes without characters, tags, private use
)

# One search in place of a look at every character: a spreadsheet has a million cells.
_UNREADABLE = re.compile(
    "["
    + "".join(f"{chr(low)}-{chr(high)}" for low, high in _REFUSED_RANGES)
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)


def clean_text(value: str, *, single_line: bool = False) -> str:
    r"""Bring typed text into the form in which it is stored.

    Line ends become ``\n``, the text NFC, blanks at the ends of lines go.

    Args:
        value: As typed or pasted.
        single_line: Turn line ends and runs of blanks into one blank: names, titles, places.

    Returns:
        The clean text, possibly empty.

    Raises:
        InvalidEntry: It holds a character that cannot be shown or printed; says which and where.
    """
    # A byte order mark in front is what a spreadsheet leaves there, not what a person typed.
    text = unicodedata.normalize("NFC", value).removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if single_line:
        text = " ".join(text.split())
    refuse_unreadable(text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n \t\u3000")


def refuse_unreadable(text: str) -> None:
    """Raise InvalidEntry when *text* holds a character that nobody could read."""
    if found := _UNREADABLE.search(text):
        position = found.start()
        raise InvalidEntry(
            "Behind “%(before)s” stands a character that cannot be shown or printed "
            "(U+%(code)s, character %(position)s of the text). Delete the words around it and "
            "type them by hand.",
            before=text[max(0, position - 8) : position],
            code=f"{ord(found[0]):04X}",
            position=position + 1,
        )
