"""Has reader fetch every feed of a list and keep what is new; prints seconds as JSON.

Run in an environment of its own: `python measure.py LIST DATABASE`.
"""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from reader import make_reader

_WORKERS = 8


def fetch(urls: Iterable[str], database: Path) -> dict[str, float]:
    """Fetch once; how long it took."""
    # The plugin that reader has for the same story under another name, within each feed.
    reader = make_reader(str(database), plugins=[".entry_dedupe"])
    for url in urls:
        reader.add_feed(url)
    began, cpu = time.perf_counter(), time.process_time()
    reader.update_feeds(workers=_WORKERS)
    return {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - cpu}


if __name__ == "__main__":
    told = fetch(Path(sys.argv[1]).read_text(encoding="ascii").split(), Path(sys.argv[2]))
    sys.stdout.write(json.dumps(told) + "\n")
