"""Agencies' systems as tests need them: a real mail server and a real HTTP server, on this machine only."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(slots=True)
class MailBox:
    """What a mail server took, and what it says instead of taking more."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    """Of each envelope: to whom the mail goes back."""
    refusals: deque[str] = field(default_factory=deque)
    """SMTP answers to RCPT, one after another; then it takes."""
    refusals_of_data: deque[str] = field(default_factory=deque)
    """SMTP answers to DATA."""

    async def handle_RCPT(  # noqa: N802 -- the name that the server looks for
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or not."""
        if self.refusals:
            return self.refusals.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail, or not."""
        if self.refusals_of_data:
            return self.refusals_of_data.popleft()
        self.mails.append(message_from_bytes(envelope.content))
        self.senders.append(envelope.mail_from)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 taken"


@contextmanager
def running_mail_server() -> Iterator[MailBox]:
    """A mail server at a free port of the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box = MailBox(probe.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that the system got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Says:
    """What the system answers with."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes."""
    hangs_up: bool = False
    """Closes the connection without a word."""


@dataclass(slots=True)
class AgencySystem:
    """An agency's own system, that answers what it is told to."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: deque[Says] = field(default_factory=deque)
    """One after another; then `usual`."""
    usual: Says = field(default_factory=Says)


@contextmanager
def running_agency_system() -> Iterator[AgencySystem]:
    """An HTTP server at a free port of the loopback address."""
    system = AgencySystem()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            system.asked.append(Asked(self.path, headers, self.rfile.read(length)))
            said = system.answers.popleft() if system.answers else system.usual
            time.sleep(said.seconds)
            if said.hangs_up:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    system.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
