"""Services of Open311: which kinds of report programs can send, and what the decision table asks for each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.categories import Category
from bot.domain.drafts import DraftConcern, ReportDraft, Step
from bot.domain.open311 import Service, ServiceAttribute
from bot.services.draft_answers import value_of
from bot.services.draft_words import DraftWords
from bot.services.routing import RoutingService

#: What a program can ask its user; place, photo and contact have fields of their own in the standard.
_ASKED = (Step.DETAILS, Step.WHEN, Step.HAZARD, Step.VEHICLE, Step.LAND, Step.TENURE, Step.LANDLORD)
_IN_WORDS = frozenset({Step.DETAILS, Step.WHEN, Step.VEHICLE})


@dataclass(frozen=True, slots=True)
class OpenServiceCatalogue:
    """Every category that may be sent by a program: sensitive ones are told to people, or to us directly."""

    routing: RoutingService
    words: DraftWords

    def list_services(self) -> list[Service]:
        """All of them, by name."""
        found = (self.find(category) for category in Category)
        return sorted((service for service in found if service is not None), key=lambda one: one.name)

    def find(self, code: str) -> Service | None:
        """The service of a category; None for what is none, or is sensitive."""
        if code not in set(Category):
            return None
        category = Category(code)
        draft = draft_about(category)
        decision = self.routing.decide(category, draft)
        if decision.sensitive or decision.consent_first:
            return None
        asked = self.routing.asked_for(draft)
        return Service(
            category=category,
            name=_first_capital(self.words.title(category)),
            description=self.words.ask(Step.DETAILS, draft).text,
            attributes=tuple(self._attribute(step, draft) for step in _ASKED if step in asked),
        )

    def name(self, category: str) -> str:
        """What a category is called, at the beginning of a line."""
        return _first_capital(self.words.title(category))

    def _attribute(self, step: Step, draft: ReportDraft) -> ServiceAttribute:
        takes_words = step in _IN_WORDS
        # "Don't know" and "Skip" are said by leaving it out.
        choices = [o for o in self.words.options(step, draft) if '"' in o.payload]
        return ServiceAttribute(
            code=step.value,
            question=self.words.ask(step, draft).text,
            choices=() if takes_words else tuple((value_of(o.payload), o.title) for o in choices),
            takes_words=takes_words,
        )


def draft_about(category: Category, words: str = "") -> ReportDraft:
    """A report that is about one category because whoever sends it said so."""
    return ReportDraft(
        intent=category.report_intent,
        confidence=1.0,
        is_chosen=True,
        concerns=[DraftConcern(category.value, words, 1.0)],
    )


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]
