"""Takes an answer to one step of a report: what it changes in the draft, or that it is no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from bot.domain.answer_cues import AnswerCues
from bot.domain.drafts import ContactWish, Ending, ReportDraft, Step
from bot.services import draft_choices
from bot.services.draft_words import DraftWords
from bot.services.reported_places import ReportedPlaces

_TITLE_SCORE = 88
_SURE = 0.6
_LONGEST_CONTACT = 300
_LONGEST_ANSWER = 4000
_MOST_WORDS_BARE = 2
_MOST_WORDS_OF_WISH = 8


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a resident, with what Rasa made of it."""

    text: str = ""
    intent: str = ""
    confidence: float = 0.0
    value: str | None = None
    """What the pressed button stands for."""
    location: tuple[float, float] | None = None
    photo_ids: tuple[str, ...] = ()


# What a plain yes, no or don't know means at a step; steps that aren't here have no such answer.
_YES = {
    Step.SAFE: "yes",
    Step.SEVERAL: "yes",
    Step.HAZARD: "other",
    Step.HATE: "yes",
    Step.UNDER_18: "yes",
    Step.CONSENT: "yes",
    Step.CONTACT: "here",
    Step.CHECK: "send",
}
_NO = {
    Step.SAFE: "no",
    Step.SEVERAL: "leave_out",
    Step.WHEN: "not_now",
    Step.HAZARD: "none",
    Step.HATE: "no",
    Step.UNDER_18: "no",
    Step.CONSENT: "no",
    Step.CONTACT: "anonymous",
    Step.CHECK: "change",
    Step.CHANGE: "nothing",
}
_SKIPPABLE = frozenset(Step) - {Step.WORDS, Step.SAFE, Step.SEVERAL, Step.CHECK, Step.CHANGE}
_CAN_BE_LEFT = _SKIPPABLE - {Step.CATEGORY, Step.PLACE}
FREE_TEXT = frozenset({Step.WORDS, Step.PLACE, Step.WHEREABOUTS, Step.DETAILS, Step.VEHICLE,
                       Step.CONTACT_DETAILS})  # fmt: skip


