"""What the console needs of surveys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.surveys import Survey
from bot.errors import PlacePackError
from bot.services.reported_places import PlaceFinder
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_openings import SurveyOpeningService
from bot.services.survey_publications import SurveyPublicationService
from bot.services.survey_readings import SurveyReadingService


@dataclass(frozen=True, slots=True)
class ConsoleSurveys:
    """Services, and the form in which surveys are written."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    publications: SurveyPublicationService
    readings: SurveyReadingService
    places: PlaceFinder
    read_file: Callable[[str], tuple[Survey, list[PlacePackError]]]
    """Reads a survey that was written as a file, with what is wrong; raises PlacePackError."""
    write_file: Callable[[Survey], str]
