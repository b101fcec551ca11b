"""Telling what came of a survey to those who asked to be told, without saying whether they answered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, OpeningState, SurveyFollower, SurveyOpening
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.spoken import speaking
from bot.services.draft_words import choice
from bot.services.hub_messages import HubMessages
from bot.services.people import PeopleService
from bot.services.safe_contact import is_safe
from bot.services.survey_openings import survey_of
from bot.services.survey_people import WEB
from bot.services.survey_words import PRESSED

TELL = "tell"
"""What the button says to the bot, with the round's number after it."""


@dataclass(frozen=True, slots=True)
class SurveyFollowing:
    """Takes the wish in a conversation. What is kept has no day and no order, and nothing of any answer."""

    phrases: Phrases
    hub_address: str
    people: PeopleService

    def button(self, opening_id: int) -> Button:
        """By which somebody asks to be told."""
        return choice(self.phrases.text("survey_tell"), f"{PRESSED}{TELL}:{opening_id}")

    def follow(self, session: Session, conversation: Conversation, number: str) -> list[Reply]:
        """Remember that they want to be told; tell them at once where it is there already."""
        opening = session.get(SurveyOpening, int(number)) if number.isdecimal() else None
        if opening is None:
            return [self.phrases.reply("survey_over")]
        if opening.state == OpeningState.PUBLISHED:
            return [self.tell(opening)]
        _keep(session, opening, conversation)
        return [self.phrases.reply("survey_will_tell")]

    def follow_in_browser(self, session: Session, opening: SurveyOpening, browser: str) -> None:
        """Remember that whoever uses a browser's session wants to be told, in the chat that goes with it.

        A chat that begins by this has no moment either, only a day: forms are sent in the same minute.
        """
        _keep(session, opening, self.people.meet_to_the_day(session, WEB, browser))

    def tell(self, opening: SurveyOpening) -> Reply:
        """Where the results are."""
        link = f"{self.hub_address}/consultations/{opening.id}"
        return self.phrases.reply("survey_published", title=survey_of(opening).title, link=link)


def _keep(session: Session, opening: SurveyOpening, conversation: Conversation) -> None:
    if session.get(SurveyFollower, (opening.id, conversation.id)) is None:
        session.add(SurveyFollower(opening_id=opening.id, conversation_id=conversation.id))


@dataclass(frozen=True, slots=True)
class SurveyResultNews:
    """Tells those who asked, once, and forgets that they did."""

    following: SurveyFollowing
    messages: HubMessages

    def tell(self, session: Session, opening: SurveyOpening) -> int:
        """Write to everybody who asked, in their language and on their channel; how many are told."""
        told = 0
        rows = session.execute(
            select(SurveyFollower, Conversation)
            .join(Conversation, Conversation.id == SurveyFollower.conversation_id)
            .where(SurveyFollower.opening_id == opening.id)
        ).all()
        for row, conversation in rows:
            address = self.messages.find_address(session, conversation)
            if address is not None and is_safe(session, conversation):
                with speaking(conversation.person.language):
                    reply = self.following.tell(opening)
                key = f"survey:{opening.id}:published:{conversation.id}"
                self.messages.say(session, conversation, address, key, reply)
                told += 1
            session.delete(row)
        return told
