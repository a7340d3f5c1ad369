"""Photos in Word documents: whole, upright, neither stretched nor cropped."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from ..errors import PaperFailed
from .docx_document import W, paragraph_xml
from .docx_table import Cell, Row, table_xml
from .office import xml_text

_JPEG = b"\xff\xd8\xff"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_EMU = 36000
"""A millimetre."""


def pictures_xml(
    document: Any, photos: Sequence[tuple[bytes, str]], *, width: float, height: float
) -> str:
    """Write *photos* side by side, each as large as its box allows and in the middle of it.

    Each has a cell of its own in a table without borders: in a line of text the smaller one would
    stand at the foot of the other, and a change of a letter could put it below.

    Args:
        document: Keeps the files.
        photos: JPEG bytes and the alternative text of each.
        width: Of the box of one photo, in millimetres.
        height: Likewise.

    Raises:
        PaperFailed: One of them is not a JPEG that Word can show.
    """
    cells = [
        Cell(content=_paragraph(_run(document, number, content, words, width, height)))
        for number, (content, words) in enumerate(photos, start=1)
    ]
    if not cells:
        return ""
    table = table_xml(
        [width + 1] * len(cells),
        [Row(cells=cells, height=height)],
        description="实景图片",
        borders=False,
        margin=0,
        padding=0,
    )
    return table + paragraph_xml("", size=1)  # Word wants a paragraph at the end of a cell


def _paragraph(run: str) -> str:
    """Not of an exact height, as other lines are: Word would show a strip of the photo."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/></w:pPr>'
        f"{run}</w:p>"
    )


def _run(
    document: Any, number: int, content: bytes, words: str, width: float, height: float
) -> str:
    from docx.image.image import Image  # noqa: PLC0415 -- slow import

    try:
        stream = io.BytesIO(_readable(content))
        image = Image.from_file(stream)
        scale = min(width / image.px_width, height / image.px_height) * _EMU
    except Exception as error:  # of any class: the library raises plain ones
        raise PaperFailed(
            "A photo of the paper cannot be read. Tell the people who run the site."
        ) from error
    inline = document.part.new_pic_inline(
        stream, round(image.px_width * scale), round(image.px_height * scale)
    )
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # else LibreOffice keeps a distance, and the two do not fit
    inline.docPr.set("descr", xml_text(words))
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"实景图片{number}")
    return f"<w:r {W}><w:drawing>{inline.xml}</w:drawing></w:r>"


def _readable(content: bytes) -> bytes:
    """Put a JFIF segment in front of a JPEG that has neither one nor Exif: the library asks for it.

    The picture itself stays as it is.
    """
    if content.startswith(_JPEG) and content[6:10] not in (b"JFIF", b"Exif"):
        return content[:2] + _JFIF + content[2:]
    return content
