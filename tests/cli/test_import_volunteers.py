"""``import-volunteers``: the same import, from the terminal."""

from __future__ import annotations

from sqlalchemy import select

from flask_volunteer_reports.models import Volunteer
from tests.cli.terminal import done, refused, run
from tests.sheets import HEADINGS, csv, xlsx

OF_LIBRARY = ("--organization", "library")


def names(world) -> list[str]:
    world.uow.session.expire_all()
    return sorted(world.uow.session.scalars(select(Volunteer.name)))


def test_a_dry_run_says_what_the_file_would_do(app, world, written):
    path = written(xlsx(HEADINGS, ("A1", "Ann"), ("A2", "Bo")))
    said = done(app, "import-volunteers", path, *OF_LIBRARY, "--dry-run")
    assert said == "2 new, 0 changed, 0 known already, 0 wrong.\n"
    assert names(world) == []


def test_the_good_rows_are_imported_and_the_wrong_ones_named(app, world, written):
    path = written(csv(("name", "phone"), ("Ann", ""), ("", ""), ("Bo", "1.38E+10"), ("Cy", "")))
    answer = run(app, "import-volunteers", path, *OF_LIBRARY)
    said = answer.output
    assert answer.exit_code == 1
    assert said.startswith("2 new, 0 changed, 0 known already, 1 wrong.\nThe good rows are")
    assert "Row 4: A spreadsheet has turned this number into 1.38E+10" in said
    assert names(world) == ["Ann", "Cy"]
    again = run(app, "import-volunteers", path, *OF_LIBRARY).output
    assert "0 new, 0 changed, 2 known already, 1 wrong." in again
    assert "1 rows of the file are wrong" in again
    assert names(world) == ["Ann", "Cy"]


def test_what_is_no_table_or_no_organization_is_said(app, world, written):
    assert "no table" in refused(app, "import-volunteers", written(b"%PDF-1.7"), *OF_LIBRARY)
    path = written(csv(("name",), ("Ann",)))
    said = refused(app, "import-volunteers", path, "--organization", "moon")
    assert "no organization with the code moon" in said
