"""Hours as they are shown: by check-in and the rest apart."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import ServiceRecord


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes that stand, and of how many records."""

    check_in_minutes: int = 0
    other_minutes: int = 0
    records: int = 0

    @property
    def service_minutes(self) -> int:
        """All of it."""
        return self.check_in_minutes + self.other_minutes


def volunteer_hours(session: Session, volunteer_id: UUID) -> Hours:
    """Add up what one volunteer has given."""
    row = session.execute(
        select(
            func.coalesce(func.sum(ServiceRecord.check_in_minutes), 0),
            func.coalesce(func.sum(ServiceRecord.other_minutes), 0),
            func.count(),
        ).where(ServiceRecord.volunteer_id == volunteer_id, ServiceRecord.stands())
    ).one()
    return Hours(*map(int, row))
