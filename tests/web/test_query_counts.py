"""Every list costs the same number of queries, whatever its length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.web.rows import (
    HOME,
    accepted,
    accepted_east,
    activities,
    areas,
    commissions,
    covered,
    earlier_imports,
    filed,
    filed_in_the_east,
    handed_over,
    history,
    imported_rows,
    members,
    nil_returns,
    office_forms,
    one_hand_over,
    one_volunteer,
    organizations,
    projects,
    reports,
    residents,
    roles,
    submitted,
)
from tests.web.rows_of_hours import (
    areas_with_residents,
    asking,
    at_the_place,
    cards,
    certificates,
    explained,
    explained_activity,
    names,
    needy,
    noticed,
    objections,
    own_activities,
    own_calendar,
    own_check_ins,
    own_home,
    own_objections,
    public_calendar,
    with_hours,
)
from tests.world import (
    local,
)


@pytest.fixture
def config():
    return {"VOLUNTEER_REPORTS_PAGE_SIZE": 60}


@contextmanager
def counted(engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def figures(owner, query):
    """The address of figures of an area or organization, known once the city stands."""

    def address(world):
        owner_id = (world.organization if owner == "library" else world.area)(owner).id
        return f"{HOME}/figures/test-2017/{owner_id}{query}"

    return address


LISTS = {
    "my volunteer service": ("nobody", own_home, None),
    "a public project, as a volunteer": ("nobody", own_activities, None),
    "own calendar": ("", own_calendar, None),
    "calendar of an organization": ("", public_calendar, None),
    "sign-ups": ("manager", asking, None),
    "figures by organization": ("secretariat", with_hours, figures("city", "?by=organization")),
    "figures by organization, sorted": (
        "secretariat",
        with_hours,
        figures("city", "?by=organization&sort=hours_per_active&theme=culture&q=unit"),
    ),
    "figures by area": ("office_east", areas_with_residents, figures("east", "?by=area")),
    "figures by theme": ("secretariat", with_hours, figures("city", "?by=theme")),
    "figures by month": ("manager", names, figures("library", "?by=month")),
    "figures as a file": ("secretariat", with_hours, figures("city", "/workbook.xlsx")),
    "figures for scripts": (
        "secretariat",
        with_hours,
        lambda world: (
            f"{HOME}/api/figures?campaign=test-2017&owner={world.area('city').id}&by=organization"
        ),
    ),
    "members": ("recorder", members, None),
    "residents": ("secretariat", residents, None),
    "one volunteer": ("manager", one_volunteer, None),
    "rows to import": ("recorder", imported_rows, None),
    "earlier imports": ("manager", earlier_imports, None),
    "own objections": ("nobody", own_objections, HOME + "/my/objections"),
    "objections to answer": ("manager", objections, HOME + "/objections"),
    "overdue objections": ("secretariat", objections, HOME + "/objections"),
    "home with objections": ("manager", objections, HOME + "/"),
    "public notice": ("", noticed, HOME + "/notice/test-2017"),
    "public notice of the own": ("manager", noticed, HOME + "/notice/test-2017"),
    "own certificates": ("nobody", certificates, HOME + "/my/certificates"),
    "archive": ("manager", filed, HOME + "/archive"),
    "photos of the archive": ("secretariat", accepted, HOME + "/archive?class=photo"),
    "media coverage": ("manager", covered, HOME + "/archive/media"),
    "hand-overs": ("secretariat", handed_over, HOME + "/archive/hand-overs"),
    "one hand-over": ("secretariat", one_hand_over, None),
    "what can be handed over": (
        "office_east",
        filed_in_the_east,
        HOME + "/archive/hand-overs/new",
    ),
    "home": ("manager", submitted, HOME + "/"),
    "home of an office": ("secretariat", submitted, HOME + "/"),
    "weeks": ("secretariat", projects, HOME + "/weeks"),
    "week": ("secretariat", organizations, HOME + "/campaigns/test-2017/weeks/2017-W26/city"),
    "week with reports": (
        "secretariat",
        submitted,
        HOME + "/campaigns/test-2017/weeks/2017-W27/city",
    ),
    "public projects": ("", projects, HOME + "/projects"),
    "public projects, filtered": (
        "",
        projects,
        HOME + "/projects?q=project&theme=arts&from=2017-07-01&until=2017-07-30",
    ),
    "projects": ("manager", projects, HOME + "/manage/projects"),
    "one project": ("manager", activities, None),
    "what activities need": (
        "manager",
        needy,
        HOME + "/manage/activities?needs=confirmation",
    ),
    "overdue hours": ("secretariat", needy, HOME + "/hours/open"),
    "home with overdue hours": ("manager", needy, HOME + "/"),
    "what hours are made of": ("manager", explained, None),
    "what the hours of an activity are made of": ("recorder", explained_activity, None),
    "commissions": ("office_east", commissions, HOME + "/commissions"),
    "name list": ("manager", names, None),
    "who is there": ("manager", at_the_place, None),
    "own check-ins": ("recorder", own_check_ins, HOME + "/my/check-in"),
    "a card that was scanned": ("recorder", cards, None),
    "reports": ("manager", reports, HOME + "/reports"),
    "one report": ("manager", history, None),
    "nil returns": ("manager", nil_returns, HOME + "/nil-returns"),
    "Annex 2": (
        "office_east",
        accepted_east,
        HOME + "/campaigns/test-2017/weeks/2017-W27/east/summary",
    ),
    "offices with forms": ("secretariat", office_forms, HOME + "/forms"),
    "own forms": ("secretariat", office_forms, HOME + "/forms/city"),
    "versions of a form": ("secretariat", office_forms, HOME + "/forms/city/annex1.html"),
    "organizations": ("secretariat", organizations, HOME + "/organizations"),
    "areas": ("secretariat", areas, HOME + "/areas"),
    "roles": ("secretariat", roles, HOME + "/roles"),
    "one organization": ("secretariat", roles, "organization"),
}


@pytest.mark.parametrize("name", LISTS)
def test_one_row_and_fifty_cost_the_same(name, world, browser, state, clock):
    person, build, address = LISTS[name]
    client = browser.as_(person)
    if "overdue" in name:
        clock.now = local("2017-08-10 10:00")

    def cost(built) -> int:
        path = address(world) if callable(address) else built or address
        if path == "organization":
            path = f"{HOME}/organizations/{world.organization('library').id}"
        with counted(state.engine) as statements:
            answer = client.get(path)
        assert answer.status_code == 200
        return len(statements)

    cost(build(world, 1))  # the first request also reads what is cached for the process
    one = cost(build(world, 1))
    fifty = cost(build(world, 50))

    assert one == fifty
