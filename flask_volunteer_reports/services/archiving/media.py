"""Media coverage: entered with a link or a scan, voided with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ...domain.archiving import MediaKind, check_link
from ...domain.events import MediaCoverageEntered, MediaCoverageVoided
from ...errors import AlreadyDone, InvalidEntry
from ...models import Campaign, MediaCoverage
from ...ports import Actor, Permission, Storage
from ..reporting.receiving import find_campaign
from ..unit_of_work import UnitOfWork
from .filers import Filer, find_place
from .uploads import KeptFile, check_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaEntry:
    """What was reported where."""

    kind: MediaKind
    published_on: date
    outlet: str
    title: str
    link: str = ""
    scan: KeptFile | None = None


def enter_media_coverage(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    campaign_code: str,
    filer: Filer,
    entry: MediaEntry,
    *,
    coverage_id: UUID,
    now: datetime,
) -> MediaCoverage:
    """Enter a report in the media, with its address or a scan where there is one.

    Raises:
        NotFound: Campaign, organization or area are not there or out of reach.
        NotAllowed: *actor* files nothing for the organization or the area.
        InvalidEntry: The link is no web address, or the day is still to come.
        AlreadyDone: It was entered before.
        StorageFailed: The scan is not in the storage.

    Source:
        Notice 2017-98, 4(4).
    """
    link = check_link(entry.link)
    scan = entry.scan
    if scan:
        check_kept(storage, scan)
    with uow.transaction() as session:
        campaign = find_campaign(session, campaign_code)
        place = find_place(uow, actor, campaign, filer, Permission.FILE_DOCUMENT)
        if session.get(MediaCoverage, coverage_id):
            raise AlreadyDone("This report was entered before.")
        _check_day(campaign, entry.published_on, now)
        coverage = MediaCoverage(
            id=coverage_id,
            campaign_id=campaign.id,
            area_id=place.area.id,
            organization_id=place.organization.id if place.organization else None,
            kind=entry.kind,
            published_on=entry.published_on,
            outlet=entry.outlet,
            title=entry.title,
            link=link,
            scan_sha256=scan.sha256 if scan else None,
            scan_kind=scan.kind if scan else None,
            scan_size=scan.size if scan else None,
            scan_name=scan.name if scan else "",
            entered_at=now,
            entered_by_id=actor.id,
            entered_by=actor.name,
        )
        session.add(coverage)
        session.flush()
        uow.record(
            actor,
            MediaCoverageEntered(
                subject_id=coverage.id, by=actor.id, at=now, kind=entry.kind.value
            ),
        )
    return coverage


def void_media_coverage(
    uow: UnitOfWork, actor: Actor, coverage_id: UUID, reason: str, *, now: datetime
) -> MediaCoverage:
    """Say that an entry no longer counts; it stays on record.

    Raises:
        NotFound: It is not there or out of reach.
        NotAllowed: *actor* files nothing for the organization or the area.
        AlreadyDone: It was voided before.
    """
    with uow.transaction():
        coverage = uow.find(actor, MediaCoverage, coverage_id, lock=True)
        uow.require(actor, Permission.FILE_DOCUMENT, coverage)
        if coverage.voided_at is not None:
            raise AlreadyDone("This entry was voided before.")
        coverage.voided_at, coverage.voided_by, coverage.void_reason = now, actor.name, reason
        uow.record(
            actor,
            MediaCoverageVoided(subject_id=coverage.id, by=actor.id, at=now, reason=reason),
        )
    return coverage


def _check_day(campaign: Campaign, day: date, now: datetime) -> None:
    if day > now.astimezone(campaign.rules.week.zone).date():
        raise InvalidEntry("This day is still to come.", field="published_on")
