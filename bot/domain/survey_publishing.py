"""Results of a survey for everybody: tables in which no count tells about a few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.suppression import CountTable, SafeTable, merge_small_groups, suppress
from bot.domain.survey_checks import find_piped
from bot.domain.survey_results import NO_ANSWER, Answers, area_of, title_shown, values_given
from bot.domain.surveys import Kind, Question, Survey

CHOSEN, NOT_CHOSEN = "chosen", "not chosen"
EVERYBODY, OTHERS, UNKNOWN = "Everybody", "Other areas", "Area not given"
_NOT_COUNTED = frozenset({Kind.TEXT, Kind.PHOTO, Kind.DATE, Kind.NUMBER})
"""Kinds whose answers are too many and too different to be shown as counts."""


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One answer: how many gave it in each group, and in all; None where that is hidden."""

    title: str
    counts: tuple[int | None, ...]
    total: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One question as it may be shown."""

    question: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[PublicRow, ...]
    column_totals: tuple[int, ...]
    total: int
    has_hidden: bool

    def to_json(self) -> dict[str, Any]:
        """As it is stored and given out."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> PublicTable:
        """Read what `to_json` made."""
        rows = (PublicRow(r["title"], tuple(r["counts"]), r["total"], r["percent"]) for r in stored["rows"])
        lists: dict[str, Any] = {name: tuple(stored[name]) for name in ("columns", "column_totals")}
        plain: dict[str, Any] = {n: stored[n] for n in ("question", "title", "total", "has_hidden")}
        return cls(**plain, **lists, rows=tuple(rows))


def publish(
    survey: Survey, answers: Sequence[Answers], titles: Mapping[str, str], threshold: int
) -> list[PublicTable]:
    """The tables that may be shown: by area where that is safe, else for everybody together.

    All tables share the same groups of people. A question that hangs on the answer to another counts those
    who were asked, and is left out unless their number can be seen from the other's table anyway: nothing of
    it may be hidden, and it has to be one answer of one question.
    """
    tables: list[PublicTable] = []
    whole: set[str] = set()
    groups = _group(survey, answers, titles, threshold)
    for question in survey.questions if groups else ():
        if question.kind in _NOT_COUNTED or not _is_base_known(survey, question, whole):
            continue
        asked = [one for one in answers if question.id in one]
        table = _publish_question(survey, question, asked, groups, titles, threshold)
        if table is not None:
            tables.append(table)
            if not table.has_hidden:
                whole.add(question.id)
    return tables


def _is_base_known(survey: Survey, question: Question, whole: set[str]) -> bool:
    if not question.show_if:
        return set(find_piped(question.text)) <= whole
    condition, *others = question.show_if
    needed = {condition.question, *find_piped(question.text)}
    is_union = survey.by_id[condition.question].kind is Kind.SEVERAL and len(condition.any_of) > 1
    return not others and not is_union and needed <= whole


def _group(
    survey: Survey, answers: Sequence[Answers], titles: Mapping[str, str], threshold: int
) -> dict[str, str]:
    """Each area that somebody gave ("" for none), with the group that it is shown in; empty if nothing is."""
    sizes = Counter(area_of(survey, one) or "" for one in answers)
    areas = tuple(sorted(sizes))
    merged = merge_small_groups(
        CountTable(("",), areas, (tuple(sizes[area] for area in areas),)), threshold, OTHERS
    )
    if merged is None:
        return {}
    names = {"": UNKNOWN} | dict(titles)
    return {area: names.get(area, area) if area in merged.columns else OTHERS for area in areas}


def _publish_question(
    survey: Survey,
    question: Question,
    asked: Sequence[Answers],
    groups: Mapping[str, str],
    titles: Mapping[str, str],
    threshold: int,
) -> PublicTable | None:
    def count(rows: tuple[str, ...], row_of: Callable[[Answers], str]) -> SafeTable | None:
        columns = tuple(dict.fromkeys(groups.values()))
        cells = Counter((row_of(one), groups[area_of(survey, one) or ""]) for one in asked)
        counts = tuple(tuple(cells[row, column] for column in columns) for row in rows)
        return _make_safe(CountTable(rows, columns, counts), threshold)

    values = question.values or ()
    if question.kind is Kind.PLACE:
        is_first = question == next(one for one in survey.questions if one.kind is Kind.PLACE)
        table = count((EVERYBODY,), lambda _one: EVERYBODY) if is_first else None
        return _join_areas(question, table) if table else None
    if question.kind is Kind.SEVERAL:
        found = [count((CHOSEN, NOT_CHOSEN), _yes_no_counter(question, value)) for value in values]
        return _join(question, [(question.title_of(value), 0) for value in values], found)
    rows = (*values, NO_ANSWER)
    safe = count(rows, _counter(question))
    titled = [(title_shown(question, value, titles), number) for number, value in enumerate(rows)]
    return _join(question, titled, [safe] * len(rows)) if safe else None


def _make_safe(table: CountTable, threshold: int) -> SafeTable | None:
    merged = merge_small_groups(table, threshold, OTHERS)
    if merged is None:
        return None
    safe = suppress(merged, threshold) if len(merged.columns) > 1 else None
    return safe or suppress(table.overall(EVERYBODY), threshold)


def _join_areas(question: Question, safe: SafeTable) -> PublicTable:
    """How many live where, in the groups that all other tables have: a finer table would undo those."""
    rows = [
        PublicRow(name, (total,), total, round(100 * total / safe.total))
        for name, total in zip(safe.columns, safe.column_totals, strict=True)
    ]
    # Where groups were put together, nothing may hang on a single one.
    has_hidden = OTHERS in safe.columns
    return PublicTable(
        question.id, question.text, (EVERYBODY,), tuple(rows), (safe.total,), safe.total, has_hidden
    )


def _counter(question: Question) -> Callable[[Answers], str]:
    def row_of(one: Answers) -> str:
        given = one.get(question.id)
        values = values_given(question, given) if given else ()
        return values[0] if values else NO_ANSWER

    return row_of


def _yes_no_counter(question: Question, value: str) -> Callable[[Answers], str]:
    def row_of(one: Answers) -> str:
        given = one.get(question.id)
        return CHOSEN if given and value in values_given(question, given) else NOT_CHOSEN

    return row_of


def _join(
    question: Question, titled: Sequence[tuple[str, int]], found: Sequence[SafeTable | None]
) -> PublicTable | None:
    """One table of rows that may come from several, over the same people; by area only if all are."""
    tables = [table for table in found if table is not None]
    if len(tables) < len(found) or not tables:
        return None
    is_by_area = len({table.columns for table in tables}) == 1
    rows = [
        _row(table, number, title, is_by_area=is_by_area)
        for (title, number), table in zip(titled, tables, strict=True)
    ]
    first = tables[0]
    return PublicTable(
        question=question.id,
        title=question.text,
        columns=first.columns if is_by_area else (EVERYBODY,),
        rows=tuple(rows),
        column_totals=first.column_totals if is_by_area else (first.total,),
        total=first.total,
        has_hidden=any(row.total is None or None in row.counts for row in rows),
    )


def _row(table: SafeTable, number: int, title: str, *, is_by_area: bool) -> PublicRow:
    total = table.row_totals[number]
    percent = None if total is None else round(100 * total / table.total)
    return PublicRow(title, table.counts[number] if is_by_area else (total,), total, percent)
