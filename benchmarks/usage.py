"""What a process and its descendants have used, from Linux."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path


def cpu_seconds() -> float:
    """User and system time of this process and its children, the living and the ended ones.

    The system adds a child to its parent's account when it has ended; what the living ones have
    used so far is read from their clocks.
    """
    own = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return sum(used.ru_utime + used.ru_stime for used in own) + sum(map(_clock, _descendants()))


def peak_bytes() -> int:
    """The greatest resident memory of this process, and of each living descendant, added up.

    Not ``ru_maxrss``: that one remembers the size of whoever started the process.
    """
    return sum(_peak(process) for process in (os.getpid(), *_descendants()))


def _clock(process: int) -> float:
    try:
        return time.clock_gettime((~process << 3) | 2)  # clock_getcpuclockid(3)
    except OSError:
        return 0.0


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(lines.get("VmHWM", "0 kB").split()[0]) * 1024


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for process, parent in _processes():
        children.setdefault(parent, []).append(process)
    found = list(children.get(os.getpid(), ()))
    for process in found:  # grows while it is read
        found += children.get(process, ())
    return found


def _processes() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text("utf-8")
        except OSError:
            continue
        yield int(folder.name), int(text.rpartition(")")[2].split()[1])
