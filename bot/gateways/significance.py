"""Tests whether differences in counts could be chance, by SciPy."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.survey_significance import Association, Difference, Method

_LEAST_EXPECTED = 5
_MOST_BELOW = 0.2
_TABLES = 9_999
"""Drawn by lot where Fisher's test can't go through all; with a fixed seed, so that a page repeats itself."""
_SEED = 1


def measure_association(counts: Sequence[Sequence[int]]) -> Association | None:
    """How rows and columns go together; None when there aren't two of each with anybody in them.

    Cochran's rule decides the test: chi-squared unless an expected count is below 1, or more than a fifth of
    them (of four: any) are below 5.
    """
    # Not at the top: the hub starts without the half second that they take.
    import numpy as np
    from scipy import stats

    table = np.array(counts, dtype=int)
    if table.size == 0:
        return None
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return None
    expected = stats.contingency.expected_freq(table)
    below = float((expected < _LEAST_EXPECTED).mean())
    is_thin = below > (0 if table.size == 4 else _MOST_BELOW) or float(expected.min()) < 1
    if not is_thin:
        p = float(stats.chi2_contingency(table, correction=False).pvalue)
    elif table.shape == (2, 2):
        p = float(stats.fisher_exact(table).pvalue)
    else:
        by_lot = stats.MonteCarloMethod(n_resamples=_TABLES, rng=np.random.default_rng(_SEED))
        p = float(stats.fisher_exact(table, method=by_lot).pvalue)
    return Association(
        people=int(table.sum()),
        method=Method.FISHER if is_thin else Method.CHI_SQUARED,
        p=p,
        strength=float(stats.contingency.association(table, method="cramer")),
        least_side=min(table.shape),
        is_thin=is_thin,
    )


def compare_shares(now: tuple[int, int], before: tuple[int, int]) -> Difference | None:
    """The change from one share (count, of how many) to another; None where one is of nobody.

    Newcombe's hybrid score interval (1998, Statistics in Medicine 17, method 10), which holds for small
    counts too, from Wilson's intervals of both.
    """
    from scipy import stats

    if not now[1] or not before[1]:
        return None
    share, earlier = now[0] / now[1], before[0] / before[1]
    mine = stats.binomtest(*now).proportion_ci(method="wilson")
    theirs = stats.binomtest(*before).proportion_ci(method="wilson")
    difference = share - earlier
    low = difference - ((share - mine.low) ** 2 + (theirs.high - earlier) ** 2) ** 0.5
    high = difference + ((mine.high - share) ** 2 + (earlier - theirs.low) ** 2) ** 0.5
    return Difference(100 * difference, 100 * float(low), 100 * float(high))


def probability_of_chance(count: int, total: int, share: float) -> float:
    """How likely at least `count` of `total` fall where `share` of them is expected (one-sided binomial)."""
    from scipy import stats

    return float(stats.binom.sf(count - 1, total, share))
