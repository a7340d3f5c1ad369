"""Forged requests are refused, with and without the host's own protection."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from flask_volunteer_reports import Host, VolunteerReports
from flask_volunteer_reports.models import AuditEntry
from flask_volunteer_reports.state import current_state, current_unit_of_work
from tests.hosts.hosts import HOME, found, make_host
from tests.web.forms import form_of
from tests.world import MANAGER, NOON, World


@pytest.fixture(params=["host without CSRFProtect", "host with CSRFProtect"])
def app(request, tmp_path, disposed):
    app = make_host(tmp_path, VOLUNTEER_REPORTS_LOCALE="en")
    disposed.append(app)
    db = SQLAlchemy(app)
    if request.param == "host with CSRFProtect":
        CSRFProtect(app)
    VolunteerReports(app, db=db, host=Host(current_actor=lambda: MANAGER), clock=lambda: NOON)
    found(app)
    return app


def test_every_post_of_ours_needs_its_token(app):
    with app.app_context():
        world = World(current_unit_of_work(), current_state().storage)
        report = world.submitted()
        ids = {"report_id": report.id, "area_code": "city", "slot": 1}
        before = current_state().db.session.query(AuditEntry).count()
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or not rule.endpoint.startswith("volunteer"):
            continue
        values = {name: ids.get(name, report.id) for name in rule.arguments}
        values |= {"campaign_code": "test-2017", "week_key": "2017-W26"}
        with app.test_request_context():
            address = app.url_for(
                rule.endpoint, **{k: v for k, v in values.items() if k in rule.arguments}
            )
        client.post(address, data={"reason": "forged", "version": "1", "locale": "en"})
    with app.app_context():
        assert current_state().db.session.query(AuditEntry).count() == before


def test_an_expired_page_is_shown_again_with_what_was_typed(app):
    client = app.test_client()
    answer = client.post(f"{HOME}/manage/projects/new", data={"title": "夏日阅读"})

    assert answer.status_code == 422
    assert "The page had been open for too long" in answer.text
    fields = form_of(answer.text, "title")
    assert fields["title"] == ["夏日阅读"]
    again = client.post(
        f"{HOME}/manage/projects/new",
        data={**fields, "kind": "cultural_venue", "description": "x"},
    )
    assert again.status_code == 302
