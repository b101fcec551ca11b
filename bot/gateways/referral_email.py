"""Referrals by email: plain text with the same as simple HTML, sent over the installation's mail server."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from enum import StrEnum
from pathlib import Path

import aiosmtplib
from jinja2 import Environment, FileSystemLoader, select_autoescape

from bot.domain.referral_packages import DeliveryPurpose, Receipt, ReferralPackage
from bot.errors import DeliveryError
from bot.gateways.delivery_routes import DeliveryRoutes
from bot.gateways.referral_fields import describe
from bot.services.return_addresses import ReturnAddresses

_FOLDER = Path(__file__).parent / "mails"
_TIMEOUT_SECONDS = 30.0
_PERMANENT = 500
_MAILS = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=select_autoescape(("html",)),
    trim_blocks=True,
    lstrip_blocks=True,
)


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The installation's mail server."""

    host: str | None
    port: int
    security: SmtpSecurity
    user: str | None
    password: str | None
    sender: str
    """Whose mail it is, and where mail comes back to where there is no mailbox for that."""


class EmailDelivery:
    """Sends one mail a delivery; its Message-ID is the same however often it is sent."""

    def __init__(self, routes: DeliveryRoutes, server: MailServer, returns: ReturnAddresses) -> None:
        self._routes = routes
        self._server = server
        self._returns = returns

    async def deliver(self, package: ReferralPackage) -> Receipt:
        """Hand it to the mail server; raises DeliveryError, permanent for what is refused for good."""
        if self._server.host is None:
            raise DeliveryError("no_mail_server", is_permanent=False)
        mail = self._mail(package)
        security = self._server.security
        try:
            await aiosmtplib.send(
                mail,
                sender=self._returns.address_for(package.key, package.try_number),
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=security is SmtpSecurity.TLS,
                start_tls=security is SmtpSecurity.STARTTLS,
                tls_context=ssl.create_default_context() if security is not SmtpSecurity.NONE else None,
                timeout=_TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _failure(error) from None
        return Receipt(str(mail["Message-ID"]))

    def _mail(self, package: ReferralPackage) -> EmailMessage:
        words = {
            "package": package,
            "is_chase": package.purpose is DeliveryPurpose.CHASE,
            "lines": describe(package),
        }
        mail = EmailMessage(policy=SMTP)
        begin = _SUBJECTS[package.purpose]
        # Its reference says nothing about it: subjects are read over shoulders.
        mail["Subject"] = f"{begin} {package.reference}"
        mail["From"] = self._server.sender
        mail["To"] = self._routes.get(package.agency_id).target
        mail["Date"] = formatdate()
        domain = parseaddr(self._server.sender)[1].partition("@")[2]
        mail["Message-ID"] = f"<{package.key}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(_MAILS.get_template("referral.txt").render(words))
        mail.add_alternative(_MAILS.get_template("referral.html").render(words), subtype="html")
        return mail


_SUBJECTS = {
    DeliveryPurpose.REFERRAL: "Report",
    DeliveryPurpose.LEAD: "You now lead on report",
    DeliveryPurpose.CHASE: "Reminder: report",
}


def _failure(error: Exception) -> DeliveryError:
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            return _refused(max(refused.code for refused in error.recipients))
        case aiosmtplib.SMTPAuthenticationError():
            # Of the installation, not of this mail: it is mended while the mail waits.
            return DeliveryError("mail_server_sign_in", is_permanent=False)
        case aiosmtplib.SMTPResponseException():
            return _refused(error.code)
        case TimeoutError():
            return DeliveryError("timed_out", is_permanent=False)
        case aiosmtplib.SMTPConnectError():
            return DeliveryError("no_connection", is_permanent=False)
        case aiosmtplib.SMTPServerDisconnected():
            return DeliveryError("closed", is_permanent=False)
        case _:
            return DeliveryError(type(error).__name__, is_permanent=False)


def _refused(code: int) -> DeliveryError:
    return DeliveryError(f"mail_refused_{code}", is_permanent=code >= _PERMANENT)
