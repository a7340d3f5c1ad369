"""What is filed, in which class, and how it goes from a district to the city."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from ..errors import InvalidEntry


class DocumentClass(StrEnum):
    """规范文件, 说明报告, 实景图片, 统计表格: into these four everything is sorted.

    Source:
        Notice 2017-98, 4(4).
    """

    REGULATION = "regulation"
    EXPLANATION = "explanation"
    PHOTO = "photo"
    STATISTICS = "statistics"


FOLDERS: Mapping[DocumentClass, str] = {
    DocumentClass.REGULATION: "01规范文件",
    DocumentClass.EXPLANATION: "02说明报告",
    DocumentClass.PHOTO: "03实景图片",
    DocumentClass.STATISTICS: "04统计表格",
}
"""The folders of a package: numbered, so that they stand in the order of the notice."""

MEDIA_FOLDER = "05宣传报道"


class FileKind(StrEnum):
    """What a filed document is by its content; the value is the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        """What a browser is told."""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.JPEG: "image/jpeg",
}


class MediaKind(StrEnum):
    """Where something was reported (宣传报道).

    Source:
        Notice 2017-98, 4(4).
    """

    TV = "tv"
    RADIO = "radio"
    NEWSPAPER = "newspaper"
    WEB = "web"
    SMS = "sms"
    WECHAT = "wechat"
    WEIBO = "weibo"


MEDIA_NAMES: Mapping[MediaKind, str] = {
    MediaKind.TV: "电视",
    MediaKind.RADIO: "广播",
    MediaKind.NEWSPAPER: "报纸",
    MediaKind.WEB: "网站",
    MediaKind.SMS: "短信",
    MediaKind.WECHAT: "微信",
    MediaKind.WEIBO: "微博",
}
"""As the notice calls them; papers and packages are Chinese."""


class HandOverStatus(StrEnum):
    """What became of a hand-over."""

    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    RETURNED = "returned"


class Answer(StrEnum):
    """What the receiving office said to a hand-over."""

    RECEIVED = "received"
    RETURNED = "returned"


LONGEST_LINK = 500


def check_link(link: str) -> str:
    """Return *link* when it is an address that may be shown, or nothing.

    Raises:
        InvalidEntry: It is no http or https address with a host, holds blanks, or is too long.
    """
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or any(letter.isspace() or letter in '<>"\\' for letter in link):
        raise InvalidEntry(
            "This is no address of a page. Copy it from the browser; it begins with https:// or "
            "http://.",
            field="link",
        )
    if len(link) > LONGEST_LINK:
        raise InvalidEntry(
            "The address has %(count)s characters; at most %(most)s fit.",
            field="link",
            count=len(link),
            most=LONGEST_LINK,
        )
    return link
