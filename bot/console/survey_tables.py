"""Results of surveys as tables that staff read: for pages, charts, exports and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.documents import Cell, ChartKind, Table
from bot.domain.survey_comparison import ComparedQuestion
from bot.domain.survey_crossing import Crossing
from bot.domain.survey_representation import Represented, Weighed
from bot.domain.survey_results import Tabulation
from bot.domain.survey_significance import Association, say_association, say_difference
from bot.domain.surveys import Kind, Question
from bot.services.survey_progress import RoundProgress

_MOST_BARS = 30
"""More can't be read in a chart; the table has all."""


def result_table(result: Tabulation) -> Table:
    """One question's counts and shares."""
    columns: tuple[str, ...] = ("Answer", "People", "Share (%)")
    rows: list[tuple[Cell, ...]] = [(title, count, result.percent(count)) for title, count in result.rows]
    if result.places:
        columns = ("Answer", "Put first", "Share (%)", "Average place")
        rows = [(*row, result.places.get(str(row[0]))) for row in rows]
    is_drawn = 0 < len(rows) <= _MOST_BARS and result.question.kind is not Kind.TEXT
    return Table(
        result.question.id,
        result.question.text,
        columns,
        tuple(rows),
        _summary(result),
        ChartKind.BARS if is_drawn else None,
    )


def _summary(result: Tabulation) -> str:
    parts = [f"{result.asked:,} {'person' if result.asked == 1 else 'people'} came to this question."]
    if result.question.kind is Kind.SEVERAL:
        parts.append("People could choose several answers, so the shares add up to more than 100 %.")
    if result.mean is not None:
        parts.append(f"The mean is {result.mean:,}.")
    if result.question.kind is Kind.TEXT:
        parts.append(f"{len(result.texts):,} wrote something.")
    return " ".join(parts)


def drop_off_table(progress: RoundProgress) -> Table:
    """How far people come who answer themselves."""
    rows = tuple((step.title, step.reached, step.stopped, step.percent) for step in progress.steps)
    worst = max(progress.steps, key=lambda step: step.stopped)
    summary = (
        f"Most stop at “{worst.title}”." if worst.stopped else "Nobody who began has stopped on the way."
    )
    return Table(
        "drop-off",
        "Where people stop",
        ("Question", "Came to it", "Stopped there", "Share (%)"),
        rows,
        summary,
    )


def crossing_tables(crossing: Crossing) -> list[Table]:
    """People, and shares in each column."""
    columns = (crossing.rows.title, *(title for _, title in crossing.columns.values))
    titles = [title for _, title in crossing.rows.values]
    counts: list[tuple[Cell, ...]] = [
        (title, *row) for title, row in zip(titles, crossing.counts, strict=True)
    ]
    shares: list[tuple[Cell, ...]] = [
        (title, *row) for title, row in zip(titles, crossing.percents(), strict=True)
    ]
    by = f"by: {crossing.columns.title}"
    return [
        Table("crossing-people", f"People, {by}", columns, tuple(counts)),
        Table("crossing-shares", f"Share of each column (%), {by}", columns, tuple(shares)).grouped(
            columns[1:], tuple(shares)
        ),
    ]


def crossing_words(crossing: Crossing, found: Association | None) -> tuple[str, ...]:
    """What the tables say, and who isn't in them."""
    left_out = f"{crossing.left_out:,} who didn't answer both, or weren't asked, are left out."
    return (*say_association(found), *([left_out] if crossing.left_out else []))


def represented_table(key: str, title: str, rows: Sequence[Represented], names: Mapping[str, str]) -> Table:
    """Groups of people by their share of those who live there, and of those who answered."""
    cells: list[tuple[Cell, ...]] = [
        (names.get(row.name, row.name), row.people, round(row.answered), round(row.living), row.in_words())
        for row in rows
    ]
    less = [names.get(row.name, row.name) for row in rows if row.in_words().startswith("Fewer")]
    heard_less = f"Heard less than their share: {', '.join(less)}."
    summary = heard_less if less else "Nobody was heard less than their share."
    columns = ("", "Answered", "Share of them (%)", "Share of the people (%)", "In words")
    drawn = tuple((cell[0], cell[2], cell[3]) for cell in cells)
    return Table(key, title, columns, tuple(cells), summary).grouped(
        ("Of those who answered (%)", "Of those who live there (%)"), drawn
    )


def weighed_tables(found: Sequence[tuple[Question, Sequence[Weighed]]]) -> list[Table]:
    """Questions with plain shares beside those in which each area counts by its people."""
    columns = ("Answer", "People", "Share (%)", "If areas counted by their people (%)")
    return [
        Table(
            question.id,
            question.text,
            columns,
            tuple((title, count, round(share), round(weighed)) for title, count, share, weighed in rows),
        )
        for question, rows in found
    ]


def comparison_table(compared: ComparedQuestion) -> Table:
    """One question in two rounds."""

    def share(count: int, people: int) -> int | None:
        return round(100 * count / people) if people else None

    rows = tuple(
        (
            row.title,
            share(row.now, compared.asked),
            share(row.before, compared.asked_before),
            say_difference(row.difference),
        )
        for row in compared.rows
    )
    columns = ("Answer", "This round (%)", "Other round (%)", "Change, with 95 % confidence")
    table = Table(compared.question.id, compared.question.text, columns, rows, _changes(compared))
    return table.grouped(columns[1:3], tuple(row[:3] for row in rows))


def _changes(compared: ComparedQuestion) -> str:
    people = f"{compared.asked:,} people now, {compared.asked_before:,} in the other round."
    sure = [row.title for row in compared.rows if row.difference is not None and row.difference.is_sure]
    if not sure:
        return f"{people} No change that couldn't be chance."
    return f"{people} Changed by more than chance: {', '.join(sure)}."
