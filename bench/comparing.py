"""One whole comparison: prepares both sides, measures them, prints the table and writes the result."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.comparison import compare
from bench.conversations import Conversation, read_scripts, read_towns
from bench.errors import BenchError
from bench.examples import thin_folder
from bench.local import Local
from bench.machine import describe_machine
from bench.measure import Pair, SideFigures, count_turns, measure_serving, measure_starts
from bench.profiles import Profile
from bench.progress import Progress
from bench.result_file import Run, write_result
from bench.sides import log_in
from bench.stock import EPOCHS, STAND_IN_EPOCHS, Stock, build_environment
from bench.table import render_table
from bot.settings import ROOT, read_settings

HERE = Path(__file__).resolve().parent


def compare_sides(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Make the whole comparison in an empty folder and return the result file.

    Raises BenchError and OSError.
    """
    with progress.during("Building stock Rasa's environment"):
        build_environment(_uv(), log_in(folder, "stock-environment"))
    examples = thin_folder(ROOT / "data" / "nlu", folder / "examples", profile.keep_one_in)
    stock = Stock.prepare(folder / "stock", folder / "examples")
    ours = Local.prepare(ROOT, folder / "ours", folder / "examples")
    progress.say(f"Both sides learn from {examples} examples")
    notes: list[str] = []
    results = {
        ours.name: _train_ours(ours, progress),
        stock.name: _train_stock(stock, profile, progress, notes),
    }
    pair = Pair(stock, ours, results)
    measure_starts(pair, profile.starts, progress.say)
    scripts = read_scripts(HERE / "messages.yml", read_towns(read_settings().place_folder))
    conversations = measure_serving(pair, scripts, profile, progress.say)
    run = _as_run(profile, pair, conversations, {"examples": examples}, notes)
    _show(run, progress)
    return write_result(HERE / "results", run)


def _train_ours(ours: Local, progress: Progress) -> SideFigures:
    with progress.during("Training ours"):
        figures = SideFigures(ours.train())
    progress.say(f"Trained ours in {figures.training_seconds:.1f} s")
    return figures


def _train_stock(stock: Stock, profile: Profile, progress: Progress, notes: list[str]) -> SideFigures:
    """Train stock; where that takes too long, note it and go on with a model that only lacks the time."""
    limit = profile.stock_minutes * 60 if profile.stock_minutes else None
    with progress.during("Training stock"):
        seconds = stock.train(limit)
    if seconds is not None:
        progress.say(f"Trained stock in {seconds:.1f} s")
        return SideFigures(seconds)
    if limit is None:
        raise BenchError("stock Rasa's training ended without a model")
    notes.append(
        f"Stock Rasa's training was given up after {limit:.0f} s, so its training time is a lower bound. "
        f"What serves on its side was trained for {STAND_IN_EPOCHS} epoch instead of {EPOCHS}: "
        "as big and as slow, but unfinished."
    )
    with progress.during(f"Given up after {limit:.0f} s. Training a stand-in for stock"):
        stock.train_stand_in()
    return SideFigures(limit, training_is_lower_bound=True)


def _as_run(
    profile: Profile,
    pair: Pair,
    conversations: Sequence[Conversation],
    setup: dict[str, Any],
    notes: list[str],
) -> Run:
    stock, ours = (figures for _, figures in pair.both)
    failures = {side.name: figures.failures for side, figures in pair.both}
    if any(failures.values()):
        notes.append(f"Messages without an answer: stock {failures['stock']}, ours {failures['ours']}.")
    bounds = frozenset({"training_seconds"} if stock.training_is_lower_bound else ())
    return Run(
        profile=profile.name,
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={
            **setup,
            "profile": asdict(profile),
            "conversations": len(conversations),
            "messages_per_conversation": round(count_turns(conversations) / len(conversations), 1),
            "reports_filed": sum(conversation.was_filed for conversation in conversations),
        },
        comparisons=compare(stock.figures(), ours.figures(), bounds),
        details={side.name: asdict(figures) for side, figures in pair.both},
        notes=notes,
    )


def _show(run: Run, progress: Progress) -> None:
    progress.say("Done.")
    progress.print("")
    progress.print(render_table(run.comparisons))
    for note in run.notes:
        progress.print(f"Note: {note}")


def _uv() -> str:
    """The machine's uv, or the one that ./dev installs."""
    found = shutil.which("uv") or shutil.which(ROOT / ".uv" / "bin" / "uv")
    if found is None:
        raise BenchError("uv is missing: run ./dev bench, which installs it.")
    return str(found)
