from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from PIL import Image

from flask_volunteer_reports.domain.archiving import FileKind
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, StorageFailed
from flask_volunteer_reports.services.archiving import keep_upload
from flask_volunteer_reports.services.archiving.uploads import shown_name
from tests.archive import docx, pdf, xlsx
from tests.world import MANAGER, NOBODY, RECORDER, jpeg


@pytest.fixture
def config():
    return {"VOLUNTEER_REPORTS_DOCUMENT_MAX_BYTES": 1 << 20}


@pytest.fixture
def keep(uow, world):
    return lambda content, name="文件", *, actor=MANAGER: keep_upload(
        uow, actor, world.storage, io.BytesIO(content), name
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), FileKind.PDF), (docx(), FileKind.DOCX), (xlsx(), FileKind.XLSX)],
)
def test_a_file_is_kept_byte_for_byte_under_its_digest(content, kind, keep, world):
    kept = keep(content, "通知.bin")
    sha256 = hashlib.sha256(content).hexdigest()
    assert (kept.kind, kept.sha256, kept.size, kept.name) == (
        kind,
        sha256,
        len(content),
        "通知.bin",
    )
    assert kept.storage_name == f"documents/{sha256[:2]}/{sha256}.{kind.value}"
    assert world.storage.read(kept.storage_name) == content


def test_of_a_photo_place_and_camera_go_away(keep, world):
    image = Image.new("RGB", (80, 60), "#88aacc")
    exif = image.getexif()
    exif[0x0110] = "Secret camera"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)

    kept = keep(out.getvalue())

    stored = world.storage.read(kept.storage_name)
    assert kept.kind is FileKind.JPEG
    assert b"Secret camera" in out.getvalue()
    assert b"Secret camera" not in stored
    assert kept.sha256 == hashlib.sha256(stored).hexdigest()


def test_a_photo_of_sixty_thousand_pixels_is_refused(keep, refuses):
    head = bytearray(jpeg())
    place = head.index(b"\xff\xc0") + 5
    head[place : place + 4] = (60_000).to_bytes(2, "big") * 2
    with refuses(InvalidEntry, "too many pixels"):
        keep(bytes(head))


def test_who_files_nothing_keeps_nothing(keep, refuses, world):
    for actor in (NOBODY, RECORDER):
        with refuses(NotAllowed):
            keep(pdf("new"), actor=actor)
    assert not list(Path(world.storage.folder).rglob("*.pdf"))


def test_too_large_says_how_large_it_may_be(keep, refuses):
    with refuses(InvalidEntry, "larger than 1 MB"):
        keep(pdf() + b"0" * (1 << 20))


def test_a_full_disk_leaves_nothing(keep, refuses, world, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refuses(StorageFailed, "disk is full"):
        keep(pdf("full"))
    assert [path for path in Path(world.storage.folder).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\me\\通知.pdf", "通知.pdf"),
        ("../../etc/passwd", "passwd"),
        ("\u202ecod.exe\x00", "cod.exe"),
        ("𠮷野䶮.pdf", "𠮷野䶮.pdf"),
        ("=cmd|' /C calc'!A0.xlsx", "C calc'!A0.xlsx"),
        ("a" * 300, "a" * 200),
        ("\ue000.pdf", ""),
    ],
)
def test_the_name_is_shown_without_its_path_and_tricks(name, shown):
    assert shown_name(name) == shown
