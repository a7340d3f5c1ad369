"""Modules stay readable: ``python -m tools.file_sizes`` refuses any of more than 400 lines."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("flask_volunteer_reports", "migrations", "example_app", "tests", "tools", "benchmarks")
MOST_LINES = 400


def too_long() -> list[str]:
    """List modules with more lines than anybody wants to read, longest first."""
    sizes = [
        (len(path.read_text("utf-8").splitlines()), path)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
    ]
    found = sorted((pair for pair in sizes if pair[0] > MOST_LINES), reverse=True)
    return [f"{lines} lines: {path.relative_to(ROOT)}" for lines, path in found]


if __name__ == "__main__":
    wrong = too_long()
    print("\n".join(wrong) or f"No module has more than {MOST_LINES} lines.")
    sys.exit(bool(wrong))
