"""The table of contents of a package as a page that any browser opens from the folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .documents import fill_template


def contents_page(
    *,
    title: str,
    scope: str,
    document_number: str,
    groups: Sequence[tuple[str, Sequence[Any]]],
    media: Sequence[Any],
    unreadable: Sequence[Any],
) -> bytes:
    """Fill the page; it needs no network, no script and no file beside those of the package."""
    return fill_template(
        "package_contents.html",
        title=title,
        scope=scope,
        document_number=document_number,
        groups=groups,
        media=media,
        unreadable=unreadable,
    ).encode()
