"""Names for files that people unpack: readable, and such that every system accepts them."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 60
MOST_BYTES = 180
"""Of one part of a path, without its ending: file systems hold 255 bytes of UTF-8, and 260
characters of a whole path on Windows, with the folder in which somebody unpacks."""

# What Windows refuses in a name becomes the same sign in the width of an ideograph.
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)


def safe_name(text: str, *, most_characters: int = MOST_CHARACTERS) -> str:
    """Make one part of a path from what people wrote; without an ending.

    Returns:
        NFC; no sign that Windows refuses, no blank or point at either end, not one of its device
        names, at most *most_characters* and 180 bytes long; ``_`` where nothing is left.
    """
    name = _UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_WIDE))
    name = _cut(" ".join(name.split()), most_characters)
    # Windows looks at what stands before the first point only: “con.txt” is the device as well.
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip(" ")):
        name = f"_{name}"
    return name or "_"


def _cut(name: str, most_characters: int) -> str:
    name = name.strip(". ")[:most_characters]
    while len(name.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        name = name[:-1]
    # No accent is left without its letter, no point, blank or opened bracket at the end.
    while name and (unicodedata.combining(name[-1]) or name[-1] in ". \u3000（〔《“‘"):
        name = name[:-1]
    return name


class UniqueNames:
    """Gives every path once, whatever the case of its letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, folder: str, stem: str, ending: str) -> str:
        """Return a free path; the second of a name gets （2） behind it."""
        number = 1
        while True:
            suffix = f"（{number}）" if number > 1 else ""
            path = f"{folder}/{stem}{suffix}.{ending}" if folder else f"{stem}{suffix}.{ending}"
            key = unicodedata.normalize("NFKC", path).casefold()
            if key not in self._taken:
                self._taken.add(key)
                return path
            number += 1
