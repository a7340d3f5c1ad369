"""An office's own DOCX form, filled with the facts of a paper. Runs in the rendering process."""

from __future__ import annotations

import io
import re
import traceback
import zipfile
from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateSyntaxError

from ..errors import Fault, FormFaulty
from .docx_check import check_docx
from .docx_fields import annex1_fields, annex2_fields
from .form_faults import message_of
from .papers import Annex1Sheet, Annex2Table, RenderedFile
from .sandbox import MOST_CHARACTERS, MOST_SECONDS, PaperEnvironment, TooLong, processor_limit

_PHOTO_MILLIMETRES = (60, 76)
"""The room of a photo on the form."""
_UNNAMED = "<template>"
"""What Jinja calls a template that has no name."""


def render_docx_form(
    template: bytes,
    facts: Annex1Sheet | Annex2Table,
    photos: Mapping[str, bytes],
    *,
    filename: str,
) -> RenderedFile:
    """Fill the DOCX form *template*; the same facts and the same form give the same bytes.

    Args:
        photos: JPEG bytes by digest.

    Raises:
        FormFaulty: The document is none that may be used, or a field in it is wrong; says in
            which paragraph.
    """
    name = "annex1.docx" if isinstance(facts, Annex1Sheet) else "annex2.docx"
    if faults := check_docx(name, template):
        raise FormFaulty(faults)
    form = _form(template)
    try:
        fields = _fields(form, facts, photos)
        with processor_limit(MOST_SECONDS):
            form.render(fields, PaperEnvironment(trusted=False), autoescape=True)
        out = io.BytesIO()
        form.save(out)
    except Exception as error:
        raise FormFaulty([_fault_of(error, name, form.source)]) from error
    return RenderedFile(filename, _with_fixed_dates(out.getvalue()), 1)


def _form(template: bytes) -> Any:
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- slow import

    class Form(DocxTemplate):  # type: ignore[misc]  # docxtpl is not typed
        """Remembers the text that is being filled, so that a mistake can be shown in it."""

        source = ""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, env: Any = None) -> str:
            # A paragraph a line, as docxtpl makes it.
            self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
            filled: str = super().render_xml_part(src_xml, part, context, env)
            if len(filled) > MOST_CHARACTERS:
                raise TooLong
            return filled

    return Form(io.BytesIO(template))


def _fields(
    form: Any, facts: Annex1Sheet | Annex2Table, photos: Mapping[str, bytes]
) -> dict[str, Any]:
    if isinstance(facts, Annex2Table):
        return annex2_fields(facts)
    fields = annex1_fields(facts)
    for number in (1, 2):
        digest = facts.photos[number - 1] if len(facts.photos) >= number else None
        fields[f"photo_{number}"] = _photo(form, photos[digest]) if digest else ""
    return fields


def _photo(form: Any, jpeg: bytes) -> Any:
    """Set a photo as large as its room allows, neither stretched nor cropped."""
    from docx.shared import Mm  # noqa: PLC0415 -- slow import
    from docxtpl import InlineImage  # noqa: PLC0415 -- slow import
    from PIL import Image  # noqa: PLC0415 -- slow import

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        width, height = image.size
    scale = min(_PHOTO_MILLIMETRES[0] / width, _PHOTO_MILLIMETRES[1] / height)
    return InlineImage(form, io.BytesIO(jpeg), width=Mm(width * scale), height=Mm(height * scale))


def _fault_of(error: Exception, name: str, source: str) -> Fault:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == _UNNAMED:
            line = frame.lineno
    lines = source.splitlines()
    if line is None or not 1 <= line <= len(lines):
        return Fault(template=name, line=None, message=message_of(error))
    text = " ".join(re.sub(r"<[^>]+>", "", lines[line - 1]).split())
    # The first line is what stands before the first paragraph.
    return Fault(
        template=name, line=max(line - 1, 1), message=message_of(error), excerpt=text[:300]
    )


def _with_fixed_dates(docx: bytes) -> bytes:
    """Pack the same parts again without the time of the run."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(part))
    return out.getvalue()
