"""The press: a child process that lays papers out, with limits, and without the web worker.

WeasyPrint may take a process down (no usable font), take long, or take much memory; here that ends
one child and becomes a clear error.
"""

from __future__ import annotations

import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Any, Self

from ..errors import PaperFailed
from .characters import refuse_boxes
from .fonts import PaperFonts, check_fonts
from .papers import Annex1Sheet, Annex2Table, RenderedFile, WeeklyReport

_HEAD = struct.Struct(">Q")


class Press:
    """Renders papers in a child process; use it as a context, so that the child ends with it.

    Args:
        fonts: The families of the papers.
        seconds: What one file may take, of the clock and of the processor.
        megabytes: Address space of the child.

    Raises:
        PaperFailed: On entering, when the fonts are not installed that the papers need.
    """

    def __init__(self, fonts: PaperFonts, *, seconds: int, megabytes: int) -> None:
        self._fonts = fonts
        self._seconds = seconds
        self._megabytes = megabytes
        self._log: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        check_fonts(self._fonts)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        if self._log:
            self._log.close()

    def annex1(
        self, sheet: Annex1Sheet, photos: Mapping[str, bytes], *, filename: str
    ) -> RenderedFile:
        """Render one 附件1; see :func:`.annex1.render_annex1`."""
        refuse_boxes(sheet, self._fonts)
        wanted = {name: photos[name] for name in sheet.photos}
        return self._ask("annex1", (sheet, wanted), filename)

    def annex2(self, table: Annex2Table, *, filename: str) -> RenderedFile:
        """Render one 附件2; see :func:`.annex2.render_annex2`."""
        refuse_boxes(table, self._fonts)
        return self._ask("annex2", (table,), filename)

    def weekly_report(
        self, report: WeeklyReport, photos: Mapping[str, bytes], *, filename: str
    ) -> RenderedFile:
        """Render the weekly report; see :func:`.weekly_report.render_weekly_report`."""
        refuse_boxes(report, self._fonts)
        return self._ask("weekly_report", (report, photos), filename)

    def _ask(self, paper: str, facts: tuple[Any, ...], filename: str) -> RenderedFile:
        """Send one order to the child and wait for the file.

        Raises:
            PaperFailed: The child said why it could not, or it died or was too slow.
        """
        child = self._child = self._child or self._start()
        assert child.stdin and child.stdout  # noqa: S101, PT018 -- both are pipes
        timer = threading.Timer(self._seconds, child.kill)
        timer.start()
        try:
            send(child.stdin, (paper, facts, filename))
            answer = receive(child.stdout)
        except (EOFError, OSError) as error:
            raise self._epitaph(filename) from error
        finally:
            timer.cancel()
        if isinstance(answer, PaperFailed):
            raise answer
        if isinstance(answer, RenderedFile):
            return answer
        self._stop()
        raise _broken(filename, str(answer))

    def _start(self) -> subprocess.Popen[bytes]:
        self._log = self._log or tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the press
        limits = [str(self._megabytes), str(self._seconds)]
        return subprocess.Popen(  # noqa: S603 -- our own module with our own numbers
            [
                sys.executable,
                "-m",
                "flask_volunteer_reports.rendering.child",
                *limits,
                *self._fonts.to_arguments(),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def _stop(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        child.kill()
        code = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        return code

    def _epitaph(self, filename: str) -> PaperFailed:
        """Say why the child is gone."""
        assert self._child and self._log  # noqa: S101, PT018 -- only asked after a failed order
        self._child.wait()
        code = self._stop()
        self._log.seek(0)
        trace = self._log.read()[-4000:].decode("utf-8", "replace")
        if code in (-signal.SIGKILL, -signal.SIGXCPU):
            return PaperFailed(
                "%(filename)s took more than %(seconds)s seconds and was stopped. Try again; if it "
                "happens again, tell the people who run the site.",
                filename=filename,
                seconds=self._seconds,
            )
        return _broken(filename, f"exit code {code}\n{trace}")


def _broken(filename: str, trace: str) -> PaperFailed:
    error = PaperFailed(
        "%(filename)s could not be made. Tell the people who run the site: “flask "
        "volunteer-reports doctor” finds most causes.",
        filename=filename,
    )
    error.add_note(trace)
    return error


def send(pipe: IO[bytes], value: object) -> None:
    """Write one value to a pipe between the press and its child."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_HEAD.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one value that the other end sent; EOFError when the other end is gone."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 -- from our own child or parent only
