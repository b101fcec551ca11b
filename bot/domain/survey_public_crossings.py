"""Cross-tabulations for everybody: two questions against each other, safe beside all other tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.suppression import CountTable, suppress
from bot.domain.survey_publishing import EVERYBODY, PublicRow, PublicTable
from bot.domain.survey_results import Answers, values_given
from bot.domain.surveys import Kind, Question, Survey

OTHER_ANSWERS = "Other answers"
_CROSSED = frozenset({Kind.ONE, Kind.YES_NO, Kind.SCALE, Kind.RANKING})
_LEAST = 2

#: Which answer to one question, which to the other (as rows of their tables), and which group of people.
type _Cell = tuple[int, int, int]
type _Sum = tuple[list[_Cell], int | None]


@dataclass(frozen=True, slots=True)
class Puzzle:
    """All that is shown of some counts, as sums of unknown numbers of people."""

    unknowns: int
    known: tuple[tuple[tuple[int, ...], int], ...]
    """Which unknowns make up what."""
    hidden: tuple[tuple[int, ...], ...]
    """Which unknowns make up a count that is hidden."""


def list_crossable(survey: Survey, tables: Sequence[PublicTable]) -> list[PublicTable]:
    """Tables of questions that everybody was asked and gave one answer to: two of them can be crossed."""
    return [
        table
        for table in tables
        if (question := survey.by_id.get(table.question)) is not None
        and question.kind in _CROSSED
        and not question.show_if
        and len(_names_of(table)) >= _LEAST
    ]


def cross_safely(
    survey: Survey, answers: Sequence[Answers], threshold: int, tables: tuple[PublicTable, PublicTable]
) -> PublicTable | None:
    """The table of two questions; None where hiding counts can't make it safe.

    What is hidden in a question's own table is put together here, so that no total tells it.
    """
    sides = [(survey.by_id[table.question], _groups_of(table)) for table in tables]
    found = Counter(
        tuple(groups[_answer_of(question, one)] or "" for question, groups in sides) for one in answers
    )
    rows, columns = (_names_of(table) for table in tables)
    counts = tuple(tuple(found[row, column] for column in columns) for row in rows)
    safe = suppress(CountTable(rows, columns, counts), threshold, knows_totals=True)
    if safe is None:
        return None
    shown = tuple(
        PublicRow(row, cells, total, None if total is None else round(100 * total / safe.total))
        for row, cells, total in zip(rows, safe.counts, safe.row_totals, strict=True)
    )
    return PublicTable(
        question=f"{tables[0].question}*{tables[1].question}",
        title=f"{tables[0].title} By: {tables[1].title}",
        columns=columns,
        rows=shown,
        column_totals=safe.column_totals,
        total=safe.total,
        has_hidden=safe.hides_something,
    )


def make_puzzle(tables: tuple[PublicTable, PublicTable], crossing: PublicTable) -> Puzzle:
    """What the three tables say of the people by answer, answer and area.

    Other tables add nothing as long as no question stands in two cross-tabulations: with the area known they
    are independent of these, so whatever fits these fits them too.
    """
    groups = max((table.columns for table in tables), key=len)
    sizes = len(tables[0].rows), len(tables[1].rows), len(groups)
    cells = [(i, j, g) for i in range(sizes[0]) for j in range(sizes[1]) for g in range(sizes[2])]
    number_of = {cell: number for number, cell in enumerate(cells)}
    sums = [*_list_own(tables, groups, cells), *_list_crossed(tables, crossing, cells)]
    numbered = [(tuple(number_of[cell] for cell in inside), value) for inside, value in sums]
    return Puzzle(
        len(cells),
        tuple((inside, value) for inside, value in numbered if value is not None),
        tuple(inside for inside, value in numbered if value is None),
    )


def _groups_of(table: PublicTable) -> list[str | None]:
    """By answer in the order of the rows, what it is called in a crossing; None for one that nobody gave."""
    return [OTHER_ANSWERS if row.total is None else row.title if row.total else None for row in table.rows]


def _names_of(table: PublicTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _groups_of(table) if name is not None))


def _answer_of(question: Question, one: Answers) -> int:
    """Which row of the question's table somebody stands in; the last is for who gave no answer."""
    values, given = question.values or (), one.get(question.id)
    chosen = values_given(question, given) if given else ()
    return values.index(chosen[0]) if chosen else len(values)


def _list_own(tables: Sequence[PublicTable], groups: Sequence[str], cells: Sequence[_Cell]) -> Iterator[_Sum]:
    for side, table in enumerate(tables):
        for column, total in zip(table.columns, table.column_totals, strict=True):
            yield [c for c in cells if column in (EVERYBODY, groups[c[2]])], total
        for number, row in enumerate(table.rows):
            here = [c for c in cells if c[side] == number]
            yield here, row.total
            for column, count in zip(table.columns, row.counts, strict=True):
                yield [c for c in here if column in (EVERYBODY, groups[c[2]])], count


def _list_crossed(
    tables: tuple[PublicTable, PublicTable], crossing: PublicTable, cells: Sequence[_Cell]
) -> Iterator[_Sum]:
    first, second = (_groups_of(table) for table in tables)
    for row in crossing.rows:
        here = [c for c in cells if first[c[0]] == row.title]
        for column, count in zip(crossing.columns, row.counts, strict=True):
            yield [c for c in here if second[c[1]] == column], count
