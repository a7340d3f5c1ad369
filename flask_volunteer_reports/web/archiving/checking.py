"""The public check of a paper: by its code, its number, or the digest of a file.

Says whether a number is genuine and still holds, and nothing about persons.
"""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...domain.register import read_code, read_number
from ...domain.weeks import Week
from ...ports import Permission
from ...services.queries.register import (
    RegisterEntry,
    entry_by_code,
    entry_by_digest,
    entry_by_number,
)
from ...state import current_unit_of_work
from ..access import requires

LONGEST = 200


@requires(Permission.ANYONE)
def check() -> ResponseReturnValue:
    """Look a paper up by what stands on it, or by the digest of a file."""
    typed = request.args.get("q", "").strip()[:LONGEST]
    if not typed:
        return _page(None, typed, 200)
    session = current_unit_of_work().session
    found: RegisterEntry | None = None
    digest = re.sub(r"\s", "", typed).lower()
    if re.fullmatch("[0-9a-f]{64}", digest):
        found = entry_by_digest(session, digest)
        if found:
            return redirect(url_for(".check_code", code=found.document.code, digest=digest))
    elif code := read_code(typed):
        found = entry_by_code(session, code)
    found = found or entry_by_number(session, read_number(typed))
    if found:
        return redirect(url_for(".check_code", code=found.document.code))
    return _page(None, typed, 404)


@requires(Permission.ANYONE)
def check_code(code: str) -> ResponseReturnValue:
    """Show what the register knows of the paper with that code."""
    entry = entry_by_code(current_unit_of_work().session, read_code(code))
    return _page(entry, "" if entry else code, 200 if entry else 404)


def _page(entry: RegisterEntry | None, typed: str, status: int) -> ResponseReturnValue:
    digest = re.sub(r"\s", "", request.args.get("digest", "")[:LONGEST]).lower()
    page = render_template(
        "volunteer_reports/archiving/check.html",
        entry=entry,
        document=entry.document if entry else None,
        week=Week(entry.document.week_starts_on) if entry else None,
        typed=typed,
        digest=digest,
        same=next((f for f in entry.document.files if f.sha256 == digest), None) if entry else None,
    )
    return page, status
