"""The console: everything its routes need, made once when it is mounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.console.conversations import ConsoleConversations
from bot.console.feeds import ConsoleFeeds
from bot.console.forms import FormTokens
from bot.console.live_queue import LiveQueue
from bot.console.surveys import ConsoleSurveys
from bot.console.templating import ConsoleTemplates
from bot.console.throttle import Throttle
from bot.db.session import Database
from bot.domain.agencies import AgencyDirectory
from bot.domain.documents import Document, Table
from bot.domain.places import PlaceSuggestion
from bot.services.api_keys import ApiKeyService
from bot.services.audit import AuditService
from bot.services.case_files import CaseFileService
from bot.services.case_messages import CaseMessageService
from bot.services.case_photos import CasePhotoService
from bot.services.case_privacy import CasePrivacyService
from bot.services.case_reviews import CaseReviewService
from bot.services.case_routing import CaseRoutingService
from bot.services.cases import CaseService
from bot.services.delivery_desk import DeliveryDesk
from bot.services.desk_photos import DeskPhotoService
from bot.services.desk_reports import DeskReportService
from bot.services.duplicates import DuplicateService
from bot.services.figures import FiguresService
from bot.services.hot_spots import HotSpotsService
from bot.services.linked_chats import LinkedChatService
from bot.services.message_templates import MessageTemplateService
from bot.services.notices import NoticeService
from bot.services.partner_referrals import PartnerReferralService
from bot.services.photos import PhotoService
from bot.services.post_pictures import PostPictureService
from bot.services.post_suggestions import PostSuggestionService
from bot.services.posts import PostService
from bot.services.provider_sign_in import ProviderSignInService
from bot.services.referral_answers import ReferralAnswerService
from bot.services.saved_views import SavedViewService
from bot.services.second_step import SecondStepService
from bot.services.sharing_ledger import SharingLedger
from bot.services.sign_in import SignInService
from bot.services.staff import StaffService
from bot.services.staff_notes import StaffNoteService
from bot.services.staff_sessions import StaffSessionService
from bot.services.told_by_hand import ToldByHandService
from bot.services.training_examples import TrainingExampleService
from bot.services.undelivered import UndeliveredService
from bot.services.worklist import WorklistService
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class ConsoleServices:
    """What the composition root gives to the console."""

    settings: Settings
    database: Database
    audit: AuditService
    staff: StaffService
    sign_in: SignInService
    provider_sign_in: ProviderSignInService | None
    """Signing in with the council's own account, where there is a provider."""
    second_step: SecondStepService
    sessions: StaffSessionService
    worklist: WorklistService
    saved_views: SavedViewService
    cases: CaseService
    case_routing: CaseRoutingService
    case_files: CaseFileService
    duplicates: DuplicateService
    case_messages: CaseMessageService
    templates: MessageTemplateService
    case_photos: CasePhotoService
    case_privacy: CasePrivacyService
    staff_notes: StaffNoteService
    desk: DeskReportService
    desk_photos: DeskPhotoService
    told_by_hand: ToldByHandService
    suggest_places: Callable[[str, int], list[PlaceSuggestion]]
    """Places whose names begin as typed, and so many of them at the most."""
    referrals: PartnerReferralService
    answers: ReferralAnswerService
    deliveries: DeliveryDesk
    ledger: SharingLedger
    notices: NoticeService
    reviews: CaseReviewService
    photos: PhotoService
    figures: FiguresService
    hot_spots: HotSpotsService
    draw_chart: Callable[[Table], bytes]
    """A table as an SVG document."""
    make_pdf: Callable[[Document], bytes]
    surveys: ConsoleSurveys
    conversations: ConsoleConversations
    undelivered: UndeliveredService
    linked_chats: LinkedChatService
    directory: AgencyDirectory
    area_names: dict[str, str]
    """Hub areas by id, as staff read them."""
    place_names: dict[str, str]
    """Places of the gazetteer by id."""
    api_keys: ApiKeyService
    examples: TrainingExampleService
    remove_personal_data: Callable[[str], str]
    """A message with something in place of what may say who somebody is."""
    hub_name: str
    """What the hubs are called."""
    posts: PostService
    suggestions: PostSuggestionService
    pictures: PostPictureService
    feeds: ConsoleFeeds
    languages: tuple[str, ...]
    """Languages that residents are written to in (ISO 639-1)."""
    partnership_name: str
    """The community safety partnerships together."""


@dataclass(frozen=True, slots=True)
class Console:
    """The services together with what belongs to the console alone."""

    services: ConsoleServices
    templates: ConsoleTemplates
    tokens: FormTokens
    throttle: Throttle
    live_queue: LiveQueue

    @property
    def is_secure(self) -> bool:
        """Whether staff reach the hub by https, so that cookies may insist on it."""
        return self.services.settings.hub_address.startswith("https://")

    @property
    def staff(self) -> StaffService:
        """Accounts."""
        return self.services.staff
