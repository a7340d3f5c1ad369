"""A Word document of ours: A4, Chinese, our styles, and the same bytes for the same facts."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from .fit import LINE_HEIGHT
from .office import OfficeFonts, settle_zip, xml_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT_SIZE = 12.0
TITLE_SIZE = 22.0
HEADING_SIZE = 16.0
"""小四, 二号 and 三号 of GB/T 9704, in points."""

_UNUSED = (
    "stylesWithEffects",
    "webSettings",
    "customXml",
    "numbering",
    "extended-properties",
    "thumbnail",
)
"""What the library's template brings along, a picture of another document among it."""

# How Windows, WPS, Linux and the makers of the fonts call the same faces.
_OTHER_NAMES = {
    "仿宋_GB2312": "FangSong_GB2312,仿宋,FangSong,STFangsong",
    "黑体": "SimHei,STHeiti",
    "仿宋": "FangSong,仿宋_GB2312,FangSong_GB2312,STFangsong",
    "FangSong": "仿宋,仿宋_GB2312,FangSong_GB2312,STFangsong",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S,方正小标宋_GBK,FZXiaoBiaoSong-B05,STZhongsong",
}


def twips(millimetres: float) -> int:
    """Word's unit of length: a twentieth of a point."""
    return round(millimetres / 25.4 * 72 * 20)


def new_document(title: str, created: date, fonts: OfficeFonts) -> Any:
    """Begin a document: A4 portrait with the margins of the forms, without any content.

    Args:
        title: Of the document, for readers and archives.
        created: Its date; not the time of the run, so that the same facts give the same bytes.
        fonts: What its styles name.
    """
    from docx import Document  # noqa: PLC0415 -- slow import
    from docx.shared import Mm  # noqa: PLC0415 -- slow import

    document = Document()
    _drop_unused(document)
    _set_styles(document, fonts)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    section.header_distance = section.footer_distance = Mm(7)
    at = datetime.combine(created, time(), UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.language = xml_text(title)[:255], "zh-CN"
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = at
    about.revision = 1
    return document


def add_paragraph(
    document: Any,
    text: str,
    *,
    size: float = TEXT_SIZE,
    style: str = "Normal",
    align: str = "left",
    before: float = 0,
    line: float | None = None,
    new_page: bool = False,
) -> None:
    """Add a paragraph at the end; *size* and *line* in points, *before* in millimetres."""
    xml = paragraph_xml(
        text,
        size=size,
        style=style,
        align=align,
        before=before,
        line=line,
        new_page=new_page,
        root=W,
    )
    add_xml(document, xml)


def add_xml(document: Any, xml: str) -> None:
    """Add a paragraph or a table in WordprocessingML at the end."""
    from docx.oxml import parse_xml  # noqa: PLC0415 -- slow import

    body = document.element.body
    body.insert_element_before(parse_xml(xml), "w:sectPr")


def paragraph_xml(
    text: str,
    *,
    size: float = TEXT_SIZE,
    style: str = "Normal",
    align: str = "left",
    before: float = 0,
    line: float | None = None,
    new_page: bool = False,
    root: str = "",
) -> str:
    """Write a paragraph; a line end in *text* breaks the line.

    Lines have an exact height, because fonts that replace ours would make the rows higher.

    Args:
        line: Height of a line in points.
        root: Declares the namespaces where the paragraph stands alone.
    """
    height = round((line or size * LINE_HEIGHT) * 20)
    page = "<w:pageBreakBefore/>" if new_page else ""
    runs = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in xml_text(text).split("\n")
    ).replace("\t", "</w:t><w:tab/><w:t>")
    half_points = round(size * 2)
    return (
        f"<w:p {root}><w:pPr><w:pStyle w:val={quoteattr(style)}/>{page}"
        f'<w:spacing w:before="{twips(before)}" w:after="0" w:line="{height}"'
        f' w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f"{runs}</w:r></w:p>"
    )


def add_annex_name(document: Any, name: str, *, new_page: bool = False) -> None:
    """Add 附件1 or the like, left above the title."""
    add_paragraph(document, name, size=HEADING_SIZE, style="AnnexName", new_page=new_page)


def save(document: Any, out: BinaryIO) -> None:
    """Write the document to *out*."""
    made = io.BytesIO()
    document.save(made)
    settle_zip(made, out)


def _drop_unused(document: Any) -> None:
    for owner, kinds in (
        (document.part, _UNUSED),
        (document.part.package, ("thumbnail", *_UNUSED)),
    ):
        unused = [key for key, rel in owner.rels.items() if rel.reltype.endswith(kinds)]
        for key in unused:
            del owner.rels[key]
    settings = document.settings.element
    kept = ("compat", "characterSpacingControl", "defaultTabStop")
    for child in list(settings):
        if not child.tag.endswith(kept):
            settings.remove(child)
    for mode in settings.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        mode.set(mode.tag.replace("compatSetting", "val"), "15")


def _set_styles(document: Any, fonts: OfficeFonts) -> None:
    """Put three styles of our own in place of the template's 160."""
    from docx.oxml import parse_xml  # noqa: PLC0415 -- slow import

    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(_styles_xml(fonts)):
        styles.append(child)
    for rel in document.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            rel.target_part._blob = _font_table(fonts).encode()  # noqa: SLF001 -- the library has no other way


def _styles_xml(fonts: OfficeFonts) -> str:
    text, title, heading = (
        "<w:rFonts w:ascii={0} w:hAnsi={0} w:eastAsia={0} w:cs={0}/>".format(quoteattr(family))
        for family in (fonts.text, fonts.title, fonts.heading)
    )
    return (
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{text}"
        f'<w:sz w:val="{round(TEXT_SIZE * 2)}"/><w:szCs w:val="{round(TEXT_SIZE * 2)}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr>{title}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="AnnexName">'
        '<w:name w:val="Annex Name"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{heading}</w:rPr></w:style>"
        "</w:styles>"
    )


def _font_table(fonts: OfficeFonts) -> str:
    def font(family: str) -> str:
        other = _OTHER_NAMES.get(family)
        names = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
        return (
            f'<w:font w:name={quoteattr(family)}>{names}<w:charset w:val="86"/>'
            '<w:family w:val="roman"/></w:font>'
        )

    families = dict.fromkeys((fonts.text, fonts.title, fonts.heading))
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f"<w:fonts {W}>{''.join(map(font, families))}</w:fonts>"
    )
