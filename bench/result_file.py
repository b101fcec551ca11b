"""The file that keeps a run: every figure of both sides, the ratios, the targets, and the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.comparison import Comparison


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


def as_json(run: Run) -> dict[str, Any]:
    """The run as it is written."""
    return {
        "date": run.day.isoformat(),
        "profile": run.profile,
        "machine": dict(run.machine),
        "setup": dict(run.setup),
        "figures": {comparison.name: _figure(comparison) for comparison in run.comparisons},
        "targets_met": all(comparison.is_met is not False for comparison in run.comparisons),
        "notes": list(run.notes),
        "details": dict(run.details),
    }


def write_result(folder: Path, run: Run) -> Path:
    """Write `<date>-<profile>.json`, in place of an earlier run of that day; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run.day.isoformat()}-{run.profile}.json"
    file.write_text(json.dumps(as_json(run), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _figure(comparison: Comparison) -> dict[str, Any]:
    target = comparison.target
    return {
        "stock": round(comparison.stock, 3),
        "stock_is_a_lower_bound": comparison.is_stock_at_least,
        "ours": round(comparison.ours, 3),
        "ratio": round(comparison.ratio, 4),
        "target": {"kind": target.kind, "ratio": round(target.limit, 4)} if target else None,
        "met": comparison.is_met,
    }
