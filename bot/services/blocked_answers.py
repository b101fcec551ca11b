"""Answers whoever is blocked: until when, and which other ways there are to reach the hub."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Conversation
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.services.routing import RoutingService, show_date

_MOST_CONTACTS = 3
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class BlockedAnswers:
    """One plain answer to every message; nothing of it is understood or routed."""

    phrases: Phrases
    routing: RoutingService
    councils: dict[str, str]
    """Hub area -> the agency of its council."""

    def answer(self, session: Session, conversation: Conversation) -> list[Reply]:
        """The answer, in the language that is being spoken."""
        area = conversation.person.home_area
        councils = [self.councils[area]] if area in self.councils else sorted(set(self.councils.values()))
        lines = [
            self.phrases.text(
                "contact_line",
                name=self.routing.name(agency),
                contact=", ".join(dict.fromkeys(contact.value for contact in contacts)),
            )
            for agency in (self.routing.hub_for(area), *councils)
            if (contacts := self.routing.directory.list_contacts(agency)[:_MOST_CONTACTS])
        ]
        until = conversation.person.blocked_until or utc_now()
        # The block ends with the day before, at midnight.
        last = (until.astimezone(_LOCAL_TIME) - timedelta(seconds=1)).date()
        return [self.phrases.reply("blocked", day=show_date(last), contacts="\n".join(lines))]
