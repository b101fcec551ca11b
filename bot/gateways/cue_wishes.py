"""Reads the phrases that tell what somebody wants: to report, ask, say where, choose, move in a survey."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.domain.answer_cues import AnswerCues
from bot.domain.cue_phrases import CuePhrase, list_words
from bot.domain.drafts import Step
from bot.domain.question_cues import QuestionCues
from bot.domain.reference_cues import ReferenceCues
from bot.domain.reporting_cues import ReportingCues
from bot.domain.survey_cues import SurveyCues, SurveyWish
from bot.domain.where_cues import WhereCues
from bot.gateways.place_pack_agencies import Words
from bot.gateways.place_pack_yaml import read_yaml, validate

ANSWERS_FILE = "answers.yml"
QUESTIONS_FILE = "questions.yml"
REFERENCES_FILE = "references.yml"
REPORTING_FILE = "reporting.yml"
SURVEYS_FILE = "surveys.yml"
WHERE_FILE = "where.yml"


class _AnswersFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    negations: list[Words]
    without_name: list[Words]
    steps: dict[Step, dict[str, list[Words]]]


class _ReferencesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    empty: list[Words]
    asks: list[Words]


class _ReportingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: list[Words]
    alone: list[Words]


class _SurveysFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pause: frozenset[Words]
    back: frozenset[Words]
    skip: frozenset[Words]
    decline: frozenset[Words]
    send: frozenset[Words]


class _QuestionsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    with_mark: frozenset[Words]
    without_mark: list[Words]


class _WhereFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    before: frozenset[Words]
    begins: frozenset[Words]
    tells: frozenset[Words]


def load_answer_cues(folder: Path) -> AnswerCues:
    """How people choose in words of their own; PlacePackError when the file is missing or broken."""
    content = validate(_AnswersFile, read_yaml(folder / ANSWERS_FILE))
    return AnswerCues(
        {
            step: {value: _phrases(written) for value, written in values.items()}
            for step, values in content.steps.items()
        },
        _phrases(content.negations),
        _phrases(content.without_name),
    )


def load_reference_cues(folder: Path) -> ReferenceCues:
    """The words that stand beside references; PlacePackError when their file is missing or broken."""
    content = validate(_ReferencesFile, read_yaml(folder / REFERENCES_FILE))
    return ReferenceCues(
        empty=frozenset(word for entry in content.empty for word in list_words(entry)),
        asks=_phrases(content.asks),
    )


def load_reporting_cues(folder: Path) -> ReportingCues:
    """How people ask to report; PlacePackError when their file is missing or broken."""
    content = validate(_ReportingFile, read_yaml(folder / REPORTING_FILE))
    return ReportingCues(asks=_phrases(content.asks), alone=_phrases(content.alone))


def load_survey_cues(folder: Path) -> SurveyCues:
    """How people move about in a survey; PlacePackError when their file is missing or broken."""
    content = validate(_SurveysFile, read_yaml(folder / SURVEYS_FILE))
    return SurveyCues({wish: frozenset(getattr(content, wish.value)) for wish in SurveyWish})


def load_question_cues(folder: Path) -> QuestionCues:
    """How questions begin; PlacePackError when the file is missing or broken."""
    content = validate(_QuestionsFile, read_yaml(folder / QUESTIONS_FILE))
    return QuestionCues(content.with_mark, _phrases(content.without_mark))


def load_where_cues(folder: Path) -> WhereCues:
    """How people say where something is; PlacePackError when the file is missing or broken."""
    return WhereCues(**dict(validate(_WhereFile, read_yaml(folder / WHERE_FILE))))


def _phrases(written: list[str]) -> tuple[CuePhrase, ...]:
    return tuple(CuePhrase.parse(phrase) for phrase in written)
