"""What a PDF says about itself: title, date, the standard that it claims, its colours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from .pdf_file import PdfFile, text

PRODUCER = "Flask Volunteer Reports"

_CLAIMS = {
    "pdf/ua-1": '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>",
    "pdf/a-2b": '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>",
}
VARIANTS = tuple(_CLAIMS)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claim}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>\
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag>\
<rdf:li>zh-Hans</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\
<pdf:Producer>{producer}</pdf:Producer></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Description:
    """Entries for the catalog, and the number of the information object."""

    entries: bytes
    info: int


def describe(file: PdfFile, title: str, created: date, variant: str) -> Description:
    """Write what the paper says about itself; the date is the paper's, not that of the run."""
    xmp = _XMP.format(
        claim=_CLAIMS[variant],
        title=escape(title),
        day=created.isoformat(),
        producer=PRODUCER,
    )
    metadata = file.stream(b"/Type/Metadata/Subtype/XML", xmp.encode())
    day = created.strftime("%Y%m%d").encode()
    info = file.add(
        b"<</Title%b/Producer(%b)/CreationDate(D:%b000000Z)/ModDate(D:%b000000Z)>>"
        % (text(title), PRODUCER.encode(), day, day)
    )
    entries = b"/Metadata %d 0 R" % metadata
    if variant == "pdf/a-2b":
        profile = file.packed(b"/N 3", _srgb())
        entries += (
            b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
            b"/Info(sRGB)/DestOutputProfile %d 0 R>>]" % profile
        )
    return Description(entries, info)


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """Return the profile of sRGB that WeasyPrint ships; found without importing WeasyPrint."""
    found = find_spec("weasyprint")
    assert found and found.origin  # noqa: S101, PT018 -- we depend on it
    return (Path(found.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
