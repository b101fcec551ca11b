"""Has reader fetch every feed of a hub's database within a process that holds what a hub does.

Run as a process of its own: `python -m bench.reader_in_hub HUB_DATABASE DATABASE PACKAGES`, the last being
the folder of packages of reader's own environment; what the hub has too is taken from the hub's.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

from bench.feed_base import load_hub
from bot.db.session import Database, create_database_engine


def main(hub: Path, file: Path, packages: Path) -> None:
    """Fetch once."""
    with closing(Database(create_database_engine(f"sqlite:///{hub}"))) as database:
        before, urls = load_hub(database)
        sys.path.append(str(packages))
        from bench.reader_side.measure import fetch

        told = fetch(urls, file)
    sys.stdout.write(json.dumps(told | {"before_memory_mb": before}) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
