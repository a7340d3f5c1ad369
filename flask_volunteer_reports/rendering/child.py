"""What runs in the press's child process: reads orders, answers with files."""

from __future__ import annotations

import os
import resource
import sys
import traceback
from typing import Any

from ..errors import PaperFailed
from .annex1 import render_annex1
from .annex2 import render_annex2
from .fonts import PaperFonts
from .papers import RenderedFile
from .pdf import Layout
from .press import receive, send
from .weekly_report import render_weekly_report

_RENDERERS: dict[str, Any] = {
    "annex1": render_annex1,
    "annex2": render_annex2,
    "weekly_report": render_weekly_report,
}


def main(arguments: list[str]) -> None:
    """Serve orders until the press hangs up.

    Args:
        arguments: Megabytes of address space, seconds of processor time a file, font families
            (see :meth:`.PaperFonts.to_arguments`).
    """
    megabytes, seconds, *fonts = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 2**20,) * 2)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, not between our answers
    layout = Layout(PaperFonts.from_arguments(fonts))
    while True:
        try:
            paper, facts, filename = receive(sys.stdin.buffer)
        except EOFError:
            return
        _allow_seconds(int(seconds))
        send(answers, _answer(paper, facts, filename, layout))


def _answer(
    paper: str, facts: tuple[Any, ...], filename: str, layout: Layout
) -> RenderedFile | PaperFailed | str:
    try:
        rendered: RenderedFile = _RENDERERS[paper](*facts, layout, filename=filename)
    except PaperFailed as error:
        return error
    except Exception:
        return traceback.format_exc()
    return rendered


def _allow_seconds(seconds: int) -> None:
    """Let the kernel end this process after so much more processor time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
