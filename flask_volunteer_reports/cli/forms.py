"""The forms of the host's folder, tried from the terminal before papers are made with them."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InvalidEntry, NotFound, PaperFailed
from ..ports import Permission
from ..services.archiving.form_check import try_templates
from ..services.archiving.office_templates import templates_of
from ..services.queries.reports import area_by_code
from ..services.reporting.papers import check_office
from ..state import current_state, current_unit_of_work
from ..storage import writing_whole
from .command import command, say, tell


@command("preview-forms", permission=Permission.OPERATE)
@click.argument("area_code")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    help="Folder for the previews; made when missing.",
)
def preview_forms(area_code: str, out: Path) -> None:
    """Try every form that is not ours of the office of AREA_CODE with invented facts.

    Writes a preview of each that works, shows the mistakes of the others with their lines, and
    fails where there is one.
    """
    session, state = current_unit_of_work().session, current_state()
    area = area_by_code(session, area_code)
    if area is None:
        raise NotFound("There is no area with the code %(code)s.", code=area_code)
    check_office(area)
    templates = templates_of(session, area, state.settings, state.storage)
    session.rollback()
    if not templates.digest:
        tell("The papers of %(name)s are made with our forms.", name=area.name)
        return
    wrong = 0
    with state.press() as press:
        for name, tried, faults in try_templates(press, templates):
            for fault in faults:
                place = f"{fault.template}:{fault.line}" if fault.line else fault.template
                click.echo(f"{place}: {say(fault.message)}")
                if fault.excerpt:
                    click.echo(fault.excerpt)
            if tried is None:
                wrong += 1
                continue
            path = out / tried.filename
            _write(path, tried.content)
            tell("%(form)s works: %(path)s", form=name.value, path=str(path))
    if wrong:
        raise PaperFailed("%(count)s forms have mistakes.", count=wrong)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing_whole(path) as file:
            file.write(content)
    except OSError as error:
        raise InvalidEntry(
            "%(path)s cannot be written: %(error)s.",
            path=str(path),
            error=error.strerror or str(error),
        ) from error
