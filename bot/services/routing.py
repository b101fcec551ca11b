"""Decides who gets a report, and what has to be asked for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date
from babel.lists import format_list

from bot.domain.agencies import AgencyDirectory, AgencyKind
from bot.domain.categories import Category
from bot.domain.drafts import ReportDraft, Step
from bot.domain.routing import RoutingDecision, RoutingTable, decide
from bot.domain.routing_facts import Hazard, Land, Question, RoutingFacts, Tenure
from bot.domain.spoken import locale

_STEPS = {
    Question.ONGOING: Step.WHEN,
    Question.SAFE_CONTACT: Step.CONTACT,
}

_FACT_TYPES: Mapping[str, type[Tenure] | type[Land] | type[Hazard]] = {
    "tenure": Tenure,
    "land": Land,
    "hazard": Hazard,
}


@dataclass(frozen=True, slots=True)
class RoutingService:
    """The place's decision table and its agencies, asked about a draft."""

    table: RoutingTable
    directory: AgencyDirectory

    def decide(self, category: Category, draft: ReportDraft) -> RoutingDecision:
        """Who gets one of the draft's concerns."""
        return decide(self.table, self.facts(category, draft))

    def decisions(self, draft: ReportDraft) -> list[RoutingDecision]:
        """Who gets each of the draft's concerns, in their order."""
        return [self.decide(category, draft) for category in draft.categories]

    def agreed(self, category: Category, draft: ReportDraft) -> RoutingDecision:
        """Who gets it with the resident's leave: the hub alone where they have not given it, and nobody
        who takes no referrals (residents are told how to go there themselves).
        """
        decision = self.decide(category, draft)
        hub = self.hub_for(draft.place.hub_area if draft.place else None)
        lead, partners = decision.lead, decision.partners
        if decision.consent_first and draft.facts.get("consent") is not True:
            lead, partners = hub, ()
        takers = [agency for agency in (lead, *partners) if self._takes_referrals(agency)] or [hub]
        return replace(decision, lead=takers[0], partners=tuple(takers[1:]))

    def agreed_decisions(self, draft: ReportDraft) -> list[RoutingDecision]:
        """The same for each of the draft's concerns, in their order."""
        return [self.agreed(category, draft) for category in draft.categories]

    def signposts(self, draft: ReportDraft) -> list[str]:
        """Agencies that the resident is told about because they take no referrals."""
        wanted = [agency for d in self.decisions(draft) for agency in (d.lead, *d.partners)]
        return [agency for agency in dict.fromkeys(wanted) if not self._takes_referrals(agency)]

    def _takes_referrals(self, agency_id: str) -> bool:
        agency = self.directory.find_agency(agency_id)
        return agency is not None and agency.takes_referrals

    def asked_for(self, draft: ReportDraft) -> frozenset[Step]:
        """The steps that the table wants taken for the draft's categories."""
        decisions = self.decisions(draft)
        questions = {question for decision in decisions for question in decision.ask}
        steps = {_STEPS.get(question) or Step(question.value) for question in questions}
        if Step.PLACE in steps:
            steps.add(Step.WHEREABOUTS)
        if any(decision.consent_first for decision in decisions):
            steps.add(Step.CONSENT)
        return frozenset(steps)

    def facts(self, category: Category, draft: ReportDraft) -> RoutingFacts:
        """What routing looks at, as far as the resident has told it."""
        place = draft.place
        known: dict[str, object] = {
            name: _FACT_TYPES[name](value) if name in _FACT_TYPES else value
            for name, value in draft.facts.items()
            if name in RoutingFacts.__dataclass_fields__ and value is not None and name != "cues"
        }
        known["cues"] = frozenset(draft.facts.get("cues", ()))
        known["ongoing"] = draft.is_ongoing if draft.is_ongoing is not None else known.get("ongoing")
        return RoutingFacts(
            category=category,
            hub_area=place.hub_area if place else None,
            council=place.council if place else None,
            **known,  # type: ignore[arg-type]
        )

    def hub_for(self, hub_area: str | None) -> str:
        """The hub that looks at what only a person can decide: the area's own when it is known."""
        hubs = (a for a in self.directory.list_agencies() if a.kind is AgencyKind.HUB)
        own = next((hub.id for hub in hubs if hub_area is not None and hub.areas == {hub_area}), None)
        return own or self.table.unplaced_lead

    def is_hub(self, agency_id: str) -> bool:
        """Whether it is a hub rather than an agency that hubs pass concerns to."""
        agency = self.directory.find_agency(agency_id)
        return agency is not None and agency.kind is AgencyKind.HUB

    def name(self, agency_id: str) -> str:
        """An agency's name as residents read it; the bare id for one that the pack no longer has."""
        agency = self.directory.find_agency(agency_id)
        return agency.name if agency else agency_id

    def names(self, agency_ids: tuple[str, ...]) -> str:
        """Several agencies' names as one phrase."""
        return join_words([self.name(agency_id) for agency_id in agency_ids])


def join_words(words: list[str]) -> str:
    """`a`, `a and b` or `a, b and c`."""
    return format_list(words, locale=locale())


def show_date(day: date) -> str:
    """A day as residents read it, for example `Thursday 3 December`."""
    return format_date(day, "EEEE d MMMM", locale=locale())
