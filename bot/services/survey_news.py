"""News of a survey: reminders, and a changed end, to those who were told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import (
    ContactPoint,
    Conversation,
    LinkedChat,
    Message,
    OutgoingMessage,
    Person,
    Post,
    SurveyOpening,
    SurveySitting,
)
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.domain.schedules import LOCAL_TIME
from bot.domain.spoken import speaking
from bot.services.broadcasts import BroadcastService
from bot.services.chat_news import KEY
from bot.services.draft_words import choice
from bot.services.hub_messages import HubMessages
from bot.services.routing import show_date
from bot.services.safe_contact import is_safe
from bot.services.sent_posts import DIGEST, occurrence_key, occurrences_of
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_openings import spoken_survey, survey_of
from bot.services.survey_words import PRESSED


@dataclass(frozen=True, slots=True)
class _Invited:
    """Somebody whom the invitation went to."""

    point_id: int
    person_id: str
    language: str


@dataclass(frozen=True, slots=True)
class SurveyNews:
    """Each message has a key of its own, so that telling again tells nobody twice."""

    phrases: Phrases
    messages: HubMessages
    broadcasts: BroadcastService
    answers: SurveyAnswerService

    def tell_end(self, session: Session, opening: SurveyOpening, reason: str = "") -> int:
        """Tell those who began, and those whom the invitation went to, of the new end; how many are told.

        `reason` is given where it ends earlier than was said before.
        """
        name = "survey_ends_earlier" if reason else "survey_ends_later"
        key = f"end:{opening.closes_on.isoformat()}"
        begun = self._tell_begun(session, opening, name, key, reason)
        invited = [one for one in self._invited(session, opening) if one.person_id not in begun]
        told = self._tell_invited(session, opening, name, key, invited, reason)
        return len(begun) + told + self._tell_chats(session, opening, name, key, reason)

    def remind(self, session: Session, opening: SurveyOpening, today: date) -> int:
        """Remind, once, those who began on an earlier day and stopped; how many are reminded.

        Of a confidential survey also those who were invited and haven't begun. Of an anonymous one these
        are left alone: nobody looks there who has answered and who hasn't.
        """
        begun = self._tell_begun(session, opening, "survey_remind_begun", "remind", before=today)
        if survey_of(opening).is_anonymous:
            return len(begun)
        waiting = [
            one for one in self._invited(session, opening) if not self._has_begun(session, opening, one)
        ]
        return len(begun) + self._tell_invited(session, opening, "survey_remind_invited", "remind", waiting)

    def _tell_begun(
        self,
        session: Session,
        opening: SurveyOpening,
        name: str,
        key: str,
        reason: str = "",
        before: date | None = None,
    ) -> set[str]:
        """Tell those who are in the middle of it in a chat, if they began before a day; who they are."""
        told: set[str] = set()
        rows = session.execute(
            select(SurveySitting, Conversation)
            .join(Conversation, Conversation.id == SurveySitting.conversation_id)
            .where(SurveySitting.opening_id == opening.id)
        )
        for row, conversation in rows:
            if before is not None and row.begun_at >= _begin_of(before):
                continue
            address = self.messages.find_address(session, conversation)
            if address is None or not is_safe(session, conversation):
                continue
            with speaking(conversation.person.language):
                reply = self._reply(opening, name, reason)
            said = f"survey:{opening.id}:{key}:{conversation.id}"
            message = self.messages.say(session, conversation, address, said, reply)
            # It goes with the rest of what an anonymous survey leaves in the conversation.
            row.message_ids = [*row.message_ids, message.id]
            told.add(conversation.person_id)
        return told

    def _tell_invited(
        self,
        session: Session,
        opening: SurveyOpening,
        name: str,
        key: str,
        invited: Iterable[_Invited],
        reason: str = "",
    ) -> int:
        told = 0
        by_language = sorted(invited, key=lambda one: one.language)
        for language, group in groupby(by_language, key=lambda one: one.language):
            with speaking(language):
                reply = self._reply(opening, name, reason)
            points = [one.point_id for one in group]
            told += self.broadcasts.put(session, f"survey:{opening.id}:{key}", reply, points)
        return told

    def _tell_chats(self, session: Session, opening: SurveyOpening, name: str, key: str, reason: str) -> int:
        ids = [number for kind, number in self._sent_to(session, opening) if kind == "chat"]
        chats: Sequence[LinkedChat] = session.scalars(select(LinkedChat).where(LinkedChat.id.in_(ids))).all()
        reply = Reply(self._reply(opening, name, reason).text)
        return self.broadcasts.put_to_chats(session, f"survey:{opening.id}:{key}", reply, chats)

    def _reply(self, opening: SurveyOpening, name: str, reason: str) -> Reply:
        title, day = spoken_survey(opening).title, show_date(opening.closes_on)
        way_in = "survey_take" if name == "survey_remind_invited" else "survey_resume"
        button = choice(self.phrases.text(way_in), f"{PRESSED}open:{opening.survey_id}")
        return self.phrases.reply(name, (button,), title=title, day=day, reason=reason)

    def _has_begun(self, session: Session, opening: SurveyOpening, one: _Invited) -> bool:
        token = self.answers.token_for(opening.id, one.person_id)
        is_sent = self.answers.has_answered(session, opening.id, token)
        return is_sent or self.answers.find(session, opening.id, token) is not None

    def _invited(self, session: Session, opening: SurveyOpening) -> list[_Invited]:
        ids = [number for kind, number in self._sent_to(session, opening) if kind == "point"]
        rows = session.execute(
            select(ContactPoint.id, Person.id, Person.language)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(ContactPoint.id.in_(ids))
        )
        return [_Invited(*row) for row in rows]

    def _sent_to(self, session: Session, opening: SurveyOpening) -> Collection[tuple[str, int]]:
        """The contact points and linked chats that the invitation was put on its way to."""
        if opening.post_id is None:
            return []
        found: set[tuple[str, int]] = set()
        occurrences = {one.id for one in session.get_one(Post, opening.post_id).occurrences}
        for one in occurrences:
            for number in self._list_ends(session, f"{occurrence_key(one)}:"):
                kind = "chat" if number.startswith("chat") else "point"
                found.add((kind, int(number.removeprefix("chat"))))
        # Who has digests was told of it among others.
        for end in self._list_ends(session, DIGEST) if occurrences else ():
            digest, _, number = end.partition(":")
            if occurrences.intersection(occurrences_of(DIGEST + digest)):
                found.add(("point", int(number)))
        return found

    def _list_ends(self, session: Session, begins: str) -> list[str]:
        """What follows in the keys of broadcasts that begin so: pushed ones, and those in web chats."""
        found: list[str] = []
        for column, start in ((OutgoingMessage.key, "broadcast:"), (Message.external_id, KEY)):
            begun = column.startswith(start + begins, autoescape=True)
            found += [
                key.removeprefix(start + begins) for key in session.scalars(select(column).where(begun))
            ]
        return found


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_TIME).astimezone(UTC)
