"""Answers without a report: questions, small talk, how a report stands, danger, and deleting."""

from __future__ import annotations

from abc import ABC

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from sqlalchemy.orm import Session

from actions.base import ActionServices, Events, HubAction, said
from actions.report import FORM
from bot.db.models import Conversation
from bot.domain.categories import Category
from bot.domain.danger import DangerKind
from bot.domain.danger_languages import ENGLISH
from bot.domain.replies import Reply
from bot.services.answers import REPORT_ASKED
from bot.services.danger import Alarm
from bot.services.draft_answers import Said
from bot.services.draft_corrections import SURE
from bot.services.last_messages import find_last_question

# What people say to a question; without one, and not surely said, the words may tell of something.
_STEERING = frozenset({"affirm", "deny", "skip", "dont_know", "stop", "restart", "correct", "ask_language"})
_FEWEST_WORDS = 3


def is_unclear(heard: Said) -> bool:
    """Whether words that nothing was asked for had better be asked about; faces alone are no words."""
    if heard.text and not any(letter.isalnum() for letter in heard.text):
        return True
    is_guess = heard.intent in _STEERING and heard.confidence < SURE
    return is_guess and len(heard.text.split()) >= _FEWEST_WORDS


def resume_report(
    services: ActionServices, session: Session, conversation: Conversation, tracker: Tracker
) -> tuple[list[Reply], Events] | None:
    """Take an answer in a report of which Rasa knows no more, and go on with it; None for anything else.

    That is so when Rasa was stopped between the answer that the resident saw and storing its own side of it.
    """
    if tracker.active_loop or conversation.draft is None:
        return None
    taken = services.drafts.take(session, conversation, said(tracker))
    return (list(taken.replies), [ActiveLoop(FORM)]) if taken.is_answer else None


def begin_report(
    services: ActionServices, session: Session, conversation: Conversation, heard: Said
) -> tuple[list[Reply], Events] | None:
    """Open a report, when the words want one, and hand on to its form; None when they don't.

    That is so when somebody asks how to report, or who deals with something that depends on the place, sends
    a photo or a place without words, tells something unclear, or writes in another language.
    """
    drafts = services.drafts
    if conversation.draft is not None:
        return None
    if heard.value == REPORT_ASKED:
        return begin_with_question(services, session, conversation)
    if not heard.text:
        return begin_without_words(services, session, conversation, heard)
    if services.answers.asks_to_report(heard):
        told = [services.answers.phrases.reply("how_to_report")]
        return told + drafts.open(session, conversation, Said()), [ActiveLoop(FORM)]
    if heard.intent == "ask_who_deals" and (
        asked_about := services.answers.who_deals.category_of(heard.text, lacks_place=True)
    ):
        # What it is about is known: the place is asked for, and the answer to that isn't taken for news.
        told = services.answers.answer(session, conversation, heard)
        drafts.open(session, conversation, telling(heard.text, asked_about), is_question=True)
        return told, [ActiveLoop(FORM)]
    if is_unclear(heard) or drafts.is_foreign(heard):
        return drafts.open(session, conversation, heard), [ActiveLoop(FORM)]
    return None


def begin_with_question(
    services: ActionServices, session: Session, conversation: Conversation
) -> tuple[list[Reply], Events] | None:
    """Open a report with the question whose answer offered it; None when that named nothing to report."""
    asked = find_last_question(session, conversation)
    text = (asked.text if asked is not None else None) or ""
    category = services.answers.who_deals.category_of(text)
    if category is None:
        return None
    return services.drafts.open(session, conversation, telling(text, category)), [ActiveLoop(FORM)]


def telling(text: str, category: Category) -> Said:
    """A question as if it told of what it is about."""
    return Said(text, category.report_intent, confidence=1.0)


def begin_without_words(
    services: ActionServices, session: Session, conversation: Conversation, heard: Said
) -> tuple[list[Reply], Events] | None:
    """Open a report with the photo or place that came alone; None when neither did."""
    if not heard.photo_ids and heard.location is None:
        return None
    thanks = [services.answers.phrases.reply("step_photo_thanks")] if heard.photo_ids else []
    sent = Said(photo_ids=heard.photo_ids, location=heard.location)
    return thanks + services.drafts.open(session, conversation, sent), [ActiveLoop(FORM)]


class AnsweringAction(HubAction, ABC):
    """Answers without a report, if need be beside one."""

    def is_last(self, tracker: Tracker, events: Events) -> bool:
        """It is, unless a report is being told or begun: its form asks on."""
        return not tracker.active_loop and not events


class ActionAnswer(AnsweringAction):
    """Answers a question or small talk."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Answer what was just said."""
        heard = said(tracker)
        begun = resume_report(self.services, session, conversation, tracker) or begin_report(
            self.services, session, conversation, heard
        )
        return begun or (self.services.answers.answer(session, conversation, heard), [])


class ActionTellStatus(AnsweringAction):
    """Tells how a report stands."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_tell_status"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Find the report by reference or person and say how it stands."""
        heard = said(tracker)
        begun = begin_report(self.services, session, conversation, heard)
        return begun or (self.services.ends.tell_status(session, conversation, heard.text), [])


class ActionShowEmergency(HubAction):
    """Shows the emergency card for danger that only the model heard."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_emergency"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Show the card."""
        return self.services.danger.replies(Alarm(DangerKind.EMERGENCY, ENGLISH)), []


class ActionRestart(HubAction):
    """Starts over; Rasa runs it for the intent `restart` at any point, in the middle of a report too."""

    def name(self) -> str:
        """Rasa's own name for it, so that ours takes its place."""
        return "action_restart"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Forget the draft and ask afresh; when that may not be what was meant, keep it and ask again."""
        heard = said(tracker)
        begun = begin_report(self.services, session, conversation, heard)
        if begun is not None:
            return begun
        if heard.confidence < SURE:
            _, questions = self.services.drafts.ask(session, conversation)
            return questions or [self.services.answers.phrases.reply("anything_else")], []
        self.services.drafts.drop(session, conversation)
        events: Events = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("report_step", None)]
        return [self.services.answers.phrases.reply("restart")], events


class ActionDeleteData(HubAction):
    """Asks whether the conversation is really to be deleted."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_delete_data"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Ask; the channel deletes when the resident says yes."""
        return [self.services.answers.phrases.reply("delete_ask")], []
