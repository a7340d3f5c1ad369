"""For whom something is filed: an organization, by its manager, or an area, by its office."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ...domain.directory import AreaLevel
from ...errors import InvalidEntry, NotAllowed
from ...models import Area, Campaign, Organization
from ...ports import Actor, Permission
from ..reporting.receiving import receiving_area
from ..unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: one of the two ids."""

    organization_id: UUID | None = None
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FilingPlace:
    """Whose the thing is, and the area whose office has it."""

    area: Area
    organization: Organization | None


def find_place(
    uow: UnitOfWork,
    actor: Actor,
    campaign: Campaign,
    filer: Filer,
    permission: Permission,
    *,
    lock: bool = True,
    by_office: bool = False,
) -> FilingPlace:
    """Return where *actor* files for *filer*.

    Args:
        by_office: The office that receives from an organization may do it as well.
        lock: Hold the organization or the area until the transaction ends.

    Raises:
        NotFound: Organization or area are not there or out of reach.
        NotAllowed: *actor* does not act for them.
        InvalidEntry: Nobody is named, or the area has no office.
    """
    if filer.organization_id:
        organization = uow.find(actor, Organization, filer.organization_id, lock=lock)
        uow.require(actor, permission, organization)
        area = receiving_area(uow.session, campaign, organization)
        own = uow.policy.scope(actor, permission)
        if not own.everything and organization.id not in own.organization_ids:
            # An office reaches an organization by its seat; it does not speak for it.
            if not by_office:
                raise NotAllowed("Only the organization's own manager does this for it.")
            uow.require(actor, permission, area)
        return FilingPlace(area, organization)
    if filer.area_id is None:
        raise InvalidEntry("Choose for whom this is.", field="filer")
    area = uow.find(actor, Area, filer.area_id, lock=lock)
    uow.require(actor, permission, area)
    if area.level not in (AreaLevel.CITY, AreaLevel.DISTRICT):
        raise InvalidEntry("Only the city and the districts have offices.", field="filer")
    return FilingPlace(area, None)
