"""A report while it is being told: everything that is known so far."""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass, replace
from enum import StrEnum
from typing import Any, Self

from bot.domain.categories import Category


class Step(StrEnum):
    """The steps of `report_form`, in the order in which they may be asked; also its slots in Rasa.

    Those that the decision table can ask for bear the same names as `routing_facts.Question`.
    """

    WORDS = "words"
    """What it is about, in the resident's words."""
    CATEGORY = "category"
    SAFE = "safe"
    SEVERAL = "several"
    PLACE = "place"
    WHEREABOUTS = "whereabouts"
    WHEN = "when"
    DETAILS = "details"
    HAZARD = "hazard"
    VEHICLE = "vehicle"
    HATE = "hate"
    UNDER_18 = "under_18"
    LAND = "land"
    TENURE = "tenure"
    LANDLORD = "landlord"
    PHOTO = "photo"
    CONSENT = "consent"
    """Whether the hub may pass it on at all, where that is the resident's to say."""
    CONTACT = "contact"
    CONTACT_DETAILS = "contact_details"
    CHECK = "check"
    CHANGE = "change"


class Ending(StrEnum):
    """How a draft ended."""

    SEND = "send"
    CANCEL = "cancel"
    RESTART = "restart"
    UNSAFE = "unsafe"
    """It isn't safe to go on here."""


class ContactWish(StrEnum):
    """How the resident wants to be reached."""

    HERE = "here"
    ANONYMOUS = "anonymous"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DraftConcern:
    """One thing in the report."""

    category: str
    """Value of a Category."""
    text: str
    """The part of the resident's words that is about it."""
    confidence: float


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where it is, as far as it is known."""

    name: str
    hub_area: str | None = None
    council: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_exact: bool = False
    """A street, building or point, so that nobody has to ask whereabouts."""


@dataclass(slots=True)
class ReportDraft:
    """Everything a resident told for one report so far."""

    told: list[str] = field(default_factory=list)
    """The resident's messages that make up the description, in order."""
    concerns: list[DraftConcern] = field(default_factory=list)
    likely: list[str] = field(default_factory=list)
    """The likeliest categories when it isn't clear which."""
    intent: str = ""
    confidence: float = 0.0
    ranking: list[list[Any]] = field(default_factory=list)
    """Pairs of intent and probability, best first."""
    is_chosen: bool = False
    """The resident picked the category from a list."""
    place: DraftPlace | None = None
    place_words: str | None = None
    """What the resident wrote about the place when we couldn't find it."""
    candidates: list[DraftPlace] = field(default_factory=list)
    """Places that share the name that was given."""
    whereabouts: str | None = None
    happened: str | None = None
    is_ongoing: bool | None = None
    details: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Answers that routing looks at: tenure, landlord, land, hazard, ..."""
    contact_wish: ContactWish | None = None
    contact: str | None = None
    photo_ids: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    """Steps that were answered or skipped."""
    misses: int = 0
    """Misunderstandings in a row."""
    asking: Step | None = None
    """The step whose answer is awaited."""
    changing: bool = False
    is_question: bool = False
    """Nothing was told yet: it began with a question who deals with something, and lacks the place."""
    is_for_person: bool = False
    """A person at the hub decides what it is and who gets it."""
    ending: Ending | None = None
    language: str | None = None
    """The language that it is told in (ISO 639-1), where the person has not chosen it themselves."""

    def needs(self, step: Step) -> bool:
        """Whether the step is still open as far as the draft itself can tell."""
        return step.value not in self.done

    def settle(self, *steps: Step) -> None:
        """Note that the steps need not be taken (again)."""
        for step in steps:
            if step.value not in self.done:
                self.done.append(step.value)

    def reopen(self, *steps: Step) -> None:
        """Take the steps again."""
        reopened = {step.value for step in steps}
        self.done = [name for name in self.done if name not in reopened]

    @property
    def categories(self) -> list[Category]:
        """What the report is about, most certain first."""
        return [Category(concern.category) for concern in self.concerns]

    @property
    def description(self) -> str:
        """The resident's own words, as one text."""
        return "\n".join(self.told)

    def only(self, category: str) -> None:
        """Make the whole report about one category."""
        known = next((c for c in self.concerns if c.category == category), None)
        base = known or DraftConcern(category, self.description, 1.0)
        self.concerns = [replace(base, text=self.description)]

    def to_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        stored: dict[str, Any] = _plain(self)
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read what `to_json` made; fields of older versions that are gone are left out."""
        # A copy: a change in place to what is stored would not be seen as one, and would not be kept.
        known = {name: _plain(value) for name, value in stored.items() if name in cls.__dataclass_fields__}
        draft = cls(**known)
        draft.concerns = [DraftConcern(**concern) for concern in known.get("concerns", [])]
        draft.candidates = [DraftPlace(**place) for place in known.get("candidates", [])]
        draft.place = DraftPlace(**known["place"]) if known.get("place") else None
        draft.contact_wish = ContactWish(known["contact_wish"]) if known.get("contact_wish") else None
        draft.asking = Step(known["asking"]) if known.get("asking") else None
        draft.ending = Ending(known["ending"]) if known.get("ending") else None
        return draft


# Most of a draft; asked by type, which is a good deal quicker than trying what else a value may be.
_AS_THEY_ARE = frozenset({str, bool, int, float, type(None)})


def _plain(value: Any) -> Any:
    """A copy of a value in the terms of JSON; drafts are copied several times at every message."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
