"""The answers of Annex 1 that nobody may type, from what stands in the database today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...domain.campaign import CampaignRules
from ...domain.derived import Derived, hours_recorded, published_before_start
from .hours import ActivityTotals


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """是否记录时长 and 项目是否发布 with their reasons, and the sums behind the first."""

    hours_recorded: Derived
    project_published: Derived
    totals: ActivityTotals


def derived_facts(
    rules: CampaignRules,
    activity_id: UUID | None,
    published_at: datetime | None,
    starts_at: datetime | None,
    totals: Mapping[UUID, ActivityTotals],
) -> DerivedFacts:
    """Derive the facts of a report of an activity; all None for a free-standing one.

    Args:
        published_at: When the activity could first be seen by the public.
        starts_at: When the activity was to start.
        totals: Sums by activity.
    """
    sums = totals.get(activity_id, ActivityTotals()) if activity_id else ActivityTotals()
    return DerivedFacts(
        hours_recorded(sums.volunteers, sums.service_minutes),
        published_before_start(published_at, starts_at, min_lead=rules.min_lead),
        sums,
    )
