"""One child process of the press: started when needed, ended by its limits, replaced when lost."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any

from ..errors import PaperFailed
from .fonts import PaperFonts


class ProcessLost(Exception):
    """The process died or was too slow; the next order gets a new one."""

    def __init__(self, code: int | None, trace: str) -> None:
        super().__init__(f"exit code {code}\n{trace}")
        self.is_slow = code in (-signal.SIGKILL, -signal.SIGXCPU)


class HelperProcess:
    """Answers orders one after the other.

    Args:
        fonts: The families of the papers.
        seconds: What one order may take, of the clock and of the processor.
        megabytes: Address space.
    """

    def __init__(self, fonts: PaperFonts, *, seconds: int, megabytes: int) -> None:
        self._fonts = fonts
        self._seconds = seconds
        self._megabytes = megabytes
        self._log: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """Of the process that is there now."""
        return self._process.pid if self._process else None

    def ask(self, order: object) -> Any:
        """Send one order and wait for the answer.

        Raises:
            ProcessLost: The process died or was too slow.
        """
        process = self._process = self._process or self._start()
        assert process.stdin and process.stdout  # noqa: S101, PT018 -- both are pipes
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        try:
            send(process.stdin, order)
            return receive(process.stdout)
        except (EOFError, OSError) as error:
            process.wait()
            raise ProcessLost(self._stop(), self._last_words()) from error
        except BaseException:
            self._stop()  # half an order may be in its pipe
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        self._stop()
        if self._log:
            self._log.close()
            self._log = None

    def epitaph(self, name: str, lost: ProcessLost) -> PaperFailed:
        """Say what became of the paper *name*."""
        if not lost.is_slow:
            return broken(name, str(lost))
        error = PaperFailed(
            "%(filename)s took more than %(seconds)s seconds and was stopped. Try again; if it "
            "happens again, tell the people who run the site.",
            filename=name,
            seconds=self._seconds,
        )
        error.add_note(str(lost))
        return error

    def _start(self) -> subprocess.Popen[bytes]:
        self._log = self._log or tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the press
        limits = [str(self._megabytes), str(self._seconds)]
        module = "flask_volunteer_reports.rendering.child"
        return subprocess.Popen(  # noqa: S603 -- our own module with our own numbers
            [sys.executable, "-m", module, *limits, *self._fonts.to_arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def _stop(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not sent is of no use any more
        return code

    def _last_words(self) -> str:
        assert self._log  # noqa: S101 -- there was a process
        self._log.seek(0)
        return self._log.read()[-4000:].decode("utf-8", "replace")


def broken(name: str, trace: str) -> PaperFailed:
    """Say that *name* could not be made; the trace is for the engineer."""
    error = PaperFailed(
        "%(filename)s could not be made. Tell the people who run the site: “flask "
        "volunteer-reports doctor” finds most causes.",
        filename=name,
    )
    error.add_note(trace)
    return error


def send(pipe: IO[bytes], value: object) -> None:
    """Write one value to a pipe between the press and its child."""
    pickle.dump(value, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one value that the other end sent; EOFError when the other end is gone."""
    try:
        return pickle.load(pipe)  # noqa: S301 -- from our own child or parent only
    except pickle.UnpicklingError as error:
        raise EOFError from error  # it went in the middle
