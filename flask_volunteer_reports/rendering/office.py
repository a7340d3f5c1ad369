"""What Word and Excel files have in common: fonts, characters that XML can hold, the same bytes."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_THE_PAST = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".jpg", ".jpeg")
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class OfficeFonts:
    """The fonts that Word and Excel files name; the reader's computer has them or replaces them."""

    text: str = "仿宋"
    title: str = "方正小标宋简体"
    heading: str = "黑体"
    """Of 附件1 and 附件2 above the title."""


USUAL_FONTS = OfficeFonts()


def xml_text(text: str) -> str:
    """Put the replacement character for what would break the file.

    Such characters are refused when they are typed (``domain/text.py``); a file whose texts came
    another way must open all the same.
    """
    return _NOT_IN_XML.sub("\ufffd", text)


def settle_zip(source: IO[bytes], out: BinaryIO) -> None:
    """Copy a ZIP entry by entry, so that nothing of the run stays in it: no clock, no mode."""
    with ZipFile(source) as made, ZipFile(out, "w", ZIP_DEFLATED) as settled:
        for entry in made.infolist():
            plain = ZipInfo(entry.filename, _THE_PAST)
            plain.create_system = 0
            plain.file_size = entry.file_size
            plain.compress_type = (
                ZIP_STORED if entry.filename.endswith(_PACKED_ALREADY) else ZIP_DEFLATED
            )
            with made.open(entry) as read, settled.open(plain, "w") as write:
                shutil.copyfileobj(read, write)
