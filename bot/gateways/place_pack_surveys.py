"""Reads a place pack's surveys/*.yml, and single surveys that staff import; a place may have none."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.domain.survey_checks import find_problems
from bot.domain.survey_documents import survey_from_document, survey_to_document
from bot.domain.surveys import MOST_REMIND_DAYS, Kind, Survey
from bot.errors import PlacePackError
from bot.gateways.place_pack_yaml import LocatedYaml, parse_yaml, read_yaml, validate

SURVEY_FOLDER = "surveys"
_LONGEST = 4000


type _Language = Annotated[str, Field(pattern="^[a-z]{2}$")]


class _Entry(BaseModel):
    # YAML reads `yes` and `2` as other things than words: an answer has to be written as it is meant.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Option(_Entry):
    id: str
    text: str
    category: str = ""


class _Condition(_Entry):
    question: str
    any_of: Annotated[list[str], Field(alias="is")]


class _Question(_Entry):
    id: str
    kind: Annotated[Kind, Field(strict=False)]
    text: Annotated[str, Field(max_length=_LONGEST)]
    help: Annotated[str, Field(max_length=_LONGEST)] = ""
    required: bool = False
    may_decline: bool = False
    random_order: bool = False
    options: list[_Option] = []
    low: int | None = None
    high: int | None = None
    low_label: str = ""
    high_label: str = ""
    most_chars: Annotated[int, Field(le=_LONGEST)] = 500
    show_if: list[_Condition] = []


class _About(_Entry):
    purpose: str = ""
    decided_by: str = ""
    decided_when: str = ""
    is_open_question: bool = False
    facts: str = ""
    how_considered: str = ""
    privacy: str = ""


class _Quota(_Entry):
    question: str
    value: str
    most: Annotated[int, Field(ge=1)]


class _SurveyFile(_Entry):
    id: str
    title: str
    intro: str = ""
    anonymous: bool = True
    about: _About = _About()
    areas: list[str] = []
    quotas: list[_Quota] = []
    remind_days: Annotated[int, Field(ge=0, le=MOST_REMIND_DAYS)] = 0
    languages: dict[_Language, dict[str, Annotated[str, Field(max_length=_LONGEST)]]] = {}
    questions: list[_Question]


def read_surveys(folder: Path, hub_areas: Collection[str]) -> tuple[tuple[Survey, ...], list[PlacePackError]]:
    """The pack's surveys without mistakes, by file name, and everything wrong with the others."""
    surveys: list[Survey] = []
    errors: list[PlacePackError] = []
    for file in sorted((folder / SURVEY_FOLDER).glob("*.yml")):
        try:
            source = read_yaml(file)
            survey, wrong = _read(source, hub_areas)
        except PlacePackError as error:
            errors.append(error)
            continue
        if survey.id != file.stem:
            wrong.append(source.error(f"the id has to be the file's name, {file.stem!r}", "id"))
        errors += wrong
        if not wrong:
            surveys.append(survey)
    return tuple(surveys), errors


def load_surveys(folder: Path, hub_areas: Collection[str]) -> tuple[Survey, ...]:
    """The pack's surveys; PlacePackError for the first thing wrong with them."""
    surveys, errors = read_surveys(folder, hub_areas)
    if errors:
        raise errors[0]
    return surveys


def import_survey(text: str, hub_areas: Collection[str]) -> tuple[Survey, list[PlacePackError]]:
    """A survey that was written as a file, and what is wrong with it; PlacePackError if it can't be read."""
    return _read(parse_yaml(Path("survey.yml"), text), hub_areas)


def export_survey(survey: Survey) -> str:
    """The survey as a file of the same form."""
    return yaml.safe_dump(survey_to_document(survey), sort_keys=False, allow_unicode=True, width=100)


def _read(source: LocatedYaml, hub_areas: Collection[str]) -> tuple[Survey, list[PlacePackError]]:
    document = validate(_SurveyFile, source).model_dump(by_alias=True)
    survey = survey_from_document(document)
    problems = find_problems(survey, hub_areas)
    return survey, [source.error(problem.text, *problem.spot) for problem in problems]
