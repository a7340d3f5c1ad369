"""QR codes for screens."""

from __future__ import annotations


def qr_svg(address: str) -> str:
    """Return a QR code of *address* as SVG that fills what it stands in, with its quiet zone."""
    import segno  # noqa: PLC0415 -- pages with codes only

    code = segno.make(address, error="m", micro=False, boost_error=False)
    svg: str = code.svg_inline(border=4, omitsize=True, light="#fff")
    return svg
