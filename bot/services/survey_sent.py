"""What comes with a form of a survey, on the web or from paper, and what it gives to a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.survey_reading import read_answer, read_choices
from bot.domain.surveys import WITH_OPTIONS, Given, How, Kind, Option, Question
from bot.services.reported_places import PlaceFinder
from bot.services.survey_places import find_area

_CHOSEN = WITH_OPTIONS | {Kind.SCALE, Kind.YES_NO}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form."""

    action: str
    """`answer`, `skip`, `decline`, `back` or `send`."""
    question: str = ""
    text: str = ""
    chosen: Sequence[str] = ()
    ranks: Mapping[str, str] | None = None
    """Options with the place that each was given."""
    photo_id: str = ""
    """Of a photo that came with it and was kept."""
    is_safe: bool = False
    """Whether the danger card was shown for these words before."""


def read_sent(question: Question, options: Sequence[Option], sent: Sent, places: PlaceFinder) -> Given | None:
    """What a form gives to a question; None when it is no answer."""
    if sent.action == "skip":
        return None if question.is_required else Given(How.SKIPPED)
    if sent.action == "decline":
        return Given(How.DECLINED) if question.may_decline else None
    if question.kind is Kind.PHOTO:
        return Given(How.ANSWERED, sent.photo_id) if sent.photo_id else None
    if question.kind is Kind.PLACE and any(one.id in sent.chosen for one in options):
        # A place that is known says more than the area that was chosen with it.
        area = find_area(places, sent.text) if sent.text else None
        return Given(How.ANSWERED, area or sent.chosen[0])
    if question.kind is Kind.RANKING:
        ranks = sent.ranks or {}
        if sorted(ranks.values()) != sorted(str(n) for n in range(1, len(options) + 1)):
            return None
        return read_choices(question, sorted(ranks, key=lambda option: int(ranks[option])))
    if question.kind in _CHOSEN:
        return read_choices(question, tuple(sent.chosen))
    return read_answer(question, sent.text, options, lambda words: find_area(places, words))
