"""Reads what somebody typed or chose as the answer to a question; None when it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.surveys import WITH_OPTIONS, YES_NO, Given, How, Kind, Option, Question, Value

#: The hub area of a place that is named, `outside`, or None when no place is recognised.
type FindsArea = Callable[[str], str | None]
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
_LONGEST_DATE = 30
_BIGGEST = 1_000_000_000
_YES, _NO = frozenset({"yes", "y", "yeah", "yep"}), frozenset({"no", "n", "nope"})


def read_answer(
    question: Question, text: str, options: Sequence[Option], find_area: FindsArea
) -> Given | None:
    """The answer in typed words; options may be named by text or by their number in the order shown."""
    words = text.strip()
    value = _read(question, words, options, find_area) if words else None
    return None if value is None else Given(How.ANSWERED, value)


def read_choices(question: Question, chosen: Sequence[str]) -> Given | None:
    """The answer in pressed or ticked values, in their order."""
    known = question.values
    if known is None or not chosen or not set(chosen) <= set(known) or len(set(chosen)) < len(chosen):
        return None
    if question.kind is Kind.SEVERAL:
        return Given(How.ANSWERED, tuple(chosen))
    if question.kind is Kind.RANKING:
        return Given(How.ANSWERED, tuple(chosen)) if len(chosen) == len(known) else None
    if len(chosen) > 1:
        return None
    return Given(How.ANSWERED, int(chosen[0]) if question.kind is Kind.SCALE else chosen[0])


def _read(question: Question, words: str, options: Sequence[Option], find_area: FindsArea) -> Value | None:
    match question.kind:
        case Kind.YES_NO:
            said = words.casefold().strip(" .!,")
            if named := next((one.id for one in options if one.text.casefold() == said), None):
                return named
            return YES_NO[0] if said in _YES else YES_NO[1] if said in _NO else None
        case Kind.SCALE | Kind.NUMBER:
            return _number(question, words)
        case Kind.DATE:
            return _day(words)
        case Kind.PLACE:
            return find_area(words)
        case Kind.TEXT:
            return words if len(words) <= question.most_chars else None
        case Kind.PHOTO:
            return None
    assert question.kind in WITH_OPTIONS  # noqa: S101 -- every other kind was named above
    given = read_choices(question, _named(words, options))
    return given.value if given else None


def _named(words: str, options: Sequence[Option]) -> list[str]:
    """The options that typed words name: one whole text, or a list of numbers and texts."""
    by_name = {option.text.casefold(): option.id for option in options}
    by_name |= {str(number): option.id for number, option in enumerate(options, 1)}
    whole = words.casefold().strip(" .!")
    if whole in by_name:
        return [by_name[whole]]
    parts = [part.strip(" .!") for part in re.split(r",|;|\band\b|\n", words.casefold())]
    if len(parts) == 1:
        parts = whole.split()
    named = [by_name.get(part, "") for part in parts if part]
    return named if all(named) else []


def _number(question: Question, words: str) -> int | None:
    found = re.fullmatch(r"(-?\d{1,10})(?:\.0*)?", words.strip(" ."))
    if found is None:
        return None
    number = int(found[1])
    low = -_BIGGEST if question.low is None else question.low
    high = _BIGGEST if question.high is None else question.high
    return number if low <= number <= high else None


def _day(words: str) -> str | None:
    for form in _DAYS:
        try:
            day = datetime.strptime(words[:_LONGEST_DATE].strip(" ."), form)  # noqa: DTZ007 -- a day alone
            return day.date().isoformat()
        except ValueError:
            continue
    return None
