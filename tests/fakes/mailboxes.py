"""A mailbox as tests need it: a real IMAP server on this machine, and mail as mail servers send it back."""

from __future__ import annotations

import imaplib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from bot.settings import ROOT

USER, PASSWORD = "bounces@hub.example", "let me read"
FOLDER = "Came back"
_PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A server with one mailbox."""

    port: int

    def put(self, *mails: bytes) -> None:
        """Have mails arrive."""
        with self._signed_in() as box:
            for mail in mails:
                assert box.append(f'"{FOLDER}"', "", "", mail)[0] == "OK"

    def count(self, kind: str = "ALL") -> int:
        """How many mails there are; of a kind by its IMAP name, such as UNSEEN."""
        with self._signed_in() as box:
            box.select(f'"{FOLDER}"', readonly=True)
            return len(box.search(None, kind)[1][0].split())

    def wait_until_it_runs(self) -> None:
        """Make the folder, once the server is there; TimeoutError when it never is."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                with self._signed_in() as box:
                    box.create(f'"{FOLDER}"')
                    return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("no IMAP server")

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            yield box


@contextmanager
def running_imap_server() -> Iterator[ImapServer]:
    """A server at a free port of the loopback address, without encryption."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = ImapServer(probe.getsockname()[1])
    program = str(ROOT / ".venv" / "bin" / "pymap")
    where = ["--host", "127.0.0.1", "--port", str(server.port), "--no-tls"]
    whose = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen([program, *where, *whose], stderr=subprocess.DEVNULL) as running:
        try:
            server.wait_until_it_runs()
            yield server
        finally:
            running.terminate()


def came_back(to: str, status: str = "5.1.1", action: str = "failed", header: str = "To") -> bytes:
    """A notification as mail servers write them, about a mail that was sent from `to`."""
    mail = MIMEMultipart("report", **{"report-type": "delivery-status"})
    mail["From"] = "MAILER-DAEMON@mx.agency.example"
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail[header] = to
    mail.attach(MIMEText("Your message to referrals@agency.example could not be delivered."))
    recipient = Message()
    recipient["Final-Recipient"] = "rfc822; referrals@agency.example"
    recipient["Action"] = action
    recipient["Status"] = status
    recipient["Diagnostic-Code"] = "smtp; 550 no mailbox of Mrs Example here"
    mail.attach(_status_of(recipient))
    lost = EmailMessage()
    lost["Subject"] = "Report"
    lost.set_content("A mattress near the gate.")
    mail.attach(MIMEMessage(lost))
    return mail.as_bytes()


def _status_of(recipient: Message) -> Message:
    """The part for programs: a block about the server, and one for each recipient."""
    server = Message()
    server["Reporting-MTA"] = "dns; mx.agency.example"
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([server, recipient])
    return part
