"""Writing a package: bytes that stay the same, memory that does not grow, files that are lost."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from flask_volunteer_reports.errors import StorageFailed
from flask_volunteer_reports.rendering.package import MadeFile, PackedFile, write_package


def packed(name: str, content: bytes, **values: str) -> PackedFile:
    return PackedFile(
        **{
            "path": f"01规范文件/{name}",
            "storage_name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "title": name,
            "owner": "",
            "theme": "",
            "place": "",
            **values,
        },
        day=date(2017, 7, 5),
    )


class Disk:
    """Stored files by name; one that is not there cannot be read."""

    def __init__(self, **files: bytes) -> None:
        self.files = files

    def open(self, name: str) -> io.BytesIO:
        if name not in self.files:
            raise StorageFailed("gone")
        return io.BytesIO(self.files[name])


class Failing(io.BytesIO):
    """A file whose second half cannot be read."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(3)


class FullDisk(io.BytesIO):
    """A disk with room for 500 bytes."""

    def write(self, data) -> int:
        if self.tell() + len(data) > 500:
            raise OSError(28, "No space left on device")
        return super().write(data)


def no_lists(unreadable):
    return []


def test_the_same_files_give_the_same_bytes():
    files = [packed("甲", b"one"), packed("乙", b"two" * 3_000_000)]
    disk = Disk(甲=b"one", 乙=b"two" * 3_000_000)
    outs = [io.BytesIO(), io.BytesIO()]
    for out in outs:
        write_package(out, files, disk.open, no_lists)
    assert outs[0].getvalue() == outs[1].getvalue()

    with zipfile.ZipFile(outs[0]) as archive:
        assert archive.read("01规范文件/乙") == b"two" * 3_000_000


def test_names_stay_readable_wherever_it_is_unpacked():
    """Unzip misreads the names of a ZIP from DOS, and shuts a file that has no mode."""
    out = io.BytesIO()
    write_package(out, [packed("甲", b"one")], Disk(甲=b"one").open, no_lists)
    with zipfile.ZipFile(out) as archive:
        entry, manifest = archive.infolist()
    assert (entry.filename, entry.flag_bits & 0x800) == ("01规范文件/甲", 0x800)
    for each in (entry, manifest):
        assert (each.create_system, each.external_attr >> 16) == (3, 0o100644)


def test_what_cannot_be_read_or_is_something_else_is_left_out_and_handed_to_the_lists():
    files = [
        packed("gone", b"x"),
        packed("other", b"x"),
        packed("half", b"halfhalf"),
        packed("ok", b"ok"),
    ]
    stored = Disk(other=b"y", ok=b"ok")
    told = []

    def open_stored(name):
        return Failing(b"halfhalf") if name == "half" else stored.open(name)

    def lists(unreadable):
        told.extend(file.title for file in unreadable)
        return [MadeFile("list.txt", b"a list")]

    out, steps = io.BytesIO(), []
    result = write_package(out, files, open_stored, lists, lambda *step: steps.append(step))

    assert [file.title for file in result.unreadable] == told == ["gone", "other", "half"]
    assert result.packed == 1
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["01规范文件/ok", "list.txt", "manifest.sha256"]


def test_a_disk_that_fills_is_said_in_our_words():
    with pytest.raises(StorageFailed, match="disk is full"):
        write_package(FullDisk(), [packed("a", b"x" * 1000)], Disk(a=b"x" * 1000).open, no_lists)


MANY = """
import hashlib, io, json, resource, sys, tempfile
from datetime import date
from flask_volunteer_reports.rendering.package import PackedFile, write_package

count, size = int(sys.argv[1]), int(sys.argv[2])

class Photo(io.RawIOBase):
    "A photo that is made while it is read, so that none of it lies in memory."
    def __init__(self):
        self.left = size
    def readable(self):
        return True
    def readinto(self, buffer):
        count = min(len(buffer), self.left)
        buffer[:count] = bytes(count)
        self.left -= count
        return count

sha256 = hashlib.sha256(bytes(size)).hexdigest()
files = [
    PackedFile(path=f"03实景图片/照片{n}.jpg", storage_name="x", sha256=sha256, title="照片",
               owner="", day=date(2017, 7, 5), theme="", place="")
    for n in range(count)
]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with tempfile.TemporaryFile() as out:
    result = write_package(out, files, lambda name: io.BufferedReader(Photo()), lambda lost: [])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"packed": result.packed, "grown": (after - before) // 1024,
                      "size": out.seek(0, 2)}))
"""


def packed_elsewhere(count: int, size: int) -> dict[str, int]:
    """Pack so many files of so many bytes in a process of its own; megabytes it grew by."""
    answer = subprocess.run(
        [sys.executable, "-c", MANY, str(count), str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_ten_thousand_photos_need_no_memory_to_speak_of():
    said = packed_elsewhere(10_000, 2_000)
    assert said["packed"] == 10_000
    assert said["grown"] < 64


def test_nor_do_large_ones():
    said = packed_elsewhere(8, 48 << 20)
    assert said["size"] > 8 * (48 << 20)
    assert said["grown"] < 24
