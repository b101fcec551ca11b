"""Hub hours: tells who asks for a person whether somebody is there, and when else to expect an answer."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.db.base import utc_now
from bot.domain.opening_hours import OpeningHours
from bot.domain.phrases import Phrases
from bot.services.routing import show_date

_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class HubHours:
    """Says it in the language that is being spoken."""

    phrases: Phrases
    hours: OpeningHours | None
    """None: nothing is said of hours."""
    bank_holidays: Container[date]
    now: Callable[[], datetime] = utc_now

    def tell(self) -> str:
        """The sentence, with a blank before it; empty where the hours aren't known."""
        if self.hours is None:
            return ""
        here = self.now().astimezone(_LOCAL_TIME)
        if self.hours.is_open(here, self.bank_holidays):
            return " " + self.phrases.text("person_now", closes=f"{self.hours.closes:%H:%M}")
        day = self.hours.opens_next(here, self.bank_holidays)
        when = {"day": show_date(day), "opens": f"{self.hours.opens:%H:%M}"}
        return " " + self.phrases.text("person_later", **when)
