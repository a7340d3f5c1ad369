"""Every page answers, for everybody."""

from __future__ import annotations

import pytest

PAGES = [
    "/",
    "/projects",
    "/campaigns",
    "/campaigns/test-2017",
    "/manage/projects",
    "/reports",
    "/weeks",
    "/organizations",
    "/areas",
    "/roles",
    "/commissions",
    "/nil-returns",
    "/campaigns/test-2017/weeks/2017-W26/city",
    "/campaigns/test-2017/weeks/2017-W26/east",
    "/campaigns/test-2017/weeks/2017-W26/east/summary",
]


@pytest.mark.parametrize("path", PAGES)
def test_page(path, world, browser, app):
    a = world.published()
    world.submitted()
    world.accepted()
    for person in ("secretariat",):
        r = browser.as_(person).get("/volunteer-reports" + path)
        assert r.status_code == 200, r.text