class DraftAnswers:
    """Understands answers to the steps of one place's reports."""

    def __init__(self, words: DraftWords, places: ReportedPlaces, cues: AnswerCues) -> None:
        self._words = words
        self._cues = cues
        self._places = places
        self._chosen: dict[Step, Callable[[ReportDraft, str], bool]] = {
            Step.CATEGORY: draft_choices.choose_category,
            Step.SAFE: draft_choices.choose_safe,
            Step.SEVERAL: draft_choices.choose_several,
            Step.PLACE: self._places.choose,
            Step.WHEN: draft_choices.choose_when,
            Step.CONTACT: draft_choices.choose_contact,
            Step.CHECK: draft_choices.choose_check,
            Step.CHANGE: draft_choices.choose_change,
        }
        self._written: dict[Step, Callable[[ReportDraft, str], bool]] = {
            Step.PLACE: self._places.write,
            Step.WHEREABOUTS: self._places.write_whereabouts,
            Step.WHEN: self._write_when,
            Step.DETAILS: self._write_details,
            Step.VEHICLE: self._write_fact("vehicle", Step.VEHICLE),
            Step.LANDLORD: self._write_fact("landlord_words", Step.LANDLORD),
            Step.CONTACT_DETAILS: self._write_contact,
        }

    def choose(self, step: Step, draft: ReportDraft, said: Said) -> bool:
        """Take a choice: a button, its title typed, or a plain yes, no, skip or don't know."""
        value = said.value or self._typed_choice(step, draft, said)
        skips = said.intent in {"skip", "dont_know"} and step in _SKIPPABLE
        if value is None and skips and not self._is_unsure(step, said):
            value = "skip"
        if value is None and said.intent == "affirm":
            value = self._first_choice(step, draft) if step is Step.WHEN else _YES.get(step)
        if value is None and said.intent == "deny":
            asks_now = step is not Step.WHEN or self._first_choice(step, draft) == "now"
            value = _NO.get(step) if asks_now else "once"
            if value is None and step in _SKIPPABLE:
                draft.settle(step)
                return True
        if (
            value is None
            and step in _CAN_BE_LEFT
            and self._titled_choice(Step.CHECK, draft, said.text) == "send"
        ):
            # Whoever wants it sent has nothing to add here.
            value = "skip"
        if value is None:
            return False
        if value in {"skip", "dont_know"}:
            draft.settle(step)
            return True
        if value == "stop":
            draft.ending = Ending.CANCEL
            return True
        return self._chosen.get(step, self._choose_fact(step))(draft, value)

    def _is_unsure(self, step: Step, said: Said) -> bool:
        """Whether words that could be an answer of their own are only taken for a skip by a guess."""
        takes_words = step in self._written and said.text != ""
        return takes_words and said.confidence < _SURE

    def _first_choice(self, step: Step, draft: ReportDraft) -> str:
        return value_of(self._words.options(step, draft)[0].payload)

    def note_no_name(self, draft: ReportDraft, text: str) -> bool:
        """Settle how to be reached for who says of themselves that they want to be anonymous.

        True where it was settled by this and the words say hardly anything else.
        """
        words = len(text.split())
        is_bare = words <= _MOST_WORDS_BARE and self._cues.find(Step.CONTACT, text, [ContactWish.ANONYMOUS])
        if draft.contact_wish is not None or not (is_bare or self._cues.wants_no_name(text)):
            return False
        draft.contact_wish = ContactWish.ANONYMOUS
        return words <= _MOST_WORDS_OF_WISH

    def say_not_now(self, draft: ReportDraft) -> None:
        """Take it that it isn't going on any more."""
        draft_choices.choose_when(draft, _NO[Step.WHEN])

    def write(self, step: Step, draft: ReportDraft, text: str) -> bool:
        """Take free words as the answer; False where the step wants a choice or the words say nothing."""
        answer = self._written.get(step)
        return bool(text.strip()) and answer is not None and answer(draft, text.strip()[:_LONGEST_ANSWER])

    def _typed_choice(self, step: Step, draft: ReportDraft, said: Said) -> str | None:
        """The button that typed words mean: its number, its title, or words of their own."""
        titled = self._titled_choice(step, draft, said.text)
        if titled is not None or said.intent == "ask_human":
            return titled
        shown = [value_of(option.payload) for option in self._words.options(step, draft)]
        return self._cues.find(step, said.text, shown)

    def _titled_choice(self, step: Step, draft: ReportDraft, text: str) -> str | None:
        options = self._words.options(step, draft)
        if not text.strip() or not options:
            return None
        if text.strip().isdigit() and 0 < int(text) <= len(options):
            return value_of(options[int(text) - 1].payload)
        found = process.extractOne(
            text,
            [option.title for option in options],
            scorer=fuzz.ratio if len(text) < 4 else fuzz.token_set_ratio,
            processor=utils.default_process,
            score_cutoff=_TITLE_SCORE,
        )
        is_short = len(text.split()) <= 2 * max(len(option.title.split()) for option in options)
        return value_of(options[found[2]].payload) if found and is_short else None

    def _choose_fact(self, step: Step) -> Callable[[ReportDraft, str], bool]:
        def choose(draft: ReportDraft, value: str) -> bool:
            allowed = {value_of(option.payload) for option in self._words.options(step, draft)}
            if value not in allowed:
                return False
            draft.facts[step.value] = {"yes": True, "no": False}.get(value, value)
            draft.settle(step)
            return True

        return choose

    def _write_when(self, draft: ReportDraft, text: str) -> bool:
        draft.happened = text[:_LONGEST_CONTACT]
        return True

    def _write_details(self, draft: ReportDraft, text: str) -> bool:
        draft.details = text
        draft.settle(Step.DETAILS)
        return True

    def _write_fact(self, name: str, step: Step) -> Callable[[ReportDraft, str], bool]:
        def write(draft: ReportDraft, text: str) -> bool:
            draft.facts[name] = text[:_LONGEST_CONTACT]
            draft.settle(step)
            return True

        return write

    def _write_contact(self, draft: ReportDraft, text: str) -> bool:
        draft.contact = text[:_LONGEST_CONTACT]
        return True


def value_of(payload: str) -> str:
    """What a button's payload stands for: the value in `/choose{"value": "x"}`, or the intent."""
    return payload.split('"')[3] if '"' in payload else payload.removeprefix("/")
