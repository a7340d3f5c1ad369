"""The answers of Annex 1 that nobody may type, from what stands in the database today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ...domain.campaign import CampaignRules
from ...domain.derived import Derived, hours_recorded, published_before_start
from ...models import Activity
from .totals import ActivityTotals


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """是否记录时长 and 项目是否发布 with their reasons, and the sums behind the first."""

    hours_recorded: Derived
    project_published: Derived
    totals: ActivityTotals


def derived_facts(
    rules: CampaignRules, activity: Activity | None, totals: Mapping[UUID, ActivityTotals]
) -> DerivedFacts:
    """Derive the facts of a report of *activity*; None for a free-standing one."""
    sums = totals.get(activity.id, ActivityTotals()) if activity else ActivityTotals()
    return DerivedFacts(
        hours_recorded(sums.volunteers, sums.service_minutes),
        published_before_start(
            activity.published_at if activity else None,
            activity.starts_at if activity else None,
            min_lead=rules.min_lead,
        ),
        sums,
    )
