"""Takes plain words as the answer to a step by what they say: a time, a fact, or a way to be reached."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.categories import Category
from bot.domain.drafts import ContactWish, ReportDraft, Step
from bot.domain.reaching import names_a_way_to_reach
from bot.domain.routing_facts import Tenure
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces

_FACTS = frozenset({Step.HAZARD, Step.LAND, Step.TENURE, Step.LANDLORD, Step.HATE, Step.UNDER_18})
_LONGEST_CONTACT = 300
# A time with fewer words beside it is no more than a time.
_MORE_THAN_A_TIME = 3
_MOST_AROUND_A_TIME = 6
_MOST_AROUND_A_PLACE = 9


@dataclass(frozen=True, slots=True)
class HeardAnswers:
    """Hears answers that no button stands for."""

    cues: MessageCues
    places: ReportedPlaces

    def take(self, step: Step, draft: ReportDraft, text: str) -> bool:
        """Take the answer if there is one in the words; a question never is one."""
        if not text.strip() or text.rstrip().endswith("?"):
            return False
        if step is Step.WHEN:
            return self._hear_time(draft, text)
        if step is Step.SEVERAL:
            return self._goes_on(draft, text)
        if step is Step.WHEREABOUTS and self._hear_bare_landlord(draft, text):
            return True
        if step in {Step.PLACE, Step.WHEREABOUTS, Step.CHECK}:
            return self._hear_only_time(draft, text, replace=step is Step.CHECK)
        if step in {Step.TENURE, Step.LANDLORD} and self._hear_landlord(draft, text):
            return True
        if step in _FACTS:
            self.cues.hear(draft, text)
            return step.value in draft.facts or self._is_only_time(text)
        if step is Step.CONTACT and names_a_way_to_reach(text):
            draft.contact_wish, draft.contact = ContactWish.OTHER, text.strip()[:_LONGEST_CONTACT]
            return True
        return False

    def _goes_on(self, draft: ReportDraft, text: str) -> bool:
        """Take a time or a place where we asked whether all is right: who goes on has no quarrel with it."""
        if not (self._hear_short_time(draft, text) or self._hear_short_place(draft, text)):
            return False
        draft.settle(Step.SEVERAL)
        return True

    def _hear_short_time(self, draft: ReportDraft, text: str) -> bool:
        return len(text.split()) <= _MOST_AROUND_A_TIME and self.cues.hear_time(draft, text)

    def _hear_short_place(self, draft: ReportDraft, text: str) -> bool:
        if draft.place is not None or len(text.split()) > _MOST_AROUND_A_PLACE:
            return False
        return self.places.hear(draft, self.places.find(text))

    def _hear_bare_landlord(self, draft: ReportDraft, text: str) -> bool:
        """Take who owns the home where we asked whereabouts it is: of a home that matters more."""
        is_home = Category.HOUSING_ISSUE in draft.categories and "landlord" not in draft.facts
        return is_home and self.places.find(text) is None and self._hear_landlord(draft, text)

    def _hear_landlord(self, draft: ReportDraft, text: str) -> bool:
        """Take the bare name of a housing association: here it is no place of that name."""
        landlord = self.cues.routing.find_landlord(text)
        if landlord is None:
            return False
        draft.facts["landlord"] = landlord
        draft.facts["tenure"] = Tenure.HOUSING_ASSOCIATION.value
        return True

    def _hear_time(self, draft: ReportDraft, text: str) -> bool:
        if not self.cues.hear_time(draft, text, replace=True):
            return False
        if len(text.split()) - len((draft.happened or "").split()) >= _MORE_THAN_A_TIME:
            draft.told.append(text.strip())
        return True

    def _hear_only_time(self, draft: ReportDraft, text: str, *, replace: bool = False) -> bool:
        """Take "yesterday" where a place was asked for; no place is called that."""
        return self._is_only_time(text) and self.cues.hear_time(draft, text, replace=replace)

    def _is_only_time(self, text: str) -> bool:
        words = text.strip().rstrip(".!").lower()
        return self.cues.times.find(words) == words
