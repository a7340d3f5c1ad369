"""The package of a campaign, from the terminal."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from ..domain.archiving import DocumentClass
from ..errors import NotFound, StorageFailed
from ..models import Area, Organization
from ..ports import Permission
from ..services.archiving.packages import gather, pack
from ..services.queries.archive import Selection
from ..services.reporting.papers import check_office
from ..services.reporting.receiving import find_campaign, receiving_area
from ..state import current_state, current_unit_of_work, now
from ..storage import writing_whole
from .command import command, tell

_CLASSES = [each.value for each in DocumentClass]


@command("package", permission=Permission.OPERATE)
@click.argument("campaign")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The ZIP file; its folder is made when missing.",
)
@click.option("--area", "area_code", help="Code of a district; without it the whole city.")
@click.option("--organization", "organization_code", help="Code of one organization.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice(_CLASSES),
    help="A class; several times for several, without it all four.",
)
def package(
    campaign: str,
    out: Path,
    area_code: str | None,
    organization_code: str | None,
    classes: tuple[str, ...],
) -> None:
    """Write the package of CAMPAIGN into a file; it is whole or not there."""
    session, state = current_unit_of_work().session, current_state()
    selection = _selection(campaign, area_code, organization_code)
    wanted = [DocumentClass(each) for each in classes or _CLASSES]
    gathered = gather(session, selection, wanted, now=now())
    session.rollback()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with writing_whole(out) as file:
            result = pack(gathered, state.storage, file)
    except OSError as error:
        raise StorageFailed(
            "%(path)s cannot be written: %(error)s.",
            path=str(out),
            error=error.strerror or str(error),
        ) from error
    click.echo(out)
    for lost in result.unreadable:
        tell("%(path)s could not be read and is not in the package.", path=lost.path)


def _selection(campaign_code: str, area_code: str | None, own_code: str | None) -> Selection:
    """Find what is asked for by its codes.

    Raises:
        NotFound: There is no such campaign, area or organization.
        InvalidEntry: The area has no office.
    """
    session = current_unit_of_work().session
    campaign = find_campaign(session, campaign_code)
    if own_code:
        rows = select(Organization).where(Organization.code == own_code)
        own = session.scalars(rows).first()
        if own is None:
            raise NotFound("There is no organization with the code %(code)s.", code=own_code)
        return Selection(campaign, receiving_area(session, campaign, own), own)
    code = area_code or campaign.rules.city
    area = session.scalars(select(Area).where(Area.code == code)).first()
    if area is None:
        raise NotFound("There is no area with the code %(code)s.", code=code)
    check_office(area)
    return Selection(campaign, area)
