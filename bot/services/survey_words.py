"""Says surveys in a conversation: introduces them, and asks one question with its buttons and progress."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.db.models import SurveyOpening
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.spoken import spoken
from bot.domain.survey_languages import is_in_english
from bot.domain.survey_walk import Sitting, current, go_back, options_in_order, progress, text_of
from bot.domain.surveys import OUTSIDE, Kind, Option, Question, Survey
from bot.services.draft_words import choice

#: What every button of a survey begins with.
PRESSED = "survey:"
TAKE_SURVEY = "/take_survey"
_OPENED = f'/choose{{"value": "{PRESSED}'
_VALUE = re.compile(r'/choose\{"value": "survey:([^"]*)"\}')


def pressed(payload: str | None) -> list[str]:
    """The parts of a pressed button: what to do, of which question, with which options."""
    found = _VALUE.fullmatch(payload or "")
    return found[1].split(":") if found else []


def is_about_survey(payload: str | None) -> bool:
    """Whether a button belongs to a survey."""
    return payload is not None and (payload == TAKE_SURVEY or payload.startswith(_OPENED))


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """Puts questions into words."""

    phrases: Phrases
    area_names: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """Areas, yes and no as residents read them."""
        plain = {name: self.phrases.text(f"survey_{name}") for name in ("yes", "no", "outside")}
        return {**self.area_names, **plain}

    def introduce(self, survey: Survey, address: str = "") -> list[Reply]:
        """What it is about, and who will see the answers; `address` is the form's, for this person."""
        about = survey.about
        form = (
            (Button(self.phrases.text("survey_on_page"), address),) if address.startswith("https://") else ()
        )
        name = "survey_is_anonymous" if survey.is_anonymous else "survey_is_confidential"
        parts = [f"{survey.title}\n{survey.intro}".strip(), about.purpose, about.facts, about.how_considered]
        told = "\n\n".join(part for part in parts if part)
        told = "\n".join(part for part in (self._mark(survey, None), told) if part)
        return [Reply(told), Reply(f"{self.phrases.text(name)} {about.privacy}".strip(), form)]

    def say_paused(self, opening: SurveyOpening) -> Reply:
        """How to come back."""
        button = choice(self.phrases.text("survey_resume"), f"{PRESSED}open:{opening.survey_id}")
        return self.phrases.reply("survey_paused", (button,))

    def say_not_understood(self, question: Question) -> Reply:
        """What kind of answer is waited for."""
        if question.kind is Kind.TEXT:
            return self.phrases.reply("survey_too_long", characters=question.most_chars)
        return self.phrases.reply(f"survey_hint_{question.kind.value}")

    def options_of(self, question: Question, sitting: Sitting) -> tuple[Option, ...]:
        """What can be chosen, as this person sees it."""
        if question.options:
            return options_in_order(question, sitting)
        if question.kind is Kind.PLACE:
            return tuple(Option(name, self.titles[name]) for name in (*self.area_names, OUTSIDE))
        titles = self.titles if question.kind is Kind.YES_NO else {}
        return tuple(Option(value, titles.get(value, value)) for value in question.values or ())

    def ask(self, survey: Survey, sitting: Sitting, chosen: tuple[str, ...] = ()) -> Reply:
        """The current question, or at the end whether to send; `chosen` are options picked so far."""
        question = current(survey, sitting)
        if question is None:
            ends = (
                choice(self.phrases.text("survey_send"), f"{PRESSED}send"),
                choice(self.phrases.text("survey_back"), f"{PRESSED}back"),
            )
            return self.phrases.reply("survey_end", ends)
        number, count = progress(survey, sitting)
        lines = [
            self.phrases.text("survey_progress", number=number, count=count),
            self._mark(survey, question.id),
            text_of(survey, question.text, sitting, self.titles),
            text_of(survey, question.help, sitting, self.titles),
            *self._choose(question, sitting, chosen),
        ]
        buttons = (*self._answers(question, sitting, chosen), *self._ways(survey, sitting, question))
        told = "\n".join(line for line in lines if line)
        return Reply(told, buttons, asks_place=question.kind is Kind.PLACE)

    def _mark(self, survey: Survey, question_id: str | None) -> str:
        """Says so where something is shown in English in place of the language that is spoken."""
        if not is_in_english(survey, question_id, spoken()):
            return ""
        return self.phrases.text("survey_in_english" if question_id else "survey_partly_english")

    def _choose(self, question: Question, sitting: Sitting, chosen: tuple[str, ...]) -> list[str]:
        if question.kind is Kind.SCALE:
            ends = (question.low, question.low_label), (question.high, question.high_label)
            return [", ".join(f"{step}: {label}" for step, label in ends if label)]
        if not question.options:
            return []
        numbered = [
            f"{number}. {option.text}" for number, option in enumerate(options_in_order(question, sitting), 1)
        ]
        if question.kind is Kind.ONE:
            return numbered
        how = self.phrases.text(f"survey_how_{question.kind.value}")
        titles = ", ".join(question.title_of(value) for value in chosen)
        return [*numbered, how, *([self.phrases.text("survey_chosen", chosen=titles)] if chosen else [])]

    def _answers(self, question: Question, sitting: Sitting, chosen: tuple[str, ...]) -> list[Button]:
        if question.kind in {Kind.SEVERAL, Kind.RANKING}:
            left = [option for option in options_in_order(question, sitting) if option.id not in chosen]
            picks = [
                choice(option.text, f"{PRESSED}pick:{':'.join((question.id, *chosen, option.id))}")
                for option in left
            ]
            if question.kind is Kind.SEVERAL and chosen:
                done = f"{PRESSED}done:{':'.join((question.id, *chosen))}"
                return [*picks, choice(self.phrases.text("survey_done"), done)]
            return picks
        if question.kind is Kind.ONE:
            shown = [(option.text, option.id) for option in options_in_order(question, sitting)]
        else:
            titles = self.titles if question.kind is Kind.YES_NO else {}
            shown = [(titles.get(value, value), value) for value in question.values or ()]
        return [choice(title, f"{PRESSED}pick:{question.id}:{value}") for title, value in shown]

    def _ways(self, survey: Survey, sitting: Sitting, question: Question) -> list[Button]:
        ways = []
        if question.may_decline:
            ways.append(("survey_decline", f"decline:{question.id}"))
        if not question.is_required:
            ways.append(("survey_skip", f"skip:{question.id}"))
        if current(survey, go_back(survey, sitting)) != question:
            ways.append(("survey_back", "back"))
        ways.append(("survey_pause", "pause"))
        return [choice(self.phrases.text(name), PRESSED + value) for name, value in ways]
