"""Has reader fetch every feed of a list and keep what is new; prints seconds and entries as JSON.

Run in an environment of its own: `python measure.py LIST DATABASE`.
"""

import json
import sys
import time
from pathlib import Path

from reader import make_reader

_WORKERS = 8


def main(listed: Path, database: Path) -> None:
    """Fetch once."""
    # The plugin that reader has for the same story under another name, within each feed.
    reader = make_reader(str(database), plugins=[".entry_dedupe"])
    for url in listed.read_text(encoding="ascii").split():
        reader.add_feed(url)
    began, cpu = time.perf_counter(), time.process_time()
    reader.update_feeds(workers=_WORKERS)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    counts = reader.get_feed_counts()
    told = {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "kept": reader.get_entry_counts().total,
        "broken": counts.broken,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
