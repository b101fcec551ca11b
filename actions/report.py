"""Telling a report: opens it, takes each message in its form, and closes it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from sqlalchemy.orm import Session

from actions.base import Events, HubAction, call_of, said
from bot.db.models import Conversation
from bot.domain.replies import Reply
from bot.services.doubted_messages import WRONG_PLACE, note_doubt

FORM = "report_form"
_REQUESTED = "requested_slot"
_STEP = "report_step"


class ActionOpenReport(HubAction):
    """Begins a report with what was just said."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_open_report"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Open the draft and say what was heard."""
        heard = said(tracker)
        if heard.intent == WRONG_PLACE:
            _note_doubt(session, tracker)
        return self.services.drafts.open(session, conversation, heard), []


class ValidateReportForm(HubAction):
    """Takes each message while a report is told, and asks for what is still missing."""

    def name(self) -> str:
        """The name that Rasa gives to the validation of `report_form`."""
        return f"validate_{FORM}"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Take the answer when one was just given, then ask the next step."""
        drafts = self.services.drafts
        replies: list[Reply] = []
        if was_just_said(tracker):
            taken = drafts.take(session, conversation, said(tracker))
            if taken.is_doubt:
                _note_doubt(session, tracker)
            if not taken.is_answer:
                # Nothing is returned, so Rasa rejects the form and a rule answers first.
                return [], []
            replies = list(taken.replies)
        step, questions = drafts.ask(session, conversation)
        value = step.value if step else None
        events: Events = [SlotSet(_STEP, value), SlotSet(_REQUESTED, _STEP if step else None)]
        return replies + questions, events


class ActionCloseReport(HubAction):
    """Ends a report: files or drops it."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_close_report"

    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """File or drop the draft and say so."""
        return self.services.ends.close(session, conversation), [SlotSet(_STEP, None)]


def _note_doubt(session: Session, tracker: Tracker) -> None:
    """Have staff look at what was said: something was understood wrongly, and may be learnt."""
    call = call_of(tracker, FORM)
    if call is not None:
        note_doubt(session, call.message_id)


def was_just_said(tracker: Tracker) -> bool:
    """Whether the form is to take the latest message as an answer.

    It isn't when the form was only just begun by the message, or comes back after a question was answered:
    then another action ran since the message.
    """
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return bool(tracker.active_loop)
        if event.get("event") == "action" and event.get("name") not in {FORM, "action_extract_slots"}:
            return False
    return False
