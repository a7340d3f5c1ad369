"""HTML to PDF with WeasyPrint: no network, no files, the same facts give the same bytes."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from ..errors import PaperFailed
from .fonts import PaperFonts
from .lines import Ruler

PHOTO_SCHEME = "photo"
LINK_SCHEME = "form"
"""Of a link to another form of the paper, by its anchor."""

_SHARED = re.compile(r"<style data-shared>(.*?)</style>", re.DOTALL)


class Layout:
    """Lays documents out; one for the life of a process, because fonts are slow to find.

    Args:
        fonts: The families of the papers; what is not installed is left out.
    """

    def __init__(self, fonts: PaperFonts) -> None:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import

        self.font_family = _css(fonts.text_chain)
        self.title_family = _css(fonts.title_chain)
        self.title_weight = fonts.title_weight
        self.heading_family = _css(fonts.heading_chain)
        self.ruler = Ruler(fonts.text_chain)
        self._configuration = FontConfiguration()
        self._remembered: dict[Hashable, float] = {}
        self._sheets: dict[str, Any] = {}
        self.foot = ""
        """Style sheet of the lower margin, for papers that are rendered plainly."""
        self.foot_images: dict[str, bytes] = {}
        """What that margin may show, as SVG by name."""

    def remember(self, name: Hashable, measure: Callable[[], float]) -> float:
        """Return a measure of a form, taken once in the life of the process."""
        if name not in self._remembered:
            self._remembered[name] = measure()
        return self._remembered[name]

    def lay_out(self, html: str, photos: Mapping[str, bytes] | None = None) -> Any:
        """Lay *html* out.

        Args:
            photos: JPEG bytes by digest, for images of the form ``photo:<digest>``; nothing else
                can be fetched.

        Returns:
            WeasyPrint's document, with its pages.

        Raises:
            PaperFailed: The document asks for anything but its photos.
        """
        from weasyprint import HTML  # noqa: PLC0415 -- slow import
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- slow import

        with warnings.catch_warnings():
            # Importing WeasyPrint and fontTools is noisy on some versions; the output is checked.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                html, sheets = self._without_shared(html)
                fetcher = _photo_fetcher({**(photos or {}), **self.foot_images})
                return HTML(string=html, url_fetcher=fetcher).render(
                    font_config=self._configuration, stylesheets=sheets
                )
            except FatalURLFetchingError as error:
                raise PaperFailed(
                    "A photo of the paper cannot be read. Tell the people who run the site."
                ) from error

    def _without_shared(self, html: str) -> tuple[str, list[Any]]:
        """Take the shared style sheet out of *html*: read once, it serves every document.

        It then ranks below the document's other styles, wherever it stood.
        """
        from weasyprint import CSS  # noqa: PLC0415 -- slow import

        sheets = [CSS(string=self.foot, font_config=self._configuration)] if self.foot else []
        found = _SHARED.search(html)
        if found is None:
            return html, sheets
        style = found[1]
        if style not in self._sheets:
            self._sheets = {style: CSS(string=style, font_config=self._configuration)}
        return html[: found.start()] + html[found.end() :], [self._sheets[style], *sheets]

    def write(self, document: Any, identifier: str) -> bytes:
        """Write a document that was laid out as a tagged PDF.

        Args:
            identifier: Names the content; the same name and content give the same bytes.
        """
        digest = hashlib.sha256(identifier.encode()).digest()[:16]
        pdf: bytes = document.write_pdf(pdf_identifier=digest, pdf_tags=True)
        return pdf


def _css(families: tuple[str, ...]) -> str:
    return ", ".join('"' + family.replace('"', "") + '"' for family in families) or "serif"


def _photo_fetcher(photos: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

    class PhotoFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
        """Answers for the photos of this paper; anything else stops it."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme != PHOTO_SCHEME or name not in photos:
                raise ValueError(f"Not a photo of this paper: {url}")
            kind = "image/svg+xml" if photos[name].startswith(b"<svg") else "image/jpeg"
            return URLFetcherResponse(url, photos[name], {"Content-Type": kind})

    return PhotoFetcher(allow_redirects=False, fail_on_errors=True)


def bottom_of(document: Any, anchor: str) -> float:
    """Return how far below the top of its page the element *anchor* ends, in millimetres."""
    _, _, _, bottom = document.pages[page_of(document, anchor)].anchors[anchor]
    return float(bottom) * 25.4 / 96


def page_of(document: Any, anchor: str) -> int:
    """Return the index of the page on which the element with the id *anchor* starts."""
    for number, page in enumerate(document.pages):
        if anchor in page.anchors:
            return number
    raise PaperFailed(
        "The paper came out wrong: “%(anchor)s” is missing. Tell the people who run the site.",
        anchor=anchor,
    )
