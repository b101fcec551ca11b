"""The arithmetic of measuring: medians, percentiles, and what a load came to."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least so many percent of them don't exceed.

    Raises ValueError when there are no values.
    """
    if not values:
        raise ValueError("a percentile needs at least one value")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What one load, or the median of several, came to."""

    messages: int
    """Messages that were answered."""
    failures: int
    """Messages without an answer, or with one that only says that understanding is down."""
    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms_per_message: float
    """Processor time of all of the side's processes; it hardly depends on what else the machine does."""


def summarise(
    latencies_ms: Sequence[float], failures: int, seconds: float, cpu_seconds: float
) -> LoadFigures:
    """The figures of one load that lasted so many seconds; raises ValueError when nothing was answered."""
    return LoadFigures(
        messages=len(latencies_ms),
        failures=failures,
        per_second=len(latencies_ms) / seconds,
        p50_ms=percentile(latencies_ms, 50),
        p95_ms=percentile(latencies_ms, 95),
        cpu_ms_per_message=cpu_seconds * 1000 / len(latencies_ms),
    )


def median_load(rounds: Sequence[LoadFigures]) -> LoadFigures:
    """The medians of several loads of the same kind, with all their messages and failures."""
    return LoadFigures(
        messages=sum(one.messages for one in rounds),
        failures=sum(one.failures for one in rounds),
        per_second=statistics.median(one.per_second for one in rounds),
        p50_ms=statistics.median(one.p50_ms for one in rounds),
        p95_ms=statistics.median(one.p95_ms for one in rounds),
        cpu_ms_per_message=statistics.median(one.cpu_ms_per_message for one in rounds),
    )
