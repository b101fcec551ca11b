"""Which results an address asks for, so that each view of them can be bookmarked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from bot.console.visits import Visit
from bot.domain.survey_filters import ResultsFilter, Source, can_filter_by
from bot.domain.survey_results import title_shown
from bot.domain.surveys import OUTSIDE, Survey

_MOST_ANSWERS = 5

_HOW = {
    Source.ONLINE: "Answered online",
    Source.PAPER: "Answered on paper",
    Source.POLL: "Voted in a Telegram poll",
}


@dataclass(frozen=True, slots=True)
class AskedResults:
    """What was asked for, in values and in words."""

    wanted: ResultsFilter
    address: str
    """Query of the address, without a question mark."""
    told: tuple[str, ...]
    """Each filter in words."""
    options: tuple[tuple[str, str], ...]
    """Answers that can be filtered by, as `question:answer`, with their words."""

    @property
    def answers(self) -> list[str]:
        """The answers that are filtered by, as `question:answer`."""
        return [f"{question}:{value}" for question, value in self.wanted.answers]


def read_results_filter(visit: Visit, survey: Survey) -> AskedResults:
    """The filters of the address; what can't be read leaves nobody out."""
    query, titles = visit.request.query_params, visit.services.surveys.readings.titles
    area, source = query.get("area", ""), query.get("source", "")
    answers = []
    for asked in dict.fromkeys(query.getlist("answer")):
        question, _, value = asked.partition(":")
        if value and can_filter_by(survey, question, value):
            answers.append((question, value))
    wanted = ResultsFilter(
        area if area in visit.services.area_names or area == OUTSIDE else "",
        Source(source) if source in set(Source) else None,
        tuple(answers[:_MOST_ANSWERS]),
    )
    pairs = [("answer", f"{question}:{value}") for question, value in wanted.answers]
    pairs += [("area", wanted.area)] if wanted.area else []
    pairs += [("source", wanted.source.value)] if wanted.source else []
    return AskedResults(
        wanted, urlencode(pairs), _tell(visit, survey, wanted), _options(survey, dict(titles))
    )


def _tell(visit: Visit, survey: Survey, wanted: ResultsFilter) -> tuple[str, ...]:
    titles = visit.services.surveys.readings.titles
    told = [f"Area: {titles.get(wanted.area, wanted.area)}"] if wanted.area else []
    if wanted.source:
        told.append(_HOW[wanted.source])
    for name, value in wanted.answers:
        question = survey.by_id[name]
        told.append(f"{question.text} {title_shown(question, value, titles)}")
    return tuple(told)


def _options(survey: Survey, titles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{question.id}:{value}", f"{question.text} {title_shown(question, value, titles)}")
        for question in survey.questions
        for value in question.values or ()
        if can_filter_by(survey, question.id, value)
    )
