"""Messages that were changed after they were sent, and replies to what we said of a report."""

from __future__ import annotations

import pytest

from bot.db.models import Direction, Message, MessageState, OutgoingMessage
from bot.domain.categories import Category
from bot.domain.drafts import Step
from bot.domain.replies import Incoming, Reply
from bot.services.edited_messages import EditedMessageService
from bot.services.notes import NoteService
from tests.fakes.reports import Reports

TYRES = "someone dumped tyres in Mill Lane"
SOFAS = "someone dumped sofas in Mill Lane"
PAINT = "they painted the wall in Mill Lane"


@pytest.fixture
def reports(reports: Reports) -> Reports:
    """They know what the messages are about."""
    heard = {TYRES: [Category.FLY_TIPPING], SOFAS: [Category.FLY_TIPPING], PAINT: [Category.GRAFFITI]}
    reports.understanding.categories.update(heard)
    return reports


def written(reports: Reports, text: str, key: str) -> int:
    message = Message(
        conversation_id=reports.conversation.id,
        direction=Direction.IN,
        channel="web",
        external_id=f"somebody:{key}",
        text=text,
        state=MessageState.ANSWERED,
    )
    reports.session.add(message)
    reports.session.flush()
    return message.id


def edit(reports: Reports, key: str, text: str) -> list[Reply]:
    service = EditedMessageService(NoteService(), reports.ends)
    message_id = written(reports, text, f"{key}:edit:{text[:20]}")
    incoming = Incoming("web", "somebody", f"{key}:edit", text=text, edits=key)
    return service.take(reports.session, reports.conversation, message_id, incoming)


def file(reports: Reports, text: str) -> str:
    reports.open(text)
    draft = reports.draft
    filed = reports.concerns.file(reports.session, reports.conversation, draft)
    reports.drafts.drop(reports.session, reports.conversation)
    return filed[0].reference


class TestEdits:
    def test_the_new_words_take_the_place_of_the_old_and_are_heard(self, reports: Reports) -> None:
        written(reports, TYRES, "1")
        reports.open(TYRES)
        replies = edit(reports, "1", PAINT)
        assert reports.draft.told == [PAINT]
        assert reports.draft.categories == [Category.GRAFFITI]
        assert replies[0].text == "Changed."
        assert replies[-1].text  # The question that is open is asked again.

    def test_a_second_change_finds_the_first(self, reports: Reports) -> None:
        written(reports, TYRES, "1")
        reports.open(TYRES)
        edit(reports, "1", PAINT)
        edit(reports, "1", SOFAS)
        assert reports.draft.told == [SOFAS]
        assert reports.draft.categories == [Category.FLY_TIPPING]

    def test_what_else_was_told_and_answered_stays(self, reports: Reports) -> None:
        written(reports, TYRES, "1")
        reports.open(TYRES)
        draft = reports.draft
        draft.told.append("and it smells")
        draft.settle(Step.PHOTO)
        reports.drafts.save(reports.session, reports.conversation, draft)
        edit(reports, "1", SOFAS)
        assert reports.draft.told == [SOFAS, "and it smells"]
        assert not reports.draft.needs(Step.PHOTO)

    def test_of_a_filed_report_it_becomes_a_note(self, reports: Reports) -> None:
        written(reports, TYRES, "1")
        reference = file(reports, TYRES)
        replies = edit(reports, "1", SOFAS)
        concern = reports.concerns.find_own(reports.session, reference, reports.conversation.person_id)
        assert concern is not None
        assert concern.description == TYRES
        assert [note.text for note in concern.notes] == [SOFAS]
        assert reference in replies[0].text

    @pytest.mark.parametrize("key", ["1", "unknown"])
    def test_words_of_no_report_are_new_words(self, reports: Reports, key: str) -> None:
        written(reports, "what is a hub?", "1")
        assert edit(reports, key, "what is the hub?") == []


class TestReplies:
    def reply(self, reports: Reports, text: str, to: str = "55", address: str = "somebody") -> list[Reply]:
        message_id = written(reports, text, f"reply:{text}")
        incoming = Incoming("web", address, f"reply:{text}", text=text, reply_to=to)
        return reports.named.take(reports.session, reports.conversation, message_id, incoming)

    @pytest.fixture
    def reference(self, reports: Reports) -> str:
        """Of a report about which we wrote, in the message that the channel calls 55."""
        reference = file(reports, TYRES)
        answer = Message(
            conversation_id=reports.conversation.id,
            direction=Direction.OUT,
            channel="web",
            external_id="answer:1:0",
            text="Sent.",
            content={"concern": {"reference": reference}},
            state=MessageState.SENT,
        )
        reports.session.add(answer)
        reports.session.flush()
        sent = OutgoingMessage(
            key="answer:1:0",
            channel="web",
            address="somebody",
            content={},
            message_id=answer.id,
            state="sent",
            external_id="55",
        )
        reports.session.add(sent)
        reports.session.flush()
        return reference

    def test_it_becomes_a_note_on_that_report(self, reports: Reports, reference: str) -> None:
        (answer,) = self.reply(reports, "there are more of them today")
        assert reference in answer.text
        concern = reports.concerns.find_own(reports.session, reference, reports.conversation.person_id)
        assert concern is not None
        assert [note.text for note in concern.notes] == ["there are more of them today"]

    def test_a_question_is_told_how_it_stands(self, reports: Reports, reference: str) -> None:
        reports.understanding.intents["what's happening with it?"] = ("ask_status", 0.9)
        (answer,) = self.reply(reports, "what's happening with it?")
        assert reference in answer.text
        assert answer.concern is not None

    def test_thanks_are_no_note(self, reports: Reports, reference: str) -> None:
        reports.understanding.intents["thanks"] = ("thank", 0.9)
        assert self.reply(reports, "thanks") == []

    @pytest.mark.parametrize(("to", "address"), [("56", "somebody"), ("55", "somebody-else")])
    def test_another_message_or_chat_leads_to_no_report(
        self,
        reports: Reports,
        reference: str,
        to: str,
        address: str,
    ) -> None:
        assert self.reply(reports, "there are more of them today", to, address) == []
