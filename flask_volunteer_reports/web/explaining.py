"""Where a figure is explained: the page that says what it is made of."""

from __future__ import annotations

from flask import current_app, url_for

from ..services.queries.figures import FigureRow
from ..services.queries.figures_page import FigureBy, OwnerFigures
from .access import BLUEPRINT


def explain_link(found: OwnerFigures, row: FigureRow | None = None) -> str:
    """Return the address of the page that says what a figure is made of; empty where none is.

    Args:
        row: One row of the breakdown; without it, the whole.
    """
    endpoint = f"{BLUEPRINT}.recording.explain"
    if endpoint not in current_app.view_functions:
        return ""
    by, part = found.wanted.by, found.wanted.part
    owner_id = found.owner.id
    theme, month = part.theme, part.month
    if row and by is FigureBy.THEME:
        theme = row.key
    elif row and by is FigureBy.MONTH:
        month = row.key
    elif row:
        if row.owner_id is None:  # what no row holds has no page of its own
            return ""
        owner_id = row.owner_id
    return url_for(
        endpoint,
        owner_id=owner_id,
        campaign=found.campaign.code,
        theme=theme or None,
        month=month or None,
    )
