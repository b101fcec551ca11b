"""One whole comparison: prepares both sides, measures them, prints the table and writes the result."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.comparison import compare
from bench.conversations import Conversation, read_scripts, read_towns
from bench.errors import BenchError
from bench.examples import thin_folder
from bench.feeds import FeedFigures, measure_feeds
from bench.local import Local
from bench.machine import describe_machine
from bench.measure import Pair, SideFigures, count_turns, measure_serving, measure_starts
from bench.profiles import Profile
from bench.progress import Progress
from bench.queues import QueueFigures, measure_queues
from bench.result_file import RESULTS, Run, write_result
from bench.sides import log_in
from bench.stock import EPOCHS, STAND_IN_EPOCHS, Stock, build_environment
from bench.table import render_run
from bot.settings import ROOT, read_settings

HERE = Path(__file__).resolve().parent


def compare_sides(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Make the whole comparison in an empty folder and return the result file.

    Raises BenchError and OSError.
    """
    return _compare(profile, folder, progress, has_others=True)


def compare_only_with_rasa(profile: Profile, folder: Path, progress: Progress) -> Path:
    """The same without feeds and queues, which stock Rasa hasn't; raises as `compare_sides` does."""
    return _compare(profile, folder, progress, has_others=False)


def _compare(profile: Profile, folder: Path, progress: Progress, *, has_others: bool) -> Path:
    with progress.during("Building stock Rasa's environment"):
        build_environment(_uv(), log_in(folder, "stock-environment"))
    examples = thin_folder(ROOT / "data" / "nlu", folder / "examples", profile.keep_one_in)
    stock = Stock.prepare(folder / "stock", folder / "examples")
    ours = Local.prepare(ROOT, folder / "ours", folder / "examples")
    progress.say(f"Both sides learn from {examples} examples")
    results = {ours.name: SideFigures(), stock.name: SideFigures()}
    pair = Pair(stock, ours, results)
    results[ours.name].training_seconds = _train_ours(ours, progress)
    if profile.waits_for_stock:
        _train_stock(stock, None, results[stock.name], progress)
    else:
        with progress.during("Training a stand-in for stock"):
            stock.train_stand_in()
    measure_starts(pair, profile.starts, progress.say)
    scripts = read_scripts(HERE / "messages.yml", read_towns(read_settings().place_folder))
    conversations = measure_serving(pair, scripts, profile, progress.say)
    feeds, queues = FeedFigures([], {}, {}, []), QueueFigures([], [])
    if has_others:
        feeds = measure_feeds(profile, folder / "feeds", progress)
        queues = measure_queues(profile, folder, progress)
    if not profile.waits_for_stock:
        _train_stock(stock, profile.stock_seconds(progress.seconds), results[stock.name], progress)
    run = _as_run(profile, pair, conversations, examples, feeds, queues)
    progress.say("Done.")
    progress.print(render_run(run))
    return write_result(RESULTS, run)


def _train_ours(ours: Local, progress: Progress) -> float:
    with progress.during("Training ours"):
        seconds = ours.train()
    progress.say(f"Trained ours in {seconds:.1f} s")
    return seconds


def _train_stock(stock: Stock, limit: float | None, figures: SideFigures, progress: Progress) -> None:
    """Train stock as it is meant to be; where the limit comes first, that is a lower bound."""
    with progress.during("Training stock"):
        seconds = stock.train(limit)
    figures.training_is_lower_bound = seconds is None
    figures.training_seconds = seconds or limit or 0
    progress.say(
        f"{'Gave up on' if seconds is None else 'Trained'} stock after {figures.training_seconds:.1f} s"
    )


def _as_run(
    profile: Profile,
    pair: Pair,
    conversations: Sequence[Conversation],
    examples: int,
    feeds: FeedFigures,
    queues: QueueFigures,
) -> Run:
    stock, ours = (figures for _, figures in pair.both)
    bounds = frozenset({"training_seconds"} if stock.training_is_lower_bound else ())
    return Run(
        profile=profile.name if feeds.comparisons else profile.only("rasa"),
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={
            "examples": examples,
            "profile": asdict(profile),
            "conversations": len(conversations),
            "messages_per_conversation": round(count_turns(conversations) / len(conversations), 1),
            "reports_filed": sum(conversation.was_filed for conversation in conversations),
            **feeds.setup,
        },
        comparisons=compare(stock.figures(), ours.figures(), bounds),
        details={side.name: asdict(figures) for side, figures in pair.both} | feeds.details,
        notes=[*_notes(profile, pair), *feeds.notes, *queues.notes],
        feeds=feeds.comparisons,
        queues=queues.figures,
    )


def _notes(profile: Profile, pair: Pair) -> list[str]:
    """What has to be known to read the figures."""
    stock, ours = (figures for _, figures in pair.both)
    notes = []
    if not profile.waits_for_stock:
        notes.append(
            f"Stock's model for start, memory and load was trained for {STAND_IN_EPOCHS} epoch instead of "
            f"{EPOCHS}: as big and as slow as the real one, but unfinished."
        )
    if stock.training_is_lower_bound:
        notes.append(
            f"Stock's training was given up after {stock.training_seconds:.0f} s: that is a lower bound."
        )
    if stock.failures or ours.failures:
        notes.append(f"Messages without an answer: stock {stock.failures}, ours {ours.failures}.")
    return notes


def _uv() -> str:
    """The machine's uv, or the one that ./dev installs."""
    found = shutil.which("uv") or shutil.which(ROOT / ".uv" / "bin" / "uv")
    if found is None:
        raise BenchError("uv is missing: run ./dev bench, which installs it.")
    return str(found)
