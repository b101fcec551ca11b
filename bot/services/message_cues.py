"""Takes from a resident's words the facts that needn't be asked for any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.categories import Category
from bot.domain.drafts import ReportDraft, Step
from bot.domain.question_cues import QuestionCues
from bot.domain.routing_cues import FACT_FIELDS, RoutingCues
from bot.domain.routing_facts import RoutingFacts, Tenure
from bot.domain.times import TimeCues
from bot.domain.where_cues import WhereCues

_LONGEST_TIME = 200


@dataclass(frozen=True, slots=True)
class MessageCues:
    """The cue words of the language, and the names that the place pack knows."""

    routing: RoutingCues
    times: TimeCues
    where: WhereCues = field(default_factory=WhereCues)
    questions: QuestionCues = field(default_factory=QuestionCues)

    def hear(self, draft: ReportDraft, text: str) -> None:
        """Add what the words make certain; what is known already is kept."""
        category = draft.categories[0] if draft.concerns else Category.ASB
        place = draft.place.name if draft.place else None
        heard = self.routing.find_facts(text, RoutingFacts(category), place)
        for name in (*FACT_FIELDS, "landlord"):
            value = getattr(heard, name)
            if value is not None and name not in draft.facts:
                draft.facts[name] = value.value if isinstance(value, StrEnum) else value
        if "landlord" in draft.facts:
            # Whoever names a housing association as their landlord has said how they hold their home.
            draft.facts.setdefault("tenure", Tenure.HOUSING_ASSOCIATION.value)
        cues = set(draft.facts.get("cues", ())) | heard.cues
        if cues:
            draft.facts["cues"] = sorted(cues)
        if draft.is_ongoing is None and heard.ongoing is not None:
            draft.is_ongoing = heard.ongoing
        self.hear_time(draft, text)

    def hear_time(self, draft: ReportDraft, text: str, *, replace: bool = False) -> bool:
        """Take over when it happened; an earlier answer stays unless `replace`."""
        found = self.times.find(text)
        if found is None or (draft.happened is not None and not replace):
            return False
        draft.happened = found[:_LONGEST_TIME]
        draft.settle(Step.WHEN)
        return True
