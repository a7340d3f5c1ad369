"""The forms of papers that an office may replace by its own."""

from __future__ import annotations

from enum import StrEnum

from ..errors import InvalidEntry

MOST_BYTES_TEXT = 512 * 1024
MOST_BYTES_DOCX = 8 * 1024 * 1024


class FormName(StrEnum):
    """Which form a file replaces; the value is the name of the file."""

    ANNEX1_HTML = "annex1.html"
    ANNEX2_HTML = "annex2.html"
    STYLE = "style.css"
    ANNEX1_DOCX = "annex1.docx"
    ANNEX2_DOCX = "annex2.docx"

    @property
    def is_docx(self) -> bool:
        """Whether it is a Word document, and not text."""
        return self.value.endswith(".docx")


def clean_form(name: FormName, content: bytes) -> bytes:
    """Return the content of a form as it is kept: text as UTF-8 with plain line ends.

    Raises:
        InvalidEntry: It is empty, too large, or text in another encoding than UTF-8.
    """
    if not content.strip():
        raise InvalidEntry("Choose the file of the form; this one is empty.", field="file")
    most = MOST_BYTES_DOCX if name.is_docx else MOST_BYTES_TEXT
    if len(content) > most:
        raise InvalidEntry(
            "The file has more than %(size)s KB. Take out what the form does not need.",
            field="file",
            size=most // 1024,
        )
    if name.is_docx:
        return content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidEntry(
            "The file is not text in UTF-8: line %(line)s cannot be read. Save it again and choose "
            "the encoding UTF-8.",
            field="file",
            line=content.count(b"\n", 0, error.start) + 1,
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()
