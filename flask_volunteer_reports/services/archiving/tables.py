"""The statistics and lists that the system makes for a package."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from ...domain.archiving import MEDIA_NAMES
from ...rendering.workbook import Column, ColumnKind, Sheet, Workbook
from ..queries.archive import Selection, media_counts
from ..queries.statistics import campaign_statistics


def statistics_workbook(session: Session, selection: Selection, *, now: datetime) -> Workbook:
    """Return the statistics of a selection, with its media coverage as the last sheet.

    They do not bear the day, so that a package in which nothing has changed is the same file.
    """
    rules = selection.campaign.rules
    workbook = campaign_statistics(
        session,
        selection.campaign,
        area=selection.area,
        organization=selection.organization,
        now=now,
        dated=False,
    )
    counts = media_counts(session, selection)
    media = Sheet(
        name="宣传报道",
        title=f"{rules.title}宣传报道情况",
        subtitle=workbook.sheets[0].subtitle,
        columns=(Column("媒体", 20), Column("篇数", 10, ColumnKind.NUMBER)),
        rows=tuple((MEDIA_NAMES[kind], count) for kind, count in counts.items()),
    )
    return replace(workbook, sheets=(*workbook.sheets, media))


def workbook_bytes(workbook: Workbook) -> bytes:
    """Write a workbook; the same facts give the same bytes."""
    from ...rendering.xlsx import write_workbook  # noqa: PLC0415 -- slow import

    out = io.BytesIO()
    write_workbook(workbook, out)
    return out.getvalue()
