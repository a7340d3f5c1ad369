"""Whole addresses of our pages, for QR codes."""

from __future__ import annotations

from typing import Any

from flask import url_for

from ..state import current_state


def public_address(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page, as people outside reach it."""
    public_url = current_state().settings.public_url
    if public_url:
        return public_url.rstrip("/") + url_for(endpoint, **values)
    return url_for(endpoint, _external=True, **values)
