"""Answering a survey in a conversation: one question a message, with buttons or by typing, and pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.db.models import Conversation, Person, SurveyOpening, SurveySitting
from bot.domain.replies import Incoming, Reply
from bot.domain.survey_cues import SurveyCues, SurveyWish
from bot.domain.survey_reading import read_answer, read_choices
from bot.domain.survey_walk import Sitting, current, give, go_back
from bot.domain.surveys import Given, How, Kind, Question, Survey
from bot.services.draft_corrections import Understands
from bot.services.draft_words import choice
from bot.services.reported_places import PlaceFinder
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_followers import TELL, SurveyFollowing
from bot.services.survey_openings import SurveyOpeningService, can_answer, spoken_survey
from bot.services.survey_people import WEB, SurveyPeople
from bot.services.survey_places import find_area
from bot.services.survey_words import PRESSED, TAKE_SURVEY, SurveyWords, pressed

_MOST_OFFERED = 6
_FEWEST_WORDS = 4  # of what isn't asked for and yet may tell of something


@dataclass(frozen=True, slots=True)
class SurveyChatService:
    """Needs no dialogue, so it works while Rasa is down too."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    people: SurveyPeople
    words: SurveyWords
    places: PlaceFinder
    understanding: Understands
    following: SurveyFollowing
    cues: SurveyCues

    def offer(self, session: Session, conversation: Conversation) -> list[Reply]:
        """What can be answered, as buttons; nothing when no survey is open."""
        area = session.get_one(Person, conversation.person_id).home_area
        found = self.openings.list_open(session, self.answers.today(), area)
        if not found:
            return []
        buttons = tuple(
            choice(spoken_survey(one).title, f"{PRESSED}open:{one.survey_id}")
            for one in found[:_MOST_OFFERED]
        )
        return [self.words.phrases.reply("survey_which", buttons)]

    def take(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        """The answer to a message that belongs to a survey; empty when it doesn't.

        Any other button, and a report that is being told, pause the survey.
        """
        if incoming.payload == TAKE_SURVEY:
            return self.offer(session, conversation)
        said = pressed(incoming.payload)
        if said[:1] == ["open"]:
            opening = self.openings.find_open(session, said[1], self.answers.today())
            if opening is None:
                return [self._say("survey_over")]
            return self._open(session, conversation, opening, message_id)
        if said[:1] == [TELL]:
            return self.following.follow(session, conversation, said[-1])
        row = self._find_sitting(session, conversation)
        if row is None:
            # Whoever sends a second time is told so.
            return [self._say("survey_answered" if said == ["send"] else "survey_over")] if said else []
        if (incoming.payload and not said) or conversation.draft is not None:
            conversation.surveying = None
            return []
        if row.done and row.done["message"] == message_id:
            return [Reply.from_json(reply) for reply in row.done["replies"]]
        row.message_ids = [*row.message_ids, message_id]
        replies = self._take(session, conversation, row, said, incoming)
        row.done = {"message": message_id, "replies": [reply.to_json() for reply in replies]}
        return replies

    def _say(self, name: str) -> Reply:
        return self.words.phrases.reply(name)

    def _find_sitting(self, session: Session, conversation: Conversation) -> SurveySitting | None:
        if conversation.surveying is None:
            return None
        who = self.people.in_chat(session, conversation.surveying, conversation)
        row = self.answers.find(session, conversation.surveying, *who.tokens)
        if row is None or not can_answer(row.opening, self.answers.today()):
            conversation.surveying = None
            return None
        return row

    def _open(
        self, session: Session, conversation: Conversation, opening: SurveyOpening, message_id: int
    ) -> list[Reply]:
        survey = spoken_survey(opening)
        tokens = self.people.in_chat(session, opening.id, conversation).tokens
        was_begun = self.answers.find(session, opening.id, *tokens) is not None
        # Confidential answers can be given anew until the survey closes; anonymous ones can't be found again.
        can_change = self.answers.has_own(session, opening.id, conversation.person_id)
        if self.answers.has_answered(session, opening.id, *tokens) and not can_change:
            return [self._say("survey_answered")]
        row = self.answers.begin(session, opening, *tokens, conversation_id=conversation.id)
        conversation.surveying = opening.id
        row.message_ids = [*row.message_ids, message_id]
        address = self.people.make_pass(opening, conversation) if conversation.channel != WEB else ""
        first = [self._say("survey_go_on")] if was_begun else self.words.introduce(survey, address)
        return [*first, self.words.ask(survey, self.answers.sitting_of(row))]

    def _take(
        self,
        session: Session,
        conversation: Conversation,
        row: SurveySitting,
        said: list[str],
        incoming: Incoming,
    ) -> list[Reply]:
        survey, sitting = spoken_survey(row.opening), self.answers.sitting_of(row)
        question = current(survey, sitting)
        said = said or self._typed(sitting, question, incoming)
        match said:
            case ["pause"]:
                conversation.surveying = None
                return [self.words.say_paused(row.opening)]
            case ["back"]:
                return self._go_on(row, survey, go_back(survey, sitting))
            case ["send"] if question is None:
                return self._send(session, conversation, row)
        if question is None or (said and said[1:2] != [question.id]):
            return [self.words.ask(survey, sitting)]
        if said[:1] in (["pick"], ["drop"]) and question.kind in {Kind.SEVERAL, Kind.RANKING}:
            return self._collect(row, survey, sitting, question, said)
        given = self._read(sitting, question, said, incoming)
        if given is None:
            hint = self.words.say_not_understood(question)
            return [*self._offer_report(question, incoming), hint, self.words.ask(survey, sitting)]
        changed = give(survey, sitting, given)
        if self.answers.is_full(session, row.opening, survey, changed):
            conversation.surveying = None
            self.answers.drop(session, row)
            return [self._say("survey_full")]
        return self._offer_report(question, incoming) + self._go_on(row, survey, changed)

    def _typed(self, sitting: Sitting, question: Question | None, incoming: Incoming) -> list[str]:
        """The button that is meant by what was typed; an answer of the question is one before that."""
        wish = None if incoming.payload or not incoming.text else self.cues.find(incoming.text)
        if wish is None:
            return []
        if question is None:
            return [wish.value]
        if question.kind is not Kind.TEXT and self._read(sitting, question, [], incoming) is not None:
            return []
        return [wish.value, question.id] if wish in {SurveyWish.SKIP, SurveyWish.DECLINE} else [wish.value]

    def _read(
        self, sitting: Sitting, question: Question, said: list[str], incoming: Incoming
    ) -> Given | None:
        match said:
            case ["skip", _] if not question.is_required:
                return Given(How.SKIPPED)
            case ["decline", _] if question.may_decline:
                return Given(How.DECLINED)
            case ["done", _, *chosen]:
                return read_choices(question, chosen)
            case ["pick", _, value]:
                return read_choices(question, [value])
        if question.kind is Kind.PHOTO and incoming.photo_ids:
            return Given(How.ANSWERED, incoming.photo_ids[0])
        if question.kind is Kind.PLACE and incoming.location is not None:
            nearest = self.places.nearest(*incoming.location)
            area = nearest.hub_area if nearest else None
            return Given(How.ANSWERED, area or "outside")
        options = self.words.options_of(question, sitting)
        return read_answer(question, incoming.text, options, lambda words: find_area(self.places, words))

    def _collect(
        self, row: SurveySitting, survey: Survey, sitting: Sitting, question: Question, said: list[str]
    ) -> list[Reply]:
        """Put one more option to those that were chosen so far; they travel in the buttons."""
        chosen = said[2:]
        if question.kind is Kind.RANKING and len(chosen) == len(question.options):
            given = read_choices(question, chosen)
            return self._go_on(row, survey, give(survey, sitting, given)) if given else []
        return [self.words.ask(survey, sitting, tuple(chosen))]

    def _go_on(self, row: SurveySitting, survey: Survey, sitting: Sitting) -> list[Reply]:
        self.answers.keep(row, sitting)
        return [self.words.ask(survey, sitting)]

    def _send(self, session: Session, conversation: Conversation, row: SurveySitting) -> list[Reply]:
        survey = spoken_survey(row.opening)
        # The message that sends holds no answer, and stays so that it is taken once.
        row.message_ids = row.message_ids[:-1]
        conversation.surveying = None
        is_sent = self.answers.send(session, row, conversation.person_id)
        name = "survey_sent_anonymous" if survey.is_anonymous else "survey_sent"
        told = self._say(name if is_sent else "survey_answered")
        return [replace(told, buttons=(*told.buttons, self.following.button(row.opening_id)))]

    def _offer_report(self, question: Question, incoming: Incoming) -> list[Reply]:
        """Whoever tells of a concern in their own words is offered to report it."""
        if not incoming.text or (
            question.kind is not Kind.TEXT and len(incoming.text.split()) < _FEWEST_WORDS
        ):
            return []
        heard = self.understanding.understand(incoming.text)
        return [self._say("survey_report")] if heard.concerns else []
