"""`./dev soak`: the fault trial at full count, with a table at the end and a code that says how it went."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.gateways.training import train_model
from bot.settings import read_settings
from tests.faults.trial import Outcome, Plan, run_trial

_SHOWN = 20
_SAY_SECONDS = 5.0


def main(arguments: list[str]) -> int:
    """Run it; 1 when anything was lost, doubled or corrupted."""
    asked = _parse(arguments)
    console = Console()
    settings = read_settings()
    model = train_model(settings, console.print)
    plan = Plan(asked.conversations, asked.at_once, asked.seed, bad_day_seconds=asked.bad_day)
    console.print(f"{plan.conversations} conversations, {plan.at_once} at once, seed {plan.seed} ...")
    with tempfile.TemporaryDirectory(prefix="local-focus-soak-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        encoder = settings.home_folder / "encoder"
        outcome = run_trial(home, model.parent, encoder, plan, _Progress(console))
    _show(console, plan, outcome)
    if asked.json:
        Path(asked.json).write_text(json.dumps(_figures(plan, outcome), indent=1), encoding="utf-8")
    return 0 if outcome.findings.are_good else 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev soak", description=__doc__)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--bad-day", type=float, default=60.0, help="seconds of the messenger's bad days")
    parser.add_argument("--json", help="file for the figures")
    return parser.parse_args(arguments)


class _Progress:
    """Says how far it is, every few seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said_at = 0.0

    def __call__(self, line: str) -> None:
        if time.monotonic() - self._said_at > _SAY_SECONDS:
            self._said_at = time.monotonic()
            self._console.print(line)


def _show(console: Console, plan: Plan, outcome: Outcome) -> None:
    table = Table("", "count", title="After everything failed at random moments")
    for name, count in _figures(plan, outcome).items():
        table.add_row(name.replace("_", " "), str(count))
    console.print(table)
    found = outcome.findings
    for name, lines in (("lost", found.lost), ("doubled", found.doubled), ("corrupted", found.corrupted)):
        for line in lines[:_SHOWN]:
            console.print(f"{name}: {line}", markup=False)


def _figures(plan: Plan, outcome: Outcome) -> dict[str, int]:
    found = outcome.findings
    return {
        "conversations": plan.conversations,
        "kept_for_a_person": outcome.kept,
        **dict(sorted(outcome.happened.items())),
        "delivered_twice_at_a_kill": len(outcome.sent_twice),
        "seconds": round(outcome.seconds),
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "corrupted": len(found.corrupted),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
