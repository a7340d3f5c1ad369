"""What a report said when it was handed in: frozen, so that papers can be made from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ...models import ActivityReport


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """The answers of Annex 1 that people gave; what is derived is not among them.

    Instants are aware (UTC); ``photos`` are digests of stored photos, in the order of the form.
    """

    organization_name: str
    registered_on: date | None
    supervising_unit: str
    leader_name: str
    leader_mobile: str
    filled_on: date
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    volunteer_count: int
    summary: str
    photos: tuple[str, ...]

    @classmethod
    def of_report(cls, report: ActivityReport, *, filled_on: date) -> RevisionFacts:
        """Take the facts of a complete report and of its organization as they are now."""
        organization = report.organization
        assert report.starts_at and report.ends_at and report.volunteer_count  # noqa: S101, PT018 -- check_complete
        return cls(
            organization_name=organization.name,
            registered_on=organization.registered_on,
            supervising_unit=organization.supervising_unit,
            leader_name=organization.leader_name,
            leader_mobile=organization.leader_mobile,
            filled_on=filled_on,
            title=report.title,
            starts_at=report.starts_at,
            ends_at=report.ends_at,
            place=report.place,
            volunteer_count=report.volunteer_count,
            summary=report.summary,
            photos=tuple(photo.sha256 for photo in report.photos),
        )

    def to_json(self) -> dict[str, Any]:
        """Write the facts as JSON values; days and instants in ISO form."""
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> RevisionFacts:
        """Read what :meth:`to_json` wrote."""
        registered_on = facts["registered_on"]
        return cls(
            **{
                **facts,
                "registered_on": date.fromisoformat(registered_on) if registered_on else None,
                "filled_on": date.fromisoformat(facts["filled_on"]),
                "starts_at": datetime.fromisoformat(facts["starts_at"]),
                "ends_at": datetime.fromisoformat(facts["ends_at"]),
                "photos": tuple(facts["photos"]),
            }
        )
