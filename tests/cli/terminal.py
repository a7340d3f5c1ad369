"""Typing commands as the person at the server's terminal does."""

from __future__ import annotations

import contextvars
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import Result
from flask import Flask

ROOT = Path(__file__).parents[2]

SITE = """
from flask import Flask
from flask_volunteer_reports import Host, VolunteerReports
app = Flask("volunteer_site", instance_path={folder!r})
app.config.update(
    SECRET_KEY="a key for tests only",
    SQLALCHEMY_DATABASE_URI="sqlite:///" + {folder!r} + "/host.sqlite",
    VOLUNTEER_REPORTS_LOCALE="en",
    VOLUNTEER_REPORTS_STORAGE_FOLDER={folder!r} + "/storage",
)
VolunteerReports(app, host=Host(current_actor=lambda: None))
"""


def run(app: Flask, *words: object) -> Result:
    """Type a command; it knows nothing of the test's application context, as in real life.

    An error that the command leaves unexplained fails the test with its traceback.
    """
    args = ["volunteer-reports", *map(str, words)]
    invoke = app.test_cli_runner().invoke
    return contextvars.Context().run(lambda: invoke(args=args, catch_exceptions=False))


def done(app: Flask, *words: object) -> str:
    """What a command says that succeeds."""
    answer = run(app, *words)
    assert answer.exit_code == 0, answer.output
    return answer.output


def refused(app: Flask, *words: object) -> str:
    """What a command says that ends with an error of ours."""
    answer = run(app, *words)
    assert (answer.exit_code, answer.output[:7]) == (1, "Error: "), answer.output
    return answer.output


def mistyped(app: Flask, *words: object) -> str:
    """What a command says that is not called as its help says."""
    answer = run(app, *words)
    assert (answer.exit_code, answer.output[:7]) == (2, "Usage: "), answer.output
    return answer.output


@contextmanager
def started(folder: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process of its own, on a site whose data lie in *folder*; end it."""
    site = folder / "volunteer_site.py"
    site.write_text(SITE.format(folder=str(folder)), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", str(site), "volunteer-reports", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
