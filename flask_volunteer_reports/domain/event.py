"""What every event says: what changed, who did it, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base: what changed, who did it, when."""

    subject: ClassVar[str] = ""

    subject_id: UUID
    by: str
    at: datetime
