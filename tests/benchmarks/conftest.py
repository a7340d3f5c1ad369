"""What the benchmarks need besides: the extra `bench`, and a font that ReportLab can use."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from benchmarks.album import Album
from benchmarks.baselines import reportlab_
from benchmarks.work import Work

needs_the_others = [
    pytest.mark.skipif(
        find_spec("typst") is None or find_spec("reportlab") is None,
        reason="The extra `bench` is not installed.",
    ),
    pytest.mark.skipif(
        not reportlab_.FOLDER.exists(), reason="`tools/system_packages.sh bench` has not run."
    ),
]


@pytest.fixture(scope="session")
def album(tmp_path_factory) -> Album:
    """Six stored photos, and as many uploads as one likes."""
    made = Album(tmp_path_factory.mktemp("album"), long_edge=320)
    made.prepare(6)
    return made


@pytest.fixture
def work(album, tmp_path) -> Work:
    """An empty folder, and the album."""
    return Work(album, tmp_path, tmp_path, 0)
