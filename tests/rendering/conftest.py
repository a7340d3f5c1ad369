"""One layout for all tests of papers: finding fonts is slow."""

from __future__ import annotations

import pytest

from flask_volunteer_reports.config import Settings
from flask_volunteer_reports.rendering.fonts import PaperFonts
from flask_volunteer_reports.rendering.pdf import Layout


@pytest.fixture(scope="session")
def layout() -> Layout:
    """A layout with the default fonts."""
    return Layout(PaperFonts.of(Settings()))
