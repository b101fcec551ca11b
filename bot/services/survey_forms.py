"""The web form of a survey: the same questions and answers as in the chat, one on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening
from bot.domain.replies import Reply
from bot.domain.spoken import spoken
from bot.domain.survey_languages import is_in_english, list_missing
from bot.domain.survey_reading import read_answer, read_choices
from bot.domain.survey_walk import Sitting, current, give, go_back, options_in_order, progress, text_of
from bot.domain.surveys import WITH_OPTIONS, Given, How, Kind, Option, Question, Survey
from bot.services.danger import Alarm
from bot.services.draft_corrections import Understands
from bot.services.reported_places import PlaceFinder
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_openings import SurveyOpeningService, spoken_survey
from bot.services.survey_places import find_area
from bot.services.survey_words import SurveyWords
from bot.services.understanding import HearsDanger

_CHOSEN = WITH_OPTIONS | {Kind.SCALE, Kind.YES_NO}


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page of the form shows."""

    survey: Survey
    closes_on: date
    question: Question | None = None
    """None before the first question, and at the end."""
    is_begun: bool = False
    is_sent: bool = False
    number: int = 0
    count: int = 0
    text: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    has_before: bool = False
    problem: str = ""
    typed: str = ""
    chosen: tuple[str, ...] = ()
    cards: tuple[Reply, ...] = ()
    """What is said to danger that was heard in the words; they aren't kept then."""
    tells_concern: bool = False
    """Whether what was just written may want to be reported."""
    is_full: bool = False
    is_in_english: bool = False
    """Whether something of the question, or before the first, has no words in the page's language."""
    in_english: frozenset[str] = frozenset()
    """Which texts before the first question haven't, by the keys of their versions."""


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
    is_safe: bool = False
    """Whether the danger card was shown for these words before."""


@dataclass(frozen=True, slots=True)
class SurveyFormService:
    """Takes forms; who answers is known by the browser's session only."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    words: SurveyWords
    places: PlaceFinder
    understanding: Understands
    danger: HearsDanger

    def find(self, session: Session, survey_id: str) -> SurveyOpening | None:
        """The round that can be answered today."""
        return self.openings.find_open(session, survey_id, self.answers.today())

    def show(self, session: Session, opening: SurveyOpening, who: str) -> FormPage:
        """Where they are."""
        survey, token = spoken_survey(opening), self.answers.token_for(opening.id, who)
        row = self.answers.find(session, opening.id, token)
        if row is not None:
            return self._page(opening.closes_on, survey, Sitting.from_json(row.body))
        is_sent = self.answers.has_answered(session, opening.id, token)
        missing = frozenset(key for key in list_missing(survey, spoken()) if "." not in key)
        return FormPage(
            survey, opening.closes_on, is_sent=is_sent, is_in_english=bool(missing), in_english=missing
        )

    def take(self, session: Session, opening: SurveyOpening, who: str, sent: Sent) -> FormPage:
        """Take a form; the page that follows, or the same one with what is wrong."""
        survey, token = spoken_survey(opening), self.answers.token_for(opening.id, who)
        if self.answers.has_answered(session, opening.id, token):
            return FormPage(survey, opening.closes_on, is_sent=True)
        row = self.answers.begin(session, opening, token)
        sitting = Sitting.from_json(row.body)
        question = current(survey, sitting)
        if sent.action == "back":
            sitting = go_back(survey, sitting)
        elif sent.action == "send" and question is None:
            self.answers.send(session, row, None)
            return FormPage(survey, opening.closes_on, is_sent=True)
        elif question is not None and sent.question == question.id:
            if sent.text and not sent.is_safe and (alarm := self.danger.hear(sent.text)):
                return self._page(opening.closes_on, survey, sitting, sent, alarm=alarm)
            given = read_sent(question, options_in_order(question, sitting), sent, self.places)
            if given is None:
                return self._page(opening.closes_on, survey, sitting, sent)
            sitting = give(survey, sitting, given)
            if self.answers.is_full(session, opening, survey, sitting):
                self.answers.drop(session, row)
                return FormPage(survey, opening.closes_on, is_full=True)
        self.answers.keep(row, sitting)
        tells = bool(sent.text and sent.action == "answer" and self._tells_concern(question, sent.text))
        return self._page(opening.closes_on, survey, sitting, tells_concern=tells)

    def look(self, survey: Survey, sitting: Sitting, closes_on: date) -> FormPage:
        """The page as it would be, for staff who write a survey."""
        return self._page(closes_on, survey, sitting)

    def _tells_concern(self, question: Question | None, text: str) -> bool:
        is_free = question is not None and question.kind is Kind.TEXT
        return is_free and bool(self.understanding.understand(text).concerns)

    def _page(
        self,
        closes_on: date,
        survey: Survey,
        sitting: Sitting,
        refused: Sent | None = None,
        *,
        alarm: Alarm | None = None,
        tells_concern: bool = False,
    ) -> FormPage:
        question = current(survey, sitting)
        if question is None:
            return FormPage(survey, closes_on, is_begun=True, has_before=True, tells_concern=tells_concern)
        number, count = progress(survey, sitting)
        problem = self.words.say_not_understood(question).text if refused and not alarm else ""
        before = sitting.answers.get(question.id)
        return FormPage(
            survey=survey,
            closes_on=closes_on,
            question=question,
            is_begun=True,
            number=number,
            count=count,
            text=text_of(survey, question.text, sitting, self.words.titles),
            help=text_of(survey, question.help, sitting, self.words.titles),
            options=self.words.options_of(question, sitting),
            has_before=current(survey, go_back(survey, sitting)) != question,
            problem=problem,
            typed=refused.text if refused else _typed(question, before),
            chosen=tuple(refused.chosen) if refused else _chosen(before),
            cards=tuple(self.danger.replies(alarm)) if alarm else (),
            tells_concern=tells_concern,
            is_in_english=is_in_english(survey, question.id, spoken()),
        )


def read_sent(question: Question, options: Sequence[Option], sent: Sent, places: PlaceFinder) -> Given | None:
    """What a form gives to a question; None when it is no answer."""
    if sent.action == "skip":
        return None if question.is_required else Given(How.SKIPPED)
    if sent.action == "decline":
        return Given(How.DECLINED) if question.may_decline else None
    if question.kind is Kind.RANKING:
        ranks = sent.ranks or {}
        if sorted(ranks.values()) != sorted(str(n) for n in range(1, len(options) + 1)):
            return None
        return read_choices(question, sorted(ranks, key=lambda option: int(ranks[option])))
    if question.kind in _CHOSEN:
        return read_choices(question, tuple(sent.chosen))
    return read_answer(question, sent.text, options, lambda words: find_area(places, words))


def _typed(question: Question, given: Given | None) -> str:
    is_typed = question.kind in {Kind.TEXT, Kind.NUMBER, Kind.DATE}
    return str(given.value) if is_typed and given is not None and given.value is not None else ""


def _chosen(given: Given | None) -> tuple[str, ...]:
    if given is None or given.value is None:
        return ()
    return given.value if isinstance(given.value, tuple) else (str(given.value),)
