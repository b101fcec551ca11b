"""The web channel: everything its routes need, made once when it is mounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from bot.channels.web.rate_limits import RateLimits
from bot.channels.web.sessions import Sessions
from bot.channels.web.words import ProblemWords, read_problem_words
from bot.db.session import Database
from bot.domain.advice import AdviceLibrary
from bot.domain.agencies import AgencyDirectory
from bot.domain.phrases import Phrases
from bot.domain.places import Place, PlaceFinding, PlaceSuggestion
from bot.services.conversations import ConversationService
from bot.services.feed_entries import FeedService
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.post_pictures import PostPictureService
from bot.services.removals import RemovalService
from bot.services.survey_forms import SurveyFormService
from bot.services.survey_publications import SurveyPublicationService
from bot.services.transcripts import TranscriptService
from bot.settings import Settings

CHANNEL = "web"
LONGEST_TEXT = 4000
"""Characters of one message."""


@dataclass(frozen=True, slots=True)
class WebServices:
    """What the composition root gives to the web channel."""

    settings: Settings
    database: Database
    people: PeopleService
    conversations: ConversationService
    photos: PhotoService
    transcripts: TranscriptService
    removal: RemovalService
    phrases: Phrases
    directory: AgencyDirectory
    advice: AdviceLibrary
    surveys: SurveyFormService
    survey_publications: SurveyPublicationService
    suggest_places: Callable[[str, int], list[PlaceSuggestion]]
    """Places whose names begin as typed, at most so many."""
    nearest_place: Callable[[float, float], PlaceFinding | None]
    """The known place nearest to a point in degrees; None outside the area."""
    towns: tuple[Place, ...]
    """By which people find their way on a map without tiles."""
    place_name: str
    """The county or area that the hubs serve, as it stands in a sentence."""
    hub_name: str
    """What the hubs are called, as it stands in a sentence after "the"."""
    area_names: dict[str, str]
    """Hub areas by id."""
    feed: FeedService
    pictures: PostPictureService


@dataclass(frozen=True, slots=True)
class WebChannel:
    """The services together with what belongs to the web alone."""

    services: WebServices
    sessions: Sessions
    limits: RateLimits
    words: ProblemWords

    @property
    def is_secure(self) -> bool:
        """Whether residents reach the hub by https, so that cookies may insist on it."""
        return self.services.settings.hub_address.startswith("https://")


def build_channel(services: WebServices) -> WebChannel:
    """Make what the channel needs from its services."""
    settings = services.settings
    return WebChannel(
        services=services,
        sessions=Sessions(settings.session_key, timedelta(days=settings.session_days)),
        limits=RateLimits(settings.messages_per_minute),
        words=read_problem_words(LONGEST_TEXT, settings.photo_max_bytes, services.phrases.catalogues),
    )


# Like every dependency `async`: the framework would hand a plain function to a thread, at every request.
async def _channel_of(request: Request) -> WebChannel:
    channel: WebChannel = request.app.state.web_channel
    return channel


Web = Annotated[WebChannel, Depends(_channel_of)]


def client_address(request: Request) -> str:
    """The address that the request came from, as the server in front reports it."""
    return request.client.host if request.client else "unknown"
