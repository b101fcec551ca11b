"""Tries to work out hidden counts from everything that is shown, as an attacker with a solver would."""

from __future__ import annotations

from bot.domain.survey_public_crossings import Puzzle


def find_bounds(puzzle: Puzzle) -> list[tuple[int, int]]:
    """The least and the greatest that each hidden count can be, with whole people everywhere, by HiGHS.

    Raises ValueError when nothing fits what is shown.
    """
    # Not at the top: few requests need it.
    import numpy as np
    from scipy import optimize, sparse

    def vector(inside: tuple[int, ...]) -> np.ndarray:
        made = np.zeros(puzzle.unknowns)
        made[list(inside)] = 1
        return made

    shown = sparse.csr_array(np.array([vector(inside) for inside, _ in puzzle.known]))
    values = np.array([value for _, value in puzzle.known])
    fits = optimize.LinearConstraint(shown, values, values)

    def reach(inside: tuple[int, ...], sign: int) -> int:
        found = optimize.milp(sign * vector(inside), constraints=fits, integrality=1)
        if not found.success:
            raise ValueError("nothing fits what is shown")
        return int(sign * round(found.fun))

    # The same count may be hidden in two tables.
    bounds = {inside: (reach(inside, 1), reach(inside, -1)) for inside in dict.fromkeys(puzzle.hidden)}
    return [bounds[inside] for inside in puzzle.hidden]
