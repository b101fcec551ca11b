"""Compares two rounds of a survey, question by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.survey_crossing import SINGLE
from bot.domain.survey_results import NO_ANSWER, Tabulation
from bot.domain.survey_significance import Association, Difference
from bot.domain.surveys import Kind, Question

type ComparesShares = Callable[[tuple[int, int], tuple[int, int]], Difference | None]
type MeasuresAssociation = Callable[[Sequence[Sequence[int]]], Association | None]
_COMPARED = SINGLE | {Kind.SEVERAL}


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One answer in both rounds."""

    title: str
    now: int
    before: int
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class ComparedQuestion:
    """One question in both rounds."""

    question: Question
    asked: int
    asked_before: int
    rows: tuple[ComparedRow, ...]
    association: Association | None
    """Whether the answers as a whole differ; None where people could choose several."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be compared, and the questions that can't since they were asked otherwise."""

    questions: tuple[ComparedQuestion, ...]
    left_out: tuple[Question, ...]


def compare_rounds(
    now: Sequence[Tabulation],
    before: Sequence[Tabulation],
    compare: ComparesShares,
    measure: MeasuresAssociation,
) -> Comparison:
    """Every question that was asked in the same words with the same answers to choose from."""
    earlier = {one.question.id: one for one in before}
    compared, left_out = [], []
    for one in now:
        if one.question.kind not in _COMPARED:
            continue
        other = earlier.get(one.question.id)
        if other is None or not _is_same(one.question, other.question):
            left_out.append(one.question)
        else:
            compared.append(_compare(one, other, compare, measure))
    return Comparison(tuple(compared), tuple(left_out))


def _is_same(one: Question, other: Question) -> bool:
    """The order of answers and what is shown beside them may differ, and who is asked may not."""
    return (one.kind, one.text, one.show_if, set(one.values or ())) == (
        other.kind,
        other.text,
        other.show_if,
        set(other.values or ()),
    )


def _compare(
    now: Tabulation, before: Tabulation, compare: ComparesShares, measure: MeasuresAssociation
) -> ComparedQuestion:
    mine, theirs = dict(now.rows), dict(before.rows)
    titles = [title for title in dict.fromkeys((*mine, *theirs)) if title != NO_ANSWER]
    rows = tuple(
        ComparedRow(
            title,
            mine.get(title, 0),
            theirs.get(title, 0),
            compare((mine.get(title, 0), now.asked), (theirs.get(title, 0), before.asked)),
        )
        for title in titles
    )
    is_single = now.question.kind in SINGLE
    counts = [[row.now for row in rows], [row.before for row in rows]]
    return ComparedQuestion(
        now.question, now.asked, before.asked, rows, measure(counts) if is_single else None
    )
