"""Wires surveys: their openings, how they are answered, and the conversation about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.app.core import CUE_FOLDER
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.domain.schedules import LOCAL_TIME
from bot.domain.surveys import OUTSIDE
from bot.gateways.calendar import BANK_HOLIDAYS
from bot.gateways.charts import draw_chart
from bot.gateways.cue_wishes import load_survey_cues
from bot.gateways.disclosure import find_bounds
from bot.gateways.place_pack import PlacePack
from bot.gateways.significance import compare_shares, measure_association
from bot.gateways.themes import Embeds, ThemeFinder
from bot.services.audit import AuditService
from bot.services.broadcasts import BroadcastService
from bot.services.chat_news import ChatNewsService
from bot.services.draft_corrections import Understands
from bot.services.hub_messages import HubMessages
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.populations import PopulationService
from bot.services.posts import PostService
from bot.services.survey_answers import SurveyAnswerService
from bot.services.survey_chat import SurveyChatService
from bot.services.survey_followers import SurveyFollowing
from bot.services.survey_forms import SurveyFormService
from bot.services.survey_invitations import SurveyInvitationService
from bot.services.survey_news import SurveyNews
from bot.services.survey_openings import SurveyOpeningService
from bot.services.survey_people import WEB, SurveyPeople
from bot.services.survey_polls import SurveyPollService
from bot.services.survey_publications import SurveyPublicationService
from bot.services.survey_quotes import SurveyQuoteService
from bot.services.survey_readings import SurveyReadingService
from bot.services.survey_rounds import SurveyRoundService
from bot.services.survey_texts import SurveyTextService
from bot.services.survey_themes import SurveyThemeService
from bot.services.survey_words import SurveyWords
from bot.services.understanding import HearsDanger
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Surveys:
    """Everything that surveys need."""

    openings: SurveyOpeningService
    answers: SurveyAnswerService
    words: SurveyWords
    chat: SurveyChatService
    forms: SurveyFormService
    publications: SurveyPublicationService
    readings: SurveyReadingService
    themes: SurveyThemeService
    following: SurveyFollowing


def create_survey_rounds(
    surveys: Surveys, phrases: Phrases, database: Database, posts: PostService, pushed: frozenset[str]
) -> SurveyRoundService:
    """What happens to rounds in time; `pushed` are the channels beside the web."""
    outbox = OutboxService(database)
    broadcasts = BroadcastService(outbox, pushed, ChatNewsService({WEB}))
    news = SurveyNews(phrases, HubMessages(outbox, pushed), broadcasts, surveys.answers)
    invitations = SurveyInvitationService(phrases, posts)
    return SurveyRoundService(
        database,
        surveys.openings,
        news,
        invitations,
        create_survey_polls(outbox, pushed, surveys.following.hub_address),
    )


def create_survey_polls(
    outbox: OutboxService, channels: frozenset[str], hub_address: str
) -> SurveyPollService:
    """Polls on the channels that have them."""
    return SurveyPollService(AuditService(), outbox, {"yes": "Yes", "no": "No"}, channels, hub_address)


def local_today() -> date:
    """The place's day."""
    return datetime.now(LOCAL_TIME).date()


def create_surveys(
    settings: Settings,
    pack: PlacePack,
    phrases: Phrases,
    understanding: Understands,
    danger: HearsDanger,
    embed: Embeds,
    today: Callable[[], date] = local_today,
) -> Surveys:
    """The services that open and answer surveys."""
    openings = SurveyOpeningService(AuditService(), pack.surveys, frozenset(pack.areas.names), BANK_HOLIDAYS)
    answers = SurveyAnswerService(settings.session_key, today)
    words = SurveyWords(phrases, pack.areas.names)
    people = SurveyPeople(answers, settings.hub_address)
    following = SurveyFollowing(phrases, settings.hub_address, PeopleService())
    chat = SurveyChatService(
        openings, answers, people, words, pack.index, understanding, following, load_survey_cues(CUE_FOLDER)
    )
    forms = SurveyFormService(openings, answers, people, words, pack.index, understanding, danger, following)
    titles = {"yes": "Yes", "no": "No", OUTSIDE: "Outside the area", **pack.areas.names}
    texts, threshold = SurveyTextService(openings.audit), settings.small_number_threshold
    quotes = SurveyQuoteService(texts, threshold)
    publications = SurveyPublicationService(
        openings.audit, titles, threshold, find_bounds, draw_chart, quotes
    )
    themes = SurveyThemeService(openings.audit, texts, ThemeFinder(embed))
    populations = PopulationService(pack.population, openings.audit)
    readings = SurveyReadingService(titles, measure_association, compare_shares, populations)
    return Surveys(openings, answers, words, chat, forms, publications, readings, themes, following)
