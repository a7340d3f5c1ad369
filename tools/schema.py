"""The schema: ``python -m tools.schema check`` upgrades an empty database and compares the models.

``python -m tools.schema revision "Add the thing"`` writes the next revision.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine

from flask_volunteer_reports import migrate


def main(arguments: list[str]) -> int:
    """Check or write a revision on a database in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'schema.sqlite'}")
        migrate.upgrade(engine)
        if arguments[:1] == ["revision"]:
            migrate.write_revision(engine, arguments[1])
        else:
            migrate.check(engine)
            print("Revisions and models describe the same tables.")
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
