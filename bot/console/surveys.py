"""What the console needs of surveys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.documents import Table
from bot.domain.survey_flow import FlowStep
from bot.domain.surveys import Survey
from bot.errors import PlacePackError
from bot.services.populations import PopulationService
from bot.services.reported_places import PlaceFinder
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_followers import SurveyResultNews
from bot.services.survey_forms import SurveyFormService
from bot.services.survey_openings import SurveyOpeningService
from bot.services.survey_publications import SurveyPublicationService
from bot.services.survey_readings import SurveyReadingService
from bot.services.survey_rounds import SurveyRoundService
from bot.services.survey_themes import SurveyThemeService
from bot.services.survey_words import SurveyWords

CHANGED_MEANWHILE = (
    "Somebody else changed this survey meanwhile. Look at it, then save again to put yours in."
)


@dataclass(frozen=True, slots=True)
class ConsoleSurveys:
    """Services, and the form in which surveys are written."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    publications: SurveyPublicationService
    readings: SurveyReadingService
    populations: PopulationService
    words: SurveyWords
    forms: SurveyFormService
    themes: SurveyThemeService
    result_news: SurveyResultNews
    write_workbook: Callable[[Sequence[Table]], bytes]
    """Tables as an XLSX workbook, a sheet each."""
    rounds: SurveyRoundService
    places: PlaceFinder
    read_file: Callable[[str], tuple[Survey, list[PlacePackError]]]
    """Reads a survey that was written as a file, with what is wrong; raises PlacePackError."""
    write_file: Callable[[Survey], str]
    draw_flow: Callable[[Sequence[FlowStep]], bytes]
    """The flow of a survey as an SVG document."""
