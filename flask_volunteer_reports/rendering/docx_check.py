"""What an uploaded DOCX must be before anything opens it: a plain Word document, small, alone.

No macros, no embedded objects, nothing that Word would load from elsewhere when the paper is
opened: what an office sends out must not carry what somebody hid in a template.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from ..errors import Fault, Message

MOST_PARTS = 500
MOST_BYTES = 30_000_000
"""Unpacked, all parts together."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OBJECTS = re.compile(r"vbaProject|vbaData|/embeddings/|/activeX/|oleObject|afchunk", re.IGNORECASE)
# Fields that fetch something, or run something, when the document is opened.
_FIELDS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|MACROBUTTON)\b")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_docx(name: str, content: bytes) -> list[Fault]:
    """List what speaks against the file; an empty list when nothing does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            found = list(_wrong_with(file))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError):
        found = [Message("This is not a Word document (.docx). Save it in Word as .docx again.")]
    except (RuntimeError, ValueError, KeyError):  # encrypted, broken
        found = [Message("This Word document cannot be opened. Save it without a password.")]
    return [Fault(template=name, line=None, message=message) for message in found]


def _wrong_with(file: zipfile.ZipFile) -> Iterator[Message]:
    parts = file.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        yield Message("This document is far too large when it is unpacked.")
        return
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        yield Message("This is not a Word document (.docx). Save it in Word as .docx again.")
        return
    if any(_OBJECTS.search(name) for name in names):
        yield Message("The document holds macros or embedded objects. Save it without them.")
    texts = {name: _read(file, name) for name in sorted(names) if name.endswith((".xml", ".rels"))}
    if any(
        _DOCTYPE.search(text) or text[:2] in (b"\xff\xfe", b"\xfe\xff") for text in texts.values()
    ):
        yield Message("The document was not written by a word processor. Save it in Word again.")
        return
    yield from _wrong_in(texts)


def _wrong_in(texts: dict[str, bytes]) -> Iterator[Message]:
    types = texts["[Content_Types].xml"].decode("utf-8", "replace")
    if _MAIN not in types or "macroEnabled" in types:
        yield Message("This is not a plain Word document (.docx): save it as .docx without macros.")
    for name, text in texts.items():
        shown = text.decode("utf-8", "replace")
        if name.endswith(".rels") and re.search(r"TargetMode\s*=\s*[\"']External", shown):
            yield Message(
                "The document refers to something outside of it (a link, a linked picture, a "
                "template): see %(part)s. Take it out and save it again.",
                {"part": name},
            )
        if "altChunk" in shown or re.search(r"<o:OLEObject|<w:object[ >]", shown):
            yield Message("The document holds embedded objects. Take them out and save it again.")
        if field := next(_fields_in(shown), None):
            yield Message(
                "The document has a field “%(field)s” that loads or runs something. Take it out.",
                {"field": field},
            )


def _fields_in(text: str) -> Iterator[str]:
    instructions = re.findall(r"<w:instrText[^>]*>([^<]*)</w:instrText>", text)
    simple = re.findall(r"<w:fldSimple[^>]*w:instr=\"([^\"]*)\"", text)
    # An instruction may be cut into runs: together, and each.
    for instruction in ["".join(instructions), *instructions, *simple]:
        yield from _FIELDS.findall(instruction)


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    """Read one part, but not more than it claimed to have."""
    with file.open(name) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(name)
    return content
