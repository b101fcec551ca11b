"""The file that keeps a run: every figure of both sides, the ratios, the targets, and the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.comparison import Comparison, Target
from bench.queue_figures import QueueFigure

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the bench."""

    profile: str
    day: date
    machine: Mapping[str, Any]
    setup: Mapping[str, Any]
    """What was trained on and what mix of messages was sent."""
    comparisons: Sequence[Comparison]
    details: Mapping[str, Any]
    """Each single start and load behind the figures, by side."""
    notes: Sequence[str]
    queues: Sequence[QueueFigure] = ()
    """What inbox and outbox came to, which stock Rasa hasn't."""
    feeds: Sequence[Comparison] = ()
    """Partners' feeds beside reader, which stock Rasa hasn't either; `stock` is reader here."""


def as_json(run: Run) -> dict[str, Any]:
    """The run as it is written."""
    verdicts = [one.is_met for one in (*run.comparisons, *run.feeds)]
    verdicts += [one.is_met for one in run.queues]
    return {
        "date": run.day.isoformat(),
        "profile": run.profile,
        "machine": dict(run.machine),
        "setup": dict(run.setup),
        "figures": {comparison.name: _figure(comparison, "stock") for comparison in run.comparisons},
        "feeds": {comparison.name: _figure(comparison, "reader") for comparison in run.feeds},
        "queues": {figure.name: _queue_figure(figure) for figure in run.queues},
        "targets_met": not any(is_met is False for is_met in verdicts),
        "notes": list(run.notes),
        "details": dict(run.details),
    }


def write_result(folder: Path, run: Run) -> Path:
    """Write `<date>-<profile>.json`, in place of an earlier run of that day; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run.day.isoformat()}-{run.profile}.json"
    file.write_text(json.dumps(as_json(run), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _figure(comparison: Comparison, other: str) -> dict[str, Any]:
    return {
        other: round(comparison.stock, 3),
        f"{other}_is_a_lower_bound": comparison.is_stock_at_least,
        "ours": round(comparison.ours, 3),
        "ratio": round(comparison.ratio, 4),
        "target": _target("ratio", comparison.target),
        "met": comparison.is_met,
    }


def _queue_figure(figure: QueueFigure) -> dict[str, Any]:
    return {
        **{store.casefold(): round(value, 4) for store, value in figure.values.items()},
        "target": _target("value", figure.target),
        "met": figure.is_met,
    }


def _target(of_what: str, target: Target | None) -> dict[str, Any] | None:
    return {"kind": target.kind, of_what: round(target.limit, 4)} if target else None
