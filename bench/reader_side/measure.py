"""Has reader fetch every feed of a list and keep what is new; prints seconds, entries and memory as JSON.

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
        "peak_memory_mb": _peak_memory_mb(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _peak_memory_mb() -> float:
    """The most that was resident since this program began, as Linux says."""
    # What getrusage says goes back to before it began, to whoever started it.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
