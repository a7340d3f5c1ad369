"""What happened to a thing, from the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import AuditEntry
from ...ports import OPERATOR_ID

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the history of a thing."""

    at: datetime
    by_operator: bool
    actor_name: str
    event: str
    details: dict[str, Any]


def history(session: Session, *subject_ids: UUID) -> Sequence[HistoryRow]:
    """List what happened to things, newest first, at most the newest 200."""
    rows = session.execute(
        select(
            AuditEntry.at,
            AuditEntry.actor_id == OPERATOR_ID,
            AuditEntry.actor_name,
            AuditEntry.event,
            AuditEntry.details,
        )
        .where(AuditEntry.subject_id.in_(subject_ids))
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(MOST_ROWS)
    )
    return [HistoryRow(*row) for row in rows]
