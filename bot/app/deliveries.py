"""Wires deliveries of referrals: each agency's route, what sends by it, and the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.db.session import Database
from bot.domain.agencies import RouteKind
from bot.domain.referral_packages import DeliversReferrals
from bot.gateways.delivery_routes import DeliveryRoutes, load_delivery_routes
from bot.gateways.guarded_http import GuardedHttp
from bot.gateways.place_pack import PlacePack
from bot.gateways.referral_email import EmailDelivery, MailServer, SmtpSecurity
from bot.gateways.referral_open311 import Open311Delivery
from bot.gateways.referral_webhook import WebhookDelivery
from bot.jobs.deliveries import DeliveryWorker
from bot.services.answer_links import AnswerLinks
from bot.services.audit import AuditService
from bot.services.referral_deliveries import ReferralDeliveryService
from bot.services.return_addresses import ReturnAddresses
from bot.services.sharing_ledger import SharingLedger
from bot.settings import Settings

#: Where the console takes answers by a link; the link's secret part follows.
ANSWERS = "/console/answer"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The service, and what works it off."""

    service: ReferralDeliveryService
    worker: DeliveryWorker


def create_deliveries(settings: Settings, pack: PlacePack, database: Database) -> Deliveries:
    """Everything that brings referrals to agencies; raises PlacePackError for a route that can't work."""
    routes = load_delivery_routes(
        pack.directory,
        settings.place_folder,
        settings.deliveries_at,
        allows_http=settings.delivery_private,
    )
    service = ReferralDeliveryService(
        database=database,
        route_of=routes.kind_of,
        links=AnswerLinks(
            settings.session_key,
            settings.hub_address + ANSWERS,
            timedelta(days=settings.answer_link_days),
        ),
        ledger=SharingLedger(pack.directory),
        audit=AuditService(),
    )
    return Deliveries(service, DeliveryWorker(database, service, _senders(settings, routes)))


def _senders(settings: Settings, routes: DeliveryRoutes) -> dict[str, DeliversReferrals]:
    http = GuardedHttp(settings.delivery_private)
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=SmtpSecurity(settings.smtp_security),
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        sender=settings.mail_from,
    )
    return {
        RouteKind.EMAIL: EmailDelivery(
            routes, server, ReturnAddresses(settings.session_key, settings.bounce_address)
        ),
        RouteKind.OPEN311: Open311Delivery(routes, http),
        RouteKind.WEBHOOK: WebhookDelivery(routes, http),
    }
