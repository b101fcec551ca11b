"""Wires the interfaces for programs: Open311, the JSON API, and the keys that they need."""

from __future__ import annotations

from bot.api import ApiServices
from bot.app.core import place_titles
from bot.db.session import Database
from bot.gateways.place_pack import PlacePack
from bot.services.api_concerns import ApiConcernService
from bot.services.api_keys import ApiKeyService
from bot.services.audit import AuditService
from bot.services.concerns import ConcernService
from bot.services.drafts import DraftService
from bot.services.figures import FiguresService
from bot.services.open_reports import OpenReportService
from bot.services.open_requests import OpenRequestService
from bot.services.open_services import OpenServiceCatalogue
from bot.services.people import PeopleService
from bot.services.understanding import HearsDanger
from bot.settings import Settings


def create_api(
    settings: Settings,
    pack: PlacePack,
    database: Database,
    drafts: DraftService,
    concerns: ConcernService,
    danger: HearsDanger,
) -> ApiServices:
    """Everything that the routes for programs need."""
    audit, place_names = AuditService(), place_titles(pack)
    catalogue = OpenServiceCatalogue(drafts.routing, drafts.words)
    return ApiServices(
        database=database,
        keys=ApiKeyService(audit),
        catalogue=catalogue,
        reports=OpenReportService(drafts, concerns, danger, PeopleService(), catalogue, audit),
        requests=OpenRequestService(catalogue, place_names),
        concerns=ApiConcernService(audit),
        figures=FiguresService(pack.directory),
        place_names=place_names,
        requests_per_minute=settings.api_requests_per_minute,
    )
