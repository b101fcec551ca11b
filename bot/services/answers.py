"""Answers what needs no report: advice, who deals with what, how to reach whom, and small talk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.db.models import Conversation, Person
from bot.domain.advice import AdviceLibrary, AdvicePage
from bot.domain.agencies import Channel, Contact
from bot.domain.drafts import DraftPlace, ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.domain.reporting_cues import ReportingCues
from bot.services.draft_answers import Said
from bot.services.draft_words import choice
from bot.services.language_choices import offer_languages
from bot.services.people import PeopleService
from bot.services.reported_places import ReportedPlaces
from bot.services.routing import RoutingService
from bot.services.subscription_turns import NEWS_INTENTS, SubscriptionTurns
from bot.services.who_deals import WhoDealsService

ADVICE_CHOICE = "advice:"
#: Pressed to report what was just asked about.
REPORT_ASKED = "report_asked"
_MOST_CONTACTS = 4

# Intents whose answer is one sentence that never changes.
_PLAIN = {
    "greet": "greet",
    "goodbye": "goodbye",
    "thank": "thank",
    "ask_bot": "bot",
    "ask_privacy": "privacy",
    "ask_whats_being_done": "whats_being_done",
    "take_survey": "take_survey",
    "give_feedback": "feedback",
    "stop": "nothing_to_stop",
    "correct": "correct_nothing",
}


@dataclass(frozen=True, slots=True)
class AnswerService:
    """Knows the place's advice and agencies."""

    phrases: Phrases
    advice: AdviceLibrary
    routing: RoutingService
    places: ReportedPlaces
    who_deals: WhoDealsService
    reporting: ReportingCues
    councils: dict[str, str]
    """Council -> id of its agency."""
    area_names: dict[str, str]
    offer_surveys: Callable[[Session, Conversation], list[Reply]]
    """The surveys that can be answered now; none when there are none."""
    advice_address: Callable[[str], str]
    """Where a page of advice can be read in full, by its topic."""
    news: SubscriptionTurns
    people: PeopleService = field(default_factory=PeopleService)

    def answer(self, session: Session, conversation: Conversation, said: Said) -> list[Reply]:
        """The answer to a question or to small talk."""
        if said.value is not None:
            return self._answer_choice(session, conversation, said.value)
        if self.asks_to_report(said):
            return [self.phrases.reply("how_to_report_midway")]
        if said.intent in _PLAIN:
            offered = self.offer_surveys(session, conversation) if said.intent == "take_survey" else []
            return offered or [self._plain(_PLAIN[said.intent], conversation)]
        if said.intent in NEWS_INTENTS:
            return self.news.answer(session, conversation, said.intent, said.text)
        if said.intent == "ask_language":
            return [self.phrases.reply("language_choose", offer_languages(self.phrases))]
        return self._answer_question(session, conversation, said)

    def _answer_question(self, session: Session, conversation: Conversation, said: Said) -> list[Reply]:
        if said.intent == "ask_who_deals":
            is_midway = conversation.draft is not None
            return [self.who_deals.answer(said.text, _place_told(conversation), is_midway=is_midway)]
        if said.intent == "ask_contact":
            return self._contacts(said.text, self._area(session, conversation, said.text))
        if said.intent == "out_of_scope":
            return [self._out_of_scope(self._area(session, conversation, said.text))]
        page = self.advice.find_page(said.intent, said.text)
        if page is not None:
            return self._show(page, self._area(session, conversation, said.text))
        if said.intent.startswith("ask_"):
            return [self.phrases.reply("advice_none")]
        return [self.phrases.reply("anything_else")]

    def _plain(self, name: str, conversation: Conversation) -> Reply:
        midway = f"{name}_midway"
        is_midway = conversation.draft is not None and midway in self.phrases
        return self.phrases.reply(midway if is_midway else name)

    def asks_to_report(self, said: Said) -> bool:
        """Whether somebody wants to report something and has not said what."""
        return self.reporting.asks_to_report(said.text, said.intent, said.confidence)

    def _answer_choice(self, session: Session, conversation: Conversation, value: str) -> list[Reply]:
        if value.startswith(ADVICE_CHOICE):
            topic = value.removeprefix(ADVICE_CHOICE)
            return self._show(self.advice.get_page(topic), self._area(session, conversation, ""))
        if value == "list_advice":
            pages = [page for page in self.advice.list_pages() if not page.is_sensitive]
            buttons = tuple(
                choice(self.phrases.translate(page.title), ADVICE_CHOICE + page.topic) for page in pages
            )
            return [self.phrases.reply("advice_list", buttons)]
        if value in {"start_report", REPORT_ASKED}:
            return [self.phrases.reply("start_report")]
        return [self.phrases.reply("anything_else")]

    def _show(self, page: AdvicePage, hub_area: str | None) -> list[Reply]:
        """The gist of a page, where to read the rest, and the agency to ask in the person's area."""
        parts = [
            self.phrases.translate(page.summary),
            self.phrases.text("advice_more", address=self.advice_address(page.topic)),
        ]
        if hub_area is not None and (hub := self.routing.directory.find_hub(hub_area)) is not None:
            area = self.area_names[hub_area]
            parts.append(self.phrases.text("advice_local", area=area, lead=hub.name))
        return [Reply(" ".join(parts))]

    def _contacts(self, text: str, hub_area: str | None) -> list[Reply]:
        """How to reach the agency that is named, else the ones that matter most in the area."""
        directory = self.routing.directory
        named = [agency.id for agency in directory.find_named(text)][:2]
        if not named:
            named = [self.routing.hub_for(hub_area), *self._council(hub_area)]
        lines = [
            self.phrases.text(
                "contact_line",
                name=self.routing.name(agency_id),
                # One number may stand for several ways to reach them.
                contact=", ".join(dict.fromkeys(map(_show, contacts))),
            )
            for agency_id in named
            if (contacts := directory.list_contacts(agency_id)[:_MOST_CONTACTS])
        ]
        lines.append(self.phrases.text("contact_always"))
        return [self.phrases.reply("contact", contacts="\n".join(lines))]

    def _out_of_scope(self, hub_area: str | None) -> Reply:
        lines = [
            f"{self.routing.name(agency_id)} ({', '.join(map(_show, contacts))})"
            for agency_id in self._council(hub_area)
            if (contacts := self._front_door(agency_id))
        ]
        known = "front_door_known" if hub_area else "front_door_unknown"
        front_door = self.phrases.text(known, contact="; ".join(lines))
        return self.phrases.reply("out_of_scope", front_door=front_door)

    def _front_door(self, agency_id: str) -> list[Contact]:
        return [c for c in self.routing.directory.list_contacts(agency_id) if c.channel is Channel.WEB][:1]

    def _council(self, hub_area: str | None) -> list[str]:
        if hub_area is None:
            return list(self.councils.values())
        return [self.councils[self.routing.table.areas[hub_area]]]

    def _area(self, session: Session, conversation: Conversation, text: str) -> str | None:
        """The hub area that the message names, else the one that the person named before."""
        found = self.places.find(text) if text else None
        if found is not None and found.hub_area is not None:
            self.people.settle(session, conversation.person_id, found.hub_area)
            return found.hub_area
        told = _place_told(conversation)
        if told is not None and told.hub_area:
            return told.hub_area
        return session.get_one(Person, conversation.person_id).home_area


def _place_told(conversation: Conversation) -> DraftPlace | None:
    """The place of the report that is being told."""
    return ReportDraft.from_json(conversation.draft.body).place if conversation.draft else None


def _show(contact: Contact) -> str:
    """A contact as residents read it: only a website needs no words around it."""
    return contact.value
