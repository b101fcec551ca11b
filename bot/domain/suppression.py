"""Small-number suppression: hides small counts, and so many others that subtracting finds out nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

#: A cell by row and column; the column after the last holds the totals of the rows.
type _Cell = tuple[int, int]
type _Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts of people by answer (rows) and group (columns); each person stands in exactly one cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def column_totals(self) -> tuple[int, ...]:
        """People in each group."""
        return tuple(sum(row[j] for row in self.counts) for j in range(len(self.columns)))

    @property
    def total(self) -> int:
        """All people."""
        return sum(map(sum, self.counts))

    def overall(self, name: str) -> CountTable:
        """The same with all groups together."""
        return CountTable(self.rows, (name,), tuple((sum(row),) for row in self.counts))


@dataclass(frozen=True, slots=True)
class SafeTable:
    """What may be shown of a table; None stands for a hidden count, whatever the reason."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int, ...]

    @property
    def total(self) -> int:
        """All people."""
        return sum(self.column_totals)

    @property
    def hides_something(self) -> bool:
        """Whether any count is hidden."""
        return None in self.row_totals or any(None in row for row in self.counts)


def merge_small_groups(table: CountTable, threshold: int, name: str) -> CountTable | None:
    """The table with small groups put together under `name`, so that each group's size may be shown.

    Groups are chosen by their sizes alone, so all tables over the same people get the same groups.
    None when there are fewer people than the threshold.
    """
    totals = table.column_totals()
    if sum(totals) < threshold:
        return None
    by_size = sorted((j for j, total in enumerate(totals) if total), key=lambda j: (totals[j], j))
    merged = [j for j in by_size if totals[j] < threshold]
    for j in by_size[len(merged) :]:
        if not merged or sum(totals[m] for m in merged) >= threshold:
            break
        merged.append(j)
    kept = [j for j, total in enumerate(totals) if total and j not in merged]
    names = [table.columns[j] for j in kept] + ([name] if merged else [])
    rows = [
        [row[j] for j in kept] + ([sum(row[m] for m in merged)] if merged else []) for row in table.counts
    ]
    return CountTable(table.rows, tuple(names), tuple(map(tuple, rows)))


def suppress(table: CountTable, threshold: int, *, knows_totals: bool = False) -> SafeTable | None:
    """What may be shown, with the sizes of the groups; None when hiding counts can't make it safe.

    With `knows_totals` the totals of the rows are known from elsewhere: none of them can be hidden.

    Hidden are counts from 1 to below the threshold, and as many others as it takes that
    - no hidden count has a single value that fits everything shown (counts aren't negative), and
    - wherever a sum of hidden counts can be worked out, it reaches the threshold.
    Raises ValueError when a group, or a known total, is below the threshold: put those together first.
    """
    if any(total < threshold for total in table.column_totals()):
        raise ValueError("a group is smaller than the threshold")
    if knows_totals and any(0 < sum(row) < threshold for row in table.counts):
        raise ValueError("a row is smaller than the threshold")
    hiding = _Hiding(table, threshold, knows_totals=knows_totals)
    while more := hiding.hide_more():
        pass
    return None if more is False else hiding.result()


class _Hiding:
    """Which counts are hidden so far."""

    def __init__(self, table: CountTable, threshold: int, *, knows_totals: bool) -> None:
        self._table = table
        self._knows_totals = knows_totals
        self._threshold = threshold
        self._width = len(table.columns)
        self._values = {
            (i, j): value for i, row in enumerate(table.counts) for j, value in enumerate((*row, sum(row)))
        }
        self._hidden = {cell for cell, value in self._values.items() if 0 < value < threshold}

    def result(self) -> SafeTable:
        """What is shown."""
        shown = {cell: None if cell in self._hidden else value for cell, value in self._values.items()}
        rows = range(len(self._table.rows))
        return SafeTable(
            self._table.rows,
            self._table.columns,
            tuple(tuple(shown[i, j] for j in range(self._width)) for i in rows),
            tuple(shown[i, self._width] for i in rows),
            self._table.column_totals(),
        )

    def hide_more(self) -> bool | None:
        """Hide one more count where that is needed: True when one was, None when all is safe, False when
        nothing is left to hide.

        Which one doesn't depend on how great the counts are, so that the choice tells nothing of them.
        """
        weak = False
        for _weak, others in self._list_weak():
            weak = True
            candidates = [other for other in others if other not in self._hidden]
            filled = [other for other in candidates if self._values[other]]
            for chosen in (filled or candidates)[:1]:
                self._hidden.add(chosen)
                return True
        return False if weak else None

    def _list_weak(self) -> Iterator[tuple[_Cell, list[_Cell]]]:
        """Hidden counts that tell too much, the most obvious first, and where another could be hidden."""
        hidden = sorted(self._hidden)
        for cell in hidden:
            for others in self._lines(cell):
                if not self._hidden.intersection(others):
                    yield cell, others
        for cell in hidden:
            down, across = self._lines(cell)
            knows_across = cell[1] < self._width and (cell[0], self._width) not in self._hidden
            for others in (down, across) if knows_across else (down,):
                if sum(self._values[one] for one in (cell, *others) if one in self._hidden) < self._threshold:
                    yield cell, others
        for cell in hidden:
            if not self._is_free(cell):
                yield cell, [one for line in self._lines(cell) for one in line]

    def _lines(self, cell: _Cell) -> tuple[list[_Cell], list[_Cell]]:
        """The others of its column and of its row, each beginning after it and going around."""
        row, column = cell
        down = [(i, column) for i in range(len(self._table.rows))]
        across = [(row, j) for j in range(self._width + (not self._knows_totals))]
        return down[row + 1 :] + down[:row], across[column + 1 :] + across[:column]

    def _is_free(self, cell: _Cell) -> bool:
        """Whether another value fits all that is shown.

        One more here has to be made up for elsewhere: that is a way around through hidden counts, from row
        to column and back, that lowers none below nothing. A row's total counts against its row.
        """
        row, column = ("row", cell[0]), ("column", cell[1])
        return (self._may_move(cell, from_row=True) and self._has_way(column, row, cell)) or (
            self._may_move(cell, from_row=False) and self._has_way(row, column, cell)
        )

    def _may_move(self, cell: _Cell, *, from_row: bool) -> bool:
        is_total = cell[1] == self._width
        return from_row != is_total or self._values[cell] > 0

    def _has_way(self, start: _Node, end: _Node, without: _Cell) -> bool:
        seen, waiting = {start}, deque([start])
        while waiting:
            node = waiting.popleft()
            if node == end:
                return True
            for cell in self._hidden - {without}:
                ends: tuple[_Node, _Node] = ("row", cell[0]), ("column", cell[1])
                for here, there in (ends, ends[::-1]):
                    is_open = here == node and there not in seen
                    if is_open and self._may_move(cell, from_row=here[0] == "row"):
                        seen.add(there)
                        waiting.append(there)
        return False
