"""Bad uploads: a clear sentence, text and other photos kept, nothing half-written."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.models import ActivityReport, ScenePhoto
from tests.rendering.test_photos import with_scans
from tests.web.forms import fill
from tests.world import jpeg, local

HOME = "/volunteer-reports"


def count(world, entity) -> int:
    world.uow.session.rollback()
    return world.uow.session.scalar(select(func.count()).select_from(entity))


@pytest.mark.parametrize(
    ("upload", "wanted"),
    [
        pytest.param(jpeg(1600, 1200)[:-5000], "damaged", id="half a JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"0" * 500, "is a PNG", id="a PNG named .jpg"),
        pytest.param(with_scans(300), "unusual way", id="a JPEG of 300 scans"),
    ],
)
def test_a_wrong_photo_is_explained_and_the_text_and_the_other_photo_are_kept(
    world, browser, upload, wanted
):
    report = world.report(photos=0)

    answer = fill(
        browser.as_("manager"),
        f"{HOME}/reports/{report.id}/edit",
        "summary",
        summary="我们打扫了广场。",
        photo1=(io.BytesIO(upload), "活动照片.jpg"),
        photo2=(io.BytesIO(jpeg(mark=7)), "另一张.jpg"),
    )

    assert answer.status_code == 422
    assert wanted in answer.text
    assert "我们打扫了广场。" in answer.text
    world.uow.session.expire_all()
    kept = world.uow.session.get_one(ActivityReport, report.id)
    assert [photo.slot for photo in kept.photos] == [2]
    assert kept.summary == "我们打扫了广场。"


def test_photos_are_kept_when_the_text_is_wrong(world, browser):
    report = world.report(photos=0)

    answer = fill(
        browser.as_("manager"),
        f"{HOME}/reports/{report.id}/edit",
        "summary",
        starts_at="2017-07-05T11:00",
        ends_at="2017-07-05T09:00",
        photo1=(io.BytesIO(jpeg(mark=1)), "a.jpg"),
    )

    assert answer.status_code == 422
    assert "The end must be after the start" in answer.text
    world.uow.session.expire_all()
    kept = world.uow.session.get_one(ActivityReport, report.id)
    assert [photo.slot for photo in kept.photos] == [1]
    assert kept.starts_at == local("2017-07-05 09:00")


def test_a_full_disk_keeps_what_was_typed_and_writes_no_row(world, browser, state, monkeypatch):
    report = world.report(photos=0)

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = fill(
        browser.as_("manager"),
        f"{HOME}/reports/{report.id}/edit",
        "summary",
        summary="不能丢的话",
        photo1=(io.BytesIO(jpeg(mark=3)), "a.jpg"),
    )

    assert answer.status_code == 507
    assert "disk is full" in answer.text
    assert "不能丢的话" in answer.text
    assert count(world, ScenePhoto) == 0
    assert [p for p in Path(state.storage.folder).rglob("*") if p.is_file()] == []


def test_more_than_a_request_may_carry_is_a_clear_page(world, browser):
    report = world.report(photos=0)
    answer = browser.as_("manager").post(
        f"{HOME}/reports/{report.id}/edit",
        data=b"x",
        content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(500 * 2**20)},
    )
    assert answer.status_code == 413
    assert "Your browser still has what you typed" in answer.text
