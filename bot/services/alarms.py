"""Alarms: hears danger in a message as a whole conversation allows, and knows the whole card for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.db.session import Database
from bot.domain.danger_kinds import DangerKind
from bot.domain.drafts import ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.replies import Incoming, Reply
from bot.domain.short_answers import is_asked, is_short_answer
from bot.services.danger import Alarm, DangerService
from bot.services.people import PeopleService

#: From here on the model is believed whatever was said before.
_SURE = 0.65
#: The language in which the hub's people answer.
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class AlarmService:
    """Plain code but for the model's opinion: works with everything else stopped."""

    danger: DangerService
    phrases: Phrases
    people: PeopleService
    database: Database

    def hear(self, incoming: Incoming) -> Alarm | None:
        """The danger that the gate, or the model, hears in a message."""
        return self.danger.hear(incoming.text) if incoming.text else None

    async def holds(self, alarm: Alarm, incoming: Incoming) -> bool:
        """Whether it is one here, or only sounds like one by itself.

        Of a short answer in a report the gate alone is the judge. What else is said in one, and the model
        isn't sure of, is heard together with what was told: "it is getting worse" may be about a light.
        """
        return not alarm.is_opinion or not await self._is_harmless_here(alarm, incoming)

    def card(self, alarm: Alarm) -> tuple[Reply, ...]:
        """All that is said to it."""
        return (*self.danger.replies(alarm), *self._offer_person(alarm))

    def _offer_person(self, alarm: Alarm) -> list[Reply]:
        """Somebody at breaking point is asked whether a person may get in touch; part of the card."""
        if alarm.kind is not DangerKind.SUICIDE_SELF_HARM or alarm.language != _LANGUAGE:
            return []
        return [replace(self.phrases.reply("human_after_danger"), danger=alarm.kind.value)]

    async def _is_harmless_here(self, alarm: Alarm, incoming: Incoming) -> bool:
        try:
            draft = await self.database.run(self._find_draft, incoming)
        except SQLAlchemyError:
            return False
        if draft is None or not is_asked(draft):
            return False
        if is_short_answer(draft, incoming.text):
            return True
        told = f"{draft.description}\n{incoming.text}"
        return bool(draft.told) and alarm.surety < _SURE and self.danger.hear(told) is None

    def _find_draft(self, incoming: Incoming) -> ReportDraft | None:
        with self.database.unit_of_work() as session:
            conversation = self.people.find_conversation(session, incoming.channel, incoming.address)
            if conversation is None or conversation.draft is None:
                return None
            return ReportDraft.from_json(conversation.draft.body)
