"""Cross-tabulation: how the answers to one question differ by the answers to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.survey_filters import Heard, Source
from bot.domain.survey_results import title_shown, values_given
from bot.domain.surveys import OUTSIDE, Kind, Question, Survey

#: Kinds of which everybody gives one answer; of a ranking what was put first.
SINGLE = frozenset({Kind.ONE, Kind.SCALE, Kind.YES_NO, Kind.PLACE, Kind.RANKING})
SOURCE = "source"
_YES, _NO = "chosen", "not chosen"


@dataclass(frozen=True, slots=True)
class Trait:
    """What people can be told apart by: each has one of its values, or none."""

    key: str
    """A question's id; with `:option` for one answer of a question with several."""
    title: str
    values: tuple[tuple[str, str], ...]
    """Each with its words."""
    question: Question | None = None
    """None for how answers came."""
    option: str = ""

    def value_of(self, one: Heard) -> str | None:
        """What somebody has; None if they didn't answer, or weren't asked."""
        if self.question is None:
            return one.source.value
        given = one.answers.get(self.question.id)
        if given is None or given.value is None:
            return None
        values = values_given(self.question, given)
        if self.option:
            return _YES if self.option in values else _NO
        return values[0] if values else None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Counts of people by two traits."""

    rows: Trait
    columns: Trait
    counts: tuple[tuple[int, ...], ...]
    left_out: int
    """Who didn't answer both."""

    @property
    def people(self) -> int:
        """Everybody who is counted."""
        return sum(map(sum, self.counts))

    def percents(self) -> tuple[tuple[int | None, ...], ...]:
        """Share of each row in its column, in whole per cent; None for an empty column."""
        totals = [sum(row[j] for row in self.counts) for j in range(len(self.columns.values))]
        return tuple(
            tuple(
                round(100 * count / total) if total else None
                for count, total in zip(row, totals, strict=True)
            )
            for row in self.counts
        )


def list_traits(survey: Survey, titles: Mapping[str, str]) -> list[Trait]:
    """Everything that can be crossed; `titles` name the areas, yes and no."""
    found: list[Trait] = []
    for question in survey.questions:
        if question.kind is Kind.SEVERAL:
            found += [
                Trait(
                    f"{question.id}:{option.id}",
                    f"{question.text}: {option.text}",
                    ((_YES, "Chosen"), (_NO, "Not chosen")),
                    question,
                    option.id,
                )
                for option in question.options
            ]
        elif question.kind in SINGLE:
            values = question.values or _areas(titles)
            shown = tuple((value, title_shown(question, value, titles)) for value in values)
            found.append(Trait(question.id, question.text, shown, question))
    sources = (
        (Source.ONLINE.value, "Online"),
        (Source.PAPER.value, "On paper"),
        (Source.POLL.value, "In a Telegram poll"),
    )
    return [*found, Trait(SOURCE, "How the answers came", sources)]


def cross(heard: Sequence[Heard], rows: Trait, columns: Trait) -> Crossing:
    """Count everybody who answered both."""
    cells = Counter((rows.value_of(one), columns.value_of(one)) for one in heard)
    counts = tuple(tuple(cells[row, column] for column, _ in columns.values) for row, _ in rows.values)
    counted = sum(map(sum, counts))
    return Crossing(rows, columns, counts, len(heard) - counted)


def _areas(titles: Mapping[str, str]) -> tuple[str, ...]:
    return (*(name for name in titles if name not in {"yes", "no", OUTSIDE}), OUTSIDE)
