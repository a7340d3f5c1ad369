"""A PostgreSQL server of our own for tests and benchmarks: made, started, thrown away.

``python -m tools.postgres`` starts one, prints its address and stops it with Ctrl-C.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAMS = "/usr/lib/postgresql/*/bin"
USER = "volunteers"


@contextmanager
def temporary_postgres(*, durable: bool = False) -> Iterator[str]:
    """Run a server in a temporary folder, reachable by a socket in there and by nothing else.

    Args:
        durable: Wait for the disk as a server in use does; for measurements of writing.

    Yields:
        The SQLAlchemy address of an empty database.

    Raises:
        FileNotFoundError: PostgreSQL is not installed; ``make test`` and ``make bench-hours`` do.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="volunteers-pg-", dir="/var/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        _configure(data, folder, durable=durable)
        _run(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "start")
        try:
            yield f"postgresql+psycopg://{USER}@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/").glob(f"{PROGRAMS[1:]}/initdb"), key=lambda path: path.parts[4])
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


def _configure(data: Path, folder: Path, *, durable: bool) -> None:
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{folder}'",
        "max_connections": "250",
        "shared_buffers": "512MB",
        "max_wal_size": "4GB",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{key} = {value}\n" for key, value in settings.items())


def _run(*command: object) -> None:
    # The server refuses to be root, as which continuous integration likes to run.
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*as_postgres, *map(str, command)]
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}")


if __name__ == "__main__":
    with temporary_postgres(durable=True) as address, suppress(KeyboardInterrupt):
        print(address, flush=True)
        while True:
            time.sleep(3600)
