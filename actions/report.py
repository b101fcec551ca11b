"""Telling a report: `report_form` opens it, takes each message, and closes it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from sqlalchemy.orm import Session

from actions.base import Events, HubAction, call_of, said
from bot.db.models import Conversation
from bot.domain.replies import Reply
from bot.services.doubted_messages import WRONG_PLACE, note_doubt
from bot.services.draft_turns import FOR_A_PERSON, SAFE_NOW

FORM = "report_form"
_REQUESTED = "requested_slot"
_STEP = "report_step"
#: What begins a report beside the `report_` intents, as in data/rules/report.yml.
_BEGINNINGS = frozenset({"nlu_fallback", SAFE_NOW, *FOR_A_PERSON})


class ValidateReportForm(HubAction):
    """Opens a report, takes each message while it is told, asks for what is missing, and ends it."""

    def name(self) -> str:
        """The name that Rasa gives to the validation of `report_form`."""
        return f"validate_{FORM}"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Open the report or take the answer, then ask the next step, or file or drop it when there is none.

        All in one call: each costs Rasa and the hub more than what is done in it (docs/adr/0002).
        """
        replies: list[Reply] = []
        if is_begun(conversation, tracker):
            replies = self._open(session, conversation, tracker)
        elif was_just_said(tracker):
            taken = self.services.drafts.take(session, conversation, said(tracker))
            if taken.is_doubt:
                _note_doubt(session, tracker)
            if not taken.is_answer:
                # Nothing is returned, so Rasa rejects the form and a rule answers first.
                return [], []
            replies = list(taken.replies)
        step, questions = self.services.drafts.ask(session, conversation)
        last = questions if step else self.services.ends.close(session, conversation)
        return replies + last, [
            SlotSet(_STEP, step.value if step else None),
            SlotSet(_REQUESTED, _STEP if step else None),
        ]

    def is_last(self, tracker: Tracker, events: Events) -> bool:
        """It is, unless it was no answer: then a rule answers, and the form asks again."""
        return bool(events)

    def _open(self, session: Session, conversation: Conversation, tracker: Tracker) -> list[Reply]:
        """Begin with what was just said, which began the form too."""
        heard = said(tracker)
        if heard.intent == WRONG_PLACE:
            _note_doubt(session, tracker)
        return self.services.drafts.open(session, conversation, heard)


def _note_doubt(session: Session, tracker: Tracker) -> None:
    """Have staff look at what was said: something was understood wrongly, and may be learnt."""
    call = call_of(tracker, FORM)
    if call is not None:
        note_doubt(session, call.message_id)


def is_begun(conversation: Conversation, tracker: Tracker) -> bool:
    """Whether the latest message begins a report.

    Rasa can believe that one is being told which the hub has no more; what tells of something begins
    another one then, and the rest is left to the rules.
    """
    if not tracker.active_loop:
        return True
    intent = said(tracker).intent
    tells = intent.startswith("report_") or intent in _BEGINNINGS
    return conversation.draft is None and was_just_said(tracker) and tells


def was_just_said(tracker: Tracker) -> bool:
    """Whether the form is to take the latest message as an answer.

    It isn't when the form comes back after a question was answered: then another action ran since.
    """
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return True
        if event.get("event") == "action" and event.get("name") not in {FORM, "action_extract_slots"}:
            return False
    return False
