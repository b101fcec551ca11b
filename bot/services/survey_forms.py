"""The web form of a survey: the same questions and answers as in the chat, one on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening
from bot.domain.replies import Reply
from bot.domain.spoken import spoken
from bot.domain.survey_languages import is_in_english, list_missing
from bot.domain.survey_walk import Sitting, current, give, go_back, progress, text_of
from bot.domain.surveys import Given, Kind, Option, Question, Survey
from bot.services.danger import Alarm
from bot.services.draft_corrections import Understands
from bot.services.reported_places import PlaceFinder
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_followers import SurveyFollowing
from bot.services.survey_openings import SurveyOpeningService, spoken_survey
from bot.services.survey_people import Answering, SurveyPeople
from bot.services.survey_sent import Sent, read_sent
from bot.services.survey_words import SurveyWords
from bot.services.understanding import HearsDanger


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page of the form shows."""

    survey: Survey
    closes_on: date
    question: Question | None = None
    """None before the first question, and at the end."""
    is_begun: bool = False
    is_sent: bool = False
    is_new: bool = False
    """Whether it was sent just now."""
    will_tell: bool = False
    """Whether they asked just now to be told what comes of it."""
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
class SurveyFormService:
    """Takes forms; who answers is known by the browser's session, and by a pass from another channel."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    people: SurveyPeople
    words: SurveyWords
    places: PlaceFinder
    understanding: Understands
    danger: HearsDanger
    following: SurveyFollowing

    def find(self, session: Session, survey_id: str) -> SurveyOpening | None:
        """The round that can be answered today."""
        return self.openings.find_open(session, survey_id, self.answers.today())

    def who_is(self, session: Session, opening: SurveyOpening, browser: str, signed: str) -> Answering:
        """Who uses a browser, with a pass from another channel or without."""
        given = self.people.read_pass(signed, opening.id) if signed else ""
        return self.people.on_form(session, opening.id, browser, given)

    def wants_photo(self, session: Session, opening: SurveyOpening, who: Answering) -> bool:
        """Whether a photo is what they are asked for now; an anonymous survey never asks for one."""
        row = self.answers.find(session, opening.id, *who.tokens)
        question = current(spoken_survey(opening), Sitting.from_json(row.body)) if row is not None else None
        return question is not None and question.kind is Kind.PHOTO

    def show(self, session: Session, opening: SurveyOpening, who: Answering) -> FormPage:
        """Where they are."""
        survey = spoken_survey(opening)
        row = self.answers.find(session, opening.id, *who.tokens)
        if row is not None:
            return self._page(opening.closes_on, survey, Sitting.from_json(row.body))
        is_sent = self.answers.has_answered(session, opening.id, *who.tokens)
        missing = frozenset(key for key in list_missing(survey, spoken()) if "." not in key)
        return FormPage(
            survey, opening.closes_on, is_sent=is_sent, is_in_english=bool(missing), in_english=missing
        )

    def take(self, session: Session, opening: SurveyOpening, who: Answering, sent: Sent) -> FormPage:
        """Take a form; the page that follows, or the same one with what is wrong."""
        survey = spoken_survey(opening)
        if self.answers.has_answered(session, opening.id, *who.tokens):
            return FormPage(survey, opening.closes_on, is_sent=True)
        row = self.answers.begin(session, opening, *who.tokens)
        sitting = Sitting.from_json(row.body)
        question = current(survey, sitting)
        if sent.action == "back":
            sitting = go_back(survey, sitting)
        elif sent.action == "send" and question is None:
            is_new = self.answers.send(session, row, who.person_id)
            return FormPage(survey, opening.closes_on, is_sent=True, is_new=is_new)
        elif question is not None and sent.question == question.id:
            if sent.text and not sent.is_safe and (alarm := self.danger.hear(sent.text)):
                return self._page(opening.closes_on, survey, sitting, sent, alarm=alarm)
            given = read_sent(question, self.words.options_of(question, sitting), sent, self.places)
            if given is None:
                return self._page(opening.closes_on, survey, sitting, sent)
            sitting = give(survey, sitting, given)
            if self.answers.is_full(session, opening, survey, sitting):
                self.answers.drop(session, row)
                return FormPage(survey, opening.closes_on, is_full=True)
        self.answers.keep(row, sitting)
        tells = bool(sent.text and sent.action == "answer" and self._tells_concern(question, sent.text))
        return self._page(opening.closes_on, survey, sitting, tells_concern=tells)

    def tell(self, session: Session, opening: SurveyOpening, who: Answering, browser: str) -> FormPage:
        """Remember that they want to be told what comes of it; whoever comes by can ask without answering."""
        self.following.follow_in_browser(session, opening, browser)
        return replace(self.show(session, opening, who), will_tell=True)

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


def _typed(question: Question, given: Given | None) -> str:
    is_typed = question.kind in {Kind.TEXT, Kind.NUMBER, Kind.DATE}
    return str(given.value) if is_typed and given is not None and given.value is not None else ""


def _chosen(given: Given | None) -> tuple[str, ...]:
    if given is None or given.value is None:
        return ()
    return given.value if isinstance(given.value, tuple) else (str(given.value),)
