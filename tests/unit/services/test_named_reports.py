"""Messages that name a report by its reference: bare they ask how it stands, with words they add to it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.db.models import Concern, Direction, Message, MessageState, Note, Photo
from bot.domain.categories import Category
from bot.domain.replies import Incoming, Reply
from bot.services.people import PeopleService
from tests.fakes.reports import Reports, phrases

SOFA = "a sofa on King Street in Upper Vale since last night"
WORSE = "there is a fridge beside it now, with its door on"


class Sender:
    """Sends messages about reports that were sent."""

    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        self.count = 0

    def file(self) -> Concern:
        """Send a report about a sofa."""
        self.reports.understanding.categories[SOFA] = [Category.FLY_TIPPING]
        self.reports.open(SOFA)
        self.reports.say(value="here")
        self.reports.say(value="send")
        self.reports.close()
        return self.reports.session.scalars(select(Concern).order_by(Concern.id.desc())).first() or Concern()

    def send(self, text: str = "", payload: str | None = None, photos: tuple[str, ...] = ()) -> list[Reply]:
        """Send one message, as the channel would."""
        self.count += 1
        message = Message(
            conversation_id=self.reports.conversation.id,
            direction=Direction.IN,
            channel="web",
            external_id=f"message {self.count}",
            text=text,
            state=MessageState.RECEIVED,
        )
        self.reports.session.add(message)
        self.reports.session.flush()
        return self.take(message.id, text, payload, photos)

    def take(
        self, message_id: int, text: str, payload: str | None = None, photos: tuple[str, ...] = ()
    ) -> list[Reply]:
        incoming = Incoming("web", "somebody", "key", text, payload, photo_ids=photos)
        reports = self.reports
        return reports.named.take(reports.session, reports.conversation, message_id, incoming)

    def photo(self) -> Photo:
        photo = Photo(
            conversation_id=self.reports.conversation.id, file_name="a.jpg", width=1, height=1, size=1
        )
        self.reports.session.add(photo)
        self.reports.session.flush()
        return photo

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.reports.session.scalars(select(Note).order_by(Note.id))]


@pytest.fixture
def sender(reports: Reports) -> Sender:
    return Sender(reports)


class TestNotes:
    def test_words_beside_the_reference_are_added_and_shown_as_added(self, sender: Sender) -> None:
        concern = sender.file()
        text = f"{concern.reference} {WORSE}"
        [reply] = sender.send(text)
        assert reply.text.startswith(f"I've added that to {concern.reference}.")
        assert reply.concern is not None
        assert reply.concern["reference"] == concern.reference
        assert [note.text for note in concern.notes] == [text]

    def test_the_same_message_again_adds_nothing(self, sender: Sender) -> None:
        concern = sender.file()
        text = f"{concern.reference} {WORSE}"
        sender.send(text)
        sender.take(concern.notes[0].message_id or 0, text)
        assert sender.notes == [text]

    def test_a_photo_with_the_reference_is_added(self, sender: Sender) -> None:
        concern, photo = sender.file(), sender.photo()
        [reply] = sender.send(concern.reference, photos=(photo.id,))
        assert "your photo" in reply.text
        assert photo.concern_id == concern.id
        assert sender.notes == [""]

    def test_a_photo_with_words_is_added_with_them(self, sender: Sender) -> None:
        concern, photo = sender.file(), sender.photo()
        [reply] = sender.send(f"{concern.reference} {WORSE}", photos=(photo.id,))
        assert "that and your photo" in reply.text
        assert photo.concern_id == concern.id
        assert len(sender.notes) == 1

    def test_nobody_adds_to_the_report_of_another(self, sender: Sender, reports: Reports) -> None:
        concern = sender.file()
        reports.conversation = PeopleService().meet(reports.session, "web", "another")
        assert sender.send(f"{concern.reference} {WORSE}") == []
        assert sender.send(payload=f'/choose{{"value": "add_to:{concern.reference}"}}') == [
            phrases().reply("status_unknown")
        ]
        assert sender.notes == []

    def test_a_report_that_is_being_told_goes_on(self, sender: Sender, reports: Reports) -> None:
        concern = sender.file()
        reports.understanding.categories["more bins"] = [Category.LITTER]
        reports.open("more bins")
        added, question = sender.send(f"{concern.reference} {WORSE}")
        assert concern.reference in added.text
        assert question == reports.drafts.ask(reports.session, reports.conversation)[1][0]
        assert reports.draft.told == ["more bins"]


class TestHowItStands:
    @pytest.mark.parametrize("words", ["{}", "hello, my reference is {}", "{} please", "{} thanks"])
    def test_a_bare_reference_tells_it(self, sender: Sender, words: str) -> None:
        concern = sender.file()
        [reply] = sender.send(words.format(concern.reference))
        assert "It has been sent" in reply.text
        assert sender.notes == []

    @pytest.mark.parametrize(
        "words",
        ["any news on {}", "what's happening with {}?", "is {} sorted yet?", "{} has anybody been out?"],
    )
    def test_a_question_is_told_it_and_adds_nothing(self, sender: Sender, words: str) -> None:
        concern = sender.file()
        [reply] = sender.send(words.format(concern.reference))
        assert "It has been sent" in reply.text
        assert sender.notes == []

    def test_whoever_tells_more_and_asks_is_told_both(self, sender: Sender) -> None:
        concern = sender.file()
        text = f"any news on {concern.reference} because {WORSE}"
        added, status = sender.send(text)
        assert added.text.startswith("I've added that")
        assert "It has been sent" in status.text
        assert sender.notes == [text]

    def test_a_wrong_reference_is_said_to_be_wrong(self, sender: Sender) -> None:
        *most, last = sender.file().reference
        wrong = "".join(most) + ("7" if last != "7" else "8")
        assert sender.send(f"{wrong} is worse") == [phrases().reply("status_wrong")]

    def test_a_message_without_a_reference_is_for_the_dialogue(self, sender: Sender) -> None:
        sender.file()
        assert sender.send(WORSE) == []


class TestTheButton:
    def test_it_adds_the_next_message(self, sender: Sender) -> None:
        concern = sender.file()
        [status] = sender.send(concern.reference)
        [button] = status.buttons
        assert concern.reference in button.title
        [asked] = sender.send(payload=button.payload)
        assert asked == phrases().reply("note_ask", reference=concern.reference)
        [added] = sender.send(WORSE)
        assert added.text.startswith("I've added that")
        assert sender.notes == [WORSE]
        assert sender.send("and now something else") == []

    def test_it_can_be_left(self, sender: Sender, reports: Reports) -> None:
        concern = sender.file()
        reports.understanding.intents["never mind"] = ("stop", 0.9)
        for said in ("never mind", ""):
            sender.send(payload=f'/choose{{"value": "add_to:{concern.reference}"}}')
            payload = None if said else '/choose{"value": "add_nothing"}'
            assert sender.send(said, payload) == [phrases().reply("note_nothing")]
        assert sender.notes == []

    def test_another_button_leaves_it_too(self, sender: Sender) -> None:
        concern = sender.file()
        sender.send(payload=f'/choose{{"value": "add_to:{concern.reference}"}}')
        assert sender.send(payload="/ask_human") == []
        assert sender.send(WORSE) == []
