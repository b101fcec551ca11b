"""Puts a draft's steps into words: what is asked, which choices there are, and the summary to check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.categories import Category
from bot.domain.danger_languages import ENGLISH
from bot.domain.drafts import ContactWish, DraftPlace, ReportDraft, Step
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.routing import RoutingDecision
from bot.domain.spoken import speaking
from bot.services.language_choices import offer_to_go_on
from bot.services.routing import RoutingService, join_words

MOST_LIKELY = 3
HUMAN_TARGET_DAYS = 1
"""Working days within which a person at the hub reads what only a person can decide."""


def choice(title: str, value: str) -> Button:
    """A button for a value of the current step."""
    return Button(title, '/choose{"value": "' + value + '"}')


@dataclass(frozen=True, slots=True)
class DraftWords:
    """Asks the steps of one place's reports."""

    phrases: Phrases
    routing: RoutingService
    area_names: dict[str, str]
    """Hub area -> the name that residents read."""
    landlords: dict[str, str]
    """Agency id -> name, for every housing association of the place."""
    tell_hours: Callable[[], str] = lambda: ""
    """When a person answers: a sentence with a blank before it, or nothing."""

    def options(self, step: Step, draft: ReportDraft) -> tuple[Button, ...]:
        """The choices of a step; each can be pressed, or typed by its title."""
        match step:
            case Step.CATEGORY:
                return self._category_options(draft)
            case Step.PLACE if draft.candidates:
                return tuple(choice(place.name, str(i)) for i, place in enumerate(draft.candidates))
            case Step.PLACE if draft.place_words and draft.misses > 1:
                areas = tuple(choice(name, area) for area, name in self.area_names.items())
                return (*areas, choice(self.phrases.text("option_unknown_area"), "unknown"))
            case Step.SEVERAL if draft.facts.get("several"):
                return tuple(choice(self.title(c).capitalize(), c.value) for c in draft.categories)
            case Step.LANDLORD:
                listed = tuple(choice(name, agency) for agency, name in self.landlords.items())
                return (*listed, choice(self.phrases.text("option_other_landlord"), "other"))
            case _:
                return self.phrases.buttons(self._phrase(step, draft))

    def ask(self, step: Step, draft: ReportDraft) -> Reply:
        """The question of a step with its choices."""
        if step is Step.CHECK:
            return self.summary(draft)
        words = {"place": draft.place.name} if draft.place else {}
        if step is Step.CONSENT:
            wanted = [agency for d in self.routing.decisions(draft) for agency in (d.lead, *d.partners)]
            words["agencies"] = self.routing.names(tuple(dict.fromkeys(wanted)))
        asked = self.phrases.reply(self._phrase(step, draft), self.options(step, draft), **words)
        is_for_person = step is Step.WORDS and draft.is_for_person
        return replace(asked, text=asked.text + self.tell_hours()) if is_for_person else asked

    def person_takes_it(self) -> Reply:
        """That a person reads it, and when."""
        return Reply(self.phrases.text("human_takes_it") + self.tell_hours())

    def other_language(self, draft: ReportDraft) -> Reply:
        """That only a person can read these words, in their language if we write it."""
        if draft.language is None:
            return self.phrases.reply("report_other_language")
        with speaking(draft.language):
            buttons = offer_to_go_on(self.phrases, draft.language, ENGLISH)
            told = self.phrases.reply("report_other_language", buttons)
        return replace(told, language=draft.language)

    def title(self, category: Category | str | None) -> str:
        """What a category is called in a sentence."""
        return self.phrases.text(f"category_{category or 'unknown'}")

    def heard(self, draft: ReportDraft, decisions: list[RoutingDecision]) -> list[Reply]:
        """What was understood, and where it would go."""
        if not decisions:
            return []
        place = self.phrases.text("report_place", place=draft.place.name) if draft.place else ""
        if len(decisions) > 1:
            listed = join_words([self._title_with_lead(d) for d in decisions])
            many = self.phrases.text("report_goes_to_many", count=len(decisions), list=listed)
            return [Reply(many)]
        decision = decisions[0]
        tone = "report_heard_caring" if decision.sensitive else "report_heard"
        heard = self.phrases.text(tone, category=self.title(decision.category), place=place)
        if decision.place_decides or decision.category is Category.DOMESTIC_ABUSE:
            return [Reply(heard)]
        return [Reply(f"{heard} {self.goes_to(decision)}")]

    def _title_with_lead(self, decision: RoutingDecision) -> str:
        """One of several things, with who would get it where that is known."""
        title = self.title(decision.category)
        return title if decision.place_decides else f"{title} ({self.routing.name(decision.lead)})"

    def goes_to(self, decision: RoutingDecision) -> str:
        """Where it goes, why there, and by when."""
        return self.phrases.text(
            "report_goes_to",
            lead=self.routing.name(decision.lead),
            why=self.phrases.translate(decision.why),
            days=self.days(decision.target_working_days),
        )

    def now_goes_to(self, decision: RoutingDecision) -> list[Reply]:
        """Where it goes, once the place is known; abuse at home is passed on only when that was agreed."""
        if decision.place_decides or decision.category is Category.DOMESTIC_ABUSE:
            return []
        return [Reply(self.goes_to(decision))]

    def days(self, count: int) -> str:
        """A number of working days in words."""
        return self.phrases.count("report_days", count, "days")

    def summary(self, draft: ReportDraft) -> Reply:
        """`Check this before I send it`, with everything that will be sent and who will see it."""
        decisions = self.routing.agreed_decisions(draft)
        hub = self.routing.hub_for(draft.place.hub_area if draft.place else None)
        leads = list(dict.fromkeys(d.lead for d in decisions)) or [hub]
        partners = [p for p in dict.fromkeys(p for d in decisions for p in d.partners) if p not in leads]
        joined = ", ".join([*draft.told, *([draft.details] if draft.details else [])])
        titles = join_words([self.title(c) for c in draft.categories]) or self.title(None)
        return self.phrases.reply(
            "step_check",
            what=f"{titles}: {joined}",
            where=self.where(draft.place, draft) or self.phrases.text("check_unknown"),
            when=self._when(draft),
            lead=self.routing.names(tuple(leads)),
            partners=self.partners(tuple(partners)),
            days=self.days(min((d.target_working_days for d in decisions), default=HUMAN_TARGET_DAYS)),
            seen_by=self._seen_by([*leads, *partners]),
            name_seen=self.phrases.text(
                f"check_name_{draft.contact_wish or ContactWish.HERE}", contact=draft.contact or ""
            ),
        )

    def partners(self, agency_ids: tuple[str, ...]) -> str:
        """`, with ...`, or nothing when no partner is needed."""
        return (
            self.phrases.text("report_partners", partners=self.routing.names(agency_ids))
            if agency_ids
            else ""
        )

    def where(self, place: DraftPlace | None, draft: ReportDraft) -> str:
        """The place as it will be sent, with what was said about whereabouts."""
        parts = [draft.whereabouts, place.name if place else None, draft.place_words if not place else None]
        return ", ".join(part for part in parts if part)

    def _seen_by(self, agencies: list[str]) -> str:
        """The hub, and every agency outside it that gets the report."""
        others = [self.routing.name(agency) for agency in agencies if not self.routing.is_hub(agency)]
        return join_words([self.phrases.text("check_the_hub"), *others])

    def _when(self, draft: ReportDraft) -> str:
        often = self.phrases.text(f"check_{draft.facts['when']}") if draft.facts.get("when") else None
        if draft.is_ongoing and not often:
            often = self.phrases.text("check_now")
        return join_words([part for part in (draft.happened, often) if part]) or self.phrases.text(
            "check_unknown"
        )

    def _category_options(self, draft: ReportDraft) -> tuple[Button, ...]:
        likely = tuple(choice(self.title(c).capitalize(), c) for c in draft.likely[:MOST_LIKELY])
        return (*likely, choice(self.phrases.text("option_person"), "person"))

    def _phrase(self, step: Step, draft: ReportDraft) -> str:
        """Which phrase asks the step, as the draft stands."""
        name = f"step_{step.value}"
        match step:
            case Step.CATEGORY if draft.misses:
                return "step_category_again"
            case Step.SEVERAL if draft.facts.get("several"):
                return f"step_several_{draft.facts['several']}"
            case Step.CONTACT if Category.DOMESTIC_ABUSE in draft.categories:
                return "step_contact_safe"
            case Step.WORDS if draft.is_for_person:
                return "human_ask"
            case Step.WORDS:
                return "step_change_words" if draft.changing else "step_category_start"
            case Step.PLACE if draft.candidates or draft.place_words or draft.is_for_person:
                return self._place_phrase(draft)
            case _:
                own = f"{name}_{draft.concerns[0].category}" if draft.concerns else name
                return own if own in self.phrases else name

    def _place_phrase(self, draft: ReportDraft) -> str:
        """Which phrase asks where it is once something was said about it, or a person decides."""
        if draft.candidates:
            return "step_place_which"
        if not draft.place_words:
            return "step_place_person"
        if draft.misses == 0:
            return "step_place_town"
        return "step_place_area" if draft.misses > 1 else "step_place_unknown"
