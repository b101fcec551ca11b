"""Wires the staff console."""

from __future__ import annotations

from bot.app.core import place_titles
from bot.app.identities import create_provider_sign_in
from bot.app.posts import create_pictures, create_post_texts, create_posts
from bot.app.staff import create_sign_in, create_staff
from bot.app.surveys import Surveys, create_survey_rounds
from bot.console import ConsoleServices
from bot.console.conversations import ConsoleConversations
from bot.console.feeds import ConsoleFeeds
from bot.console.surveys import ConsoleSurveys
from bot.db.session import Database
from bot.domain.case_reviews import ReviewLimits
from bot.domain.hot_spots import rough_points
from bot.domain.phrases import Phrases
from bot.gateways.calendar import target_day
from bot.gateways.charts import draw_chart
from bot.gateways.documents import make_pdf
from bot.gateways.personal_data import PersonalData
from bot.gateways.photos import blur, redact
from bot.gateways.place_pack import PlacePack
from bot.gateways.place_pack_surveys import export_survey, import_survey
from bot.gateways.significance import probability_of_chance
from bot.gateways.survey_pictures import draw_flow
from bot.gateways.workbooks import write_workbook
from bot.jobs.overdue import OverdueJobs
from bot.services.api_keys import ApiKeyService
from bot.services.case_files import CaseFileService
from bot.services.case_links import CaseLinkService
from bot.services.case_messages import CaseMessageService
from bot.services.case_news import CaseNews
from bot.services.case_photos import CasePhotoService
from bot.services.case_privacy import CasePrivacyService
from bot.services.case_reviews import CaseReviewService
from bot.services.case_routing import CaseRoutingService
from bot.services.cases import CaseService
from bot.services.chasers import ChaserService
from bot.services.delivery_desk import DeliveryDesk
from bot.services.desk_photos import DeskPhotoService
from bot.services.desk_reports import DeskReportService
from bot.services.duplicates import DuplicateService
from bot.services.figures import FiguresService
from bot.services.hot_spots import HotSpotsService
from bot.services.hub_messages import HubMessages
from bot.services.linked_chats import LinkedChatService
from bot.services.message_templates import MessageTemplateService
from bot.services.notices import NoticeService
from bot.services.outbox import OutboxService
from bot.services.partner_referrals import PartnerReferralService
from bot.services.photos import PhotoService
from bot.services.post_suggestions import PostSuggestionService
from bot.services.referral_answers import ReferralAnswerService
from bot.services.referral_deliveries import ReferralDeliveryService
from bot.services.routing import RoutingService
from bot.services.saved_views import SavedViewService
from bot.services.staff_notes import StaffNoteService
from bot.services.survey_followers import SurveyResultNews
from bot.services.told_by_hand import ToldByHandService
from bot.services.training_examples import TrainingExampleService
from bot.services.undelivered import UndeliveredService
from bot.services.worklist import WorklistService
from bot.settings import Settings
from nlu.known_words import KnownWords


def create_console(
    settings: Settings,
    pack: PlacePack,
    phrases: Phrases,
    database: Database,
    photos: PhotoService,
    deliveries: ReferralDeliveryService,
    pushed: frozenset[str],
    surveys: Surveys,
    conversations: ConsoleConversations,
    desk: DeskReportService,
    feeds: ConsoleFeeds,
) -> ConsoleServices:
    """Everything that the console's routes need; `pushed` are the channels beside the web."""
    staff = create_staff(settings)
    sign_in = create_sign_in(settings, staff)
    examples = TrainingExampleService(staff.audit)
    routing = RoutingService(table=pack.table, directory=pack.directory)
    news = CaseNews(phrases, routing, OutboxService(database), pushed)
    cases = CaseService(staff.audit, news)
    case_photos = CasePhotoService(cases, photos.folder, redact, blur)
    referrals = PartnerReferralService(cases, case_photos)
    notices = NoticeService(staff.audit)
    notes = StaffNoteService(staff.audit)
    posts = create_posts(settings, database, create_post_texts(settings, phrases))
    return ConsoleServices(
        settings=settings,
        database=database,
        audit=staff.audit,
        staff=staff,
        sign_in=sign_in,
        provider_sign_in=create_provider_sign_in(settings, sign_in),
        second_step=staff.second_step,
        sessions=staff.sessions,
        worklist=WorklistService(),
        saved_views=SavedViewService(staff.audit),
        cases=cases,
        case_routing=CaseRoutingService(
            cases, routing, target_day, deliveries.put, examples.note_recategorised
        ),
        case_files=CaseFileService(staff.audit, notes, CaseLinkService(), news, pack.thrive),
        duplicates=DuplicateService(cases),
        case_messages=CaseMessageService(cases),
        templates=MessageTemplateService(pack.templates, staff.audit),
        case_photos=case_photos,
        case_privacy=CasePrivacyService(cases),
        staff_notes=notes,
        desk=desk,
        desk_photos=DeskPhotoService(photos),
        told_by_hand=ToldByHandService(staff.audit),
        suggest_places=pack.search.suggest,
        referrals=referrals,
        answers=ReferralAnswerService(deliveries, referrals),
        ledger=deliveries.ledger,
        notices=notices,
        reviews=CaseReviewService(cases, notices, review_limits(settings), target_day),
        deliveries=DeliveryDesk(deliveries),
        photos=photos,
        figures=FiguresService(pack.directory),
        hot_spots=HotSpotsService(probability_of_chance, rough_points(pack.index.places)),
        draw_chart=draw_chart,
        make_pdf=make_pdf,
        surveys=ConsoleSurveys(
            surveys.openings,
            surveys.answers,
            surveys.publications,
            surveys.readings,
            surveys.readings.populations,
            surveys.words,
            surveys.forms,
            surveys.themes,
            SurveyResultNews(surveys.following, HubMessages(OutboxService(database), pushed)),
            write_workbook,
            create_survey_rounds(surveys, phrases, database, posts, pushed),
            pack.index,
            lambda text: import_survey(text, frozenset(pack.areas.names)),
            export_survey,
            draw_flow,
        ),
        conversations=conversations,
        undelivered=UndeliveredService(staff.audit),
        linked_chats=LinkedChatService(),
        directory=pack.directory,
        area_names=dict(pack.areas.names),
        place_names=place_titles(pack),
        api_keys=ApiKeyService(staff.audit),
        examples=examples,
        remove_personal_data=PersonalData(KnownWords.load(), pack.index.find_all).remove,
        hub_name=pack.names.hubs,
        posts=posts,
        suggestions=PostSuggestionService(),
        pictures=create_pictures(settings),
        feeds=feeds,
        languages=tuple(phrases.catalogues.languages),
        partnership_name=pack.names.partnership,
    )


def review_limits(settings: Settings) -> ReviewLimits:
    """The partnership's threshold of an ASB Case Review."""
    return ReviewLimits(
        reports=settings.case_review_reports,
        people=settings.case_review_people,
        months=settings.case_review_months,
        hate_months=settings.case_review_hate_months,
        acknowledge_days=settings.case_review_acknowledge_days,
        decide_days=settings.case_review_decide_days,
    )


def create_overdue_jobs(settings: Settings, services: ConsoleServices) -> OverdueJobs:
    """What looks for silent agencies, and for reports that meet the threshold of an ASB Case Review."""
    chaser = ChaserService(
        database=services.database,
        cases=services.cases,
        deliveries=services.answers.deliveries,
        notices=services.notices,
        target_day=target_day,
        patience_days=settings.chase_days,
    )

    return OverdueJobs(services.database, chaser, services.reviews)
