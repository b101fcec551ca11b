"""What the composition root gives to the interfaces for programs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.session import Database
from bot.services.api_concerns import ApiConcernService
from bot.services.api_keys import ApiKeyService
from bot.services.figures import FiguresService
from bot.services.open_reports import OpenReportService
from bot.services.open_requests import OpenRequestService
from bot.services.open_services import OpenServiceCatalogue


@dataclass(frozen=True, slots=True)
class ApiServices:
    """The services behind Open311 and the JSON API."""

    database: Database
    keys: ApiKeyService
    catalogue: OpenServiceCatalogue
    reports: OpenReportService
    requests: OpenRequestService
    concerns: ApiConcernService
    figures: FiguresService
    place_names: dict[str, str]
    """Places of the gazetteer by id."""
    requests_per_minute: int
    """How many requests of one key, or of one address without a key, are answered in a minute."""
