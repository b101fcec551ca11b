"""The command: `python -m bench`, from the root; `./dev bench` builds what it needs first."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.comparing import compare_only_with_rasa, compare_sides
from bench.errors import BenchError
from bench.feeds import measure_only_feeds
from bench.profiles import FULL, QUICK, Profile
from bench.progress import Progress
from bench.queues import measure_only_queues
from bench.surveys import measure_only_surveys
from bench.worklist import measure_only_worklist


def main(arguments: list[str]) -> None:
    """Measure, print the tables and write the result; exits with one sentence where that can't be done."""
    profile, measure = _parse(arguments)
    # However the bench is stopped, what it started is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The bench was stopped."))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            progress = Progress()
            file = measure(profile, Path(folder).resolve(), progress)
            progress.print(f"Written to {file}")
        except (BenchError, OSError) as error:
            sys.exit(f"The bench stopped: {error}")


def _parse(arguments: list[str]) -> tuple[Profile, Callable[[Profile, Path, Progress], Path]]:
    """How thorough, and what."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Local Focus beside stock Rasa.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the examples, in ten minutes")
    parser.add_argument(
        "--stock-minutes", type=float, help="give stock Rasa's training up after so many minutes, and say so"
    )
    parser.add_argument(
        "--only-rasa", action="store_true", help="only what stock Rasa has too: no feeds, no inbox and outbox"
    )
    parser.add_argument(
        "--only-queues",
        action="store_true",
        help="inbox and outbox only: nothing of stock Rasa is built or run",
    )
    parser.add_argument(
        "--only-worklist",
        action="store_true",
        help="the staff's queue of concerns only, at 100,000 on SQLite and 1,000,000 on PostgreSQL",
    )
    parser.add_argument(
        "--only-surveys",
        action="store_true",
        help="fifty people answering a survey at once: nothing of stock Rasa is built or run",
    )
    parser.add_argument(
        "--only-feeds",
        action="store_true",
        help="partners' feeds only, beside lemon24's reader: nothing of stock Rasa is built or run",
    )
    options = parser.parse_args(arguments)
    profile = QUICK if options.quick else FULL
    if options.stock_minutes:
        profile = replace(profile, stock_minutes=options.stock_minutes)
    if options.only_feeds:
        return profile, measure_only_feeds
    if options.only_worklist:
        return profile, measure_only_worklist
    if options.only_surveys:
        return profile, measure_only_surveys
    if options.only_rasa:
        return profile, compare_only_with_rasa
    return profile, measure_only_queues if options.only_queues else compare_sides


if __name__ == "__main__":
    main(sys.argv[1:])
