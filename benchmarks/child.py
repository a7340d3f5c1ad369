"""One measurement in a process of its own: ``python -m benchmarks.child <order>``."""

from __future__ import annotations

import gc
import json
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from .album import Album
from .usage import cpu_seconds, peak_bytes
from .work import Contender, Work


def main(order: dict[str, Any]) -> dict[str, Any]:
    """Open a contender, run it once, and tell what that took.

    Args:
        order: See :meth:`benchmarks.measure.Bench.alternate`, which writes it.
    """
    module, name = order["contender"].split(":")
    contender: Contender = getattr(import_module(f"benchmarks.{module}"), name)
    work = Work(
        Album(Path(order["album"]), order["long_edge"]),
        Path(order["folder"]),
        Path(order["out"]),
        order["round"],
    )
    with contender(work, **order["sizes"]) as run:
        gc.collect()
        wall, cpu = time.perf_counter(), cpu_seconds()
        outcome = run()
        cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
        return {"cpu": cpu, "wall": wall, "peak": peak_bytes(), **asdict(outcome)}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
