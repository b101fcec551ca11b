"""All answers of a round as tables to work with elsewhere, and the codebook that explains them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.documents import Cell, Table
from bot.domain.survey_filters import Heard, Source
from bot.domain.survey_flow import list_steps
from bot.domain.survey_results import title_shown
from bot.domain.surveys import Given, How, Kind, Question, Survey

SOURCE = "answered_by"
_CHOSEN, _NOT_CHOSEN = 1, 0
_LEFT_OUT = "(left out)"
_WHY_LEFT_OUT = "Not in this file: what people wrote may say who they are, and is for coordinators."
_WAYS = {
    "(empty)": "The question wasn't shown, or the answer isn't given out.",
    How.SKIPPED.value: "They left the question out.",
    How.DECLINED.value: "They would rather not say.",
}


def answers_table(survey: Survey, heard: Sequence[Heard], *, with_words: bool) -> Table:
    """One person a row, in no order; questions with several answers and rankings have a column an answer.

    Without words the questions that are answered in words have no column at all.
    """
    questions = [one for one in survey.questions if with_words or one.kind is not Kind.TEXT]
    columns = [SOURCE, *(name for question in questions for name in _columns(question))]
    rows = tuple((one.source.value, *_cells(questions, one.answers)) for one in heard)
    return Table("answers", "Answers", tuple(columns), rows)


def codebook_table(survey: Survey, titles: Mapping[str, str], *, with_words: bool) -> Table:
    """Every column of the answers, what each value in it means, and which questions have none."""
    rows = [(SOURCE, "", "", "How the answers came", "", way.value, way.value) for way in Source]
    rows += [("(any)", "", "", "In every column", "", value, words) for value, words in _WAYS.items()]
    for question, step in zip(survey.questions, list_steps(survey, titles), strict=True):
        if question.kind is Kind.TEXT and not with_words:
            rows.append(
                (_LEFT_OUT, question.id, question.kind.value, question.text, step.when, "", _WHY_LEFT_OUT)
            )
        else:
            rows += _explain(question, step.when, titles)
    columns = ("Column", "Question", "Kind", "Text", "Shown", "Value", "Meaning")
    return Table("codebook", "Codebook", columns, tuple(rows))


def _columns(question: Question) -> list[str]:
    if question.kind in {Kind.SEVERAL, Kind.RANKING}:
        return [f"{question.id}.{option.id}" for option in question.options]
    return [question.id]


def _cells(questions: Sequence[Question], answers: Mapping[str, Given]) -> Iterator[Cell]:
    for question in questions:
        given = answers.get(question.id)
        if question.kind in {Kind.SEVERAL, Kind.RANKING}:
            yield from (_listed(question, given, option.id) for option in question.options)
        elif given is None or given.value is None:
            yield given.how.value if given else None
        elif question.kind is Kind.PHOTO:
            yield _CHOSEN
        else:
            yield given.value if isinstance(given.value, int) else str(given.value)


def _listed(question: Question, given: Given | None, option: str) -> Cell:
    if given is None or not isinstance(given.value, tuple):
        return given.how.value if given else None
    if question.kind is Kind.SEVERAL:
        return _CHOSEN if option in given.value else _NOT_CHOSEN
    return given.value.index(option) + 1 if option in given.value else None


def _explain(
    question: Question, when: str, titles: Mapping[str, str]
) -> list[tuple[str, str, str, str, str, str, str]]:
    start = (question.id, question.kind.value, question.text, when)
    if question.kind is Kind.SEVERAL:
        return [
            (f"{question.id}.{option.id}", *start, value, f"{option.text}: {words}")
            for option in question.options
            for value, words in (("1", "chosen"), ("0", "not chosen"))
        ]
    if question.kind is Kind.RANKING:
        return [
            (
                f"{question.id}.{option.id}",
                *start,
                f"1 to {len(question.options)}",
                f"Place: {option.text}",
            )
            for option in question.options
        ]
    if question.kind is Kind.PHOTO:
        return [(question.id, *start, "1", "Gave a photo")]
    if question.values is None:
        return [(question.id, *start, "", _plain(question))]
    return [(question.id, *start, value, _meaning(question, value, titles)) for value in question.values]


def _meaning(question: Question, value: str, titles: Mapping[str, str]) -> str:
    labels = {str(question.low): question.low_label, str(question.high): question.high_label}
    return labels.get(value) or title_shown(question, value, titles)


def _plain(question: Question) -> str:
    return {
        Kind.NUMBER: "A whole number",
        Kind.DATE: "A day (year-month-day)",
        Kind.PLACE: "Id of the hub area; outside: in none of them",
    }.get(question.kind, "Written words")
