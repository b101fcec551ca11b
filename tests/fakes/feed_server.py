"""A real HTTP server of feeds on this machine, that can also move, drip, lie and be huge."""

from __future__ import annotations

import gzip
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LAST_MODIFIED = "Mon, 23 Nov 2026 09:00:00 GMT"


@dataclass(slots=True)
class Page:
    """What stands at an address."""

    content: bytes = b""
    kind: str = "application/rss+xml"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_conditional: bool = True
    """Whether it answers 304 to whoever has it already."""
    is_packed: bool = False
    drips: bool = False
    """Sends a byte now and then, for ever."""
    breaks_off: bool = False
    """Promises more than it sends."""
    times: int = 1
    """How often the content is sent, one after another."""


@dataclass(slots=True)
class FeedServer:
    """Its pages by path, and what was asked of it."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, page: Page) -> str:
        """Put a page there; its address."""
        self.pages[path] = page
        return self.address + path

    def counts(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(path for path, _ in self.asked)


@contextmanager
def running_feed_server() -> Iterator[FeedServer]:
    """A server at a free port of the loopback address."""
    server = FeedServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=lambda: http.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        http.shutdown()
        thread.join()
        http.server_close()


def _handler(server: FeedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer as the page says."""
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append((self.path, headers))
            page = server.pages.get(self.path, Page(b"Nothing here.", "text/plain", 404))
            try:
                self._answer(page, headers)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the base
            """Say nothing."""

        def _answer(self, page: Page, headers: dict[str, str]) -> None:
            etag = f'"{sha256(page.content).hexdigest()[:16]}"'
            if page.is_conditional and page.status == 200 and headers.get("if-none-match") == etag:
                self.send_response(304)
                self.send_header("ETag", etag)
                self.end_headers()
                return
            body = gzip.compress(page.content) if page.is_packed else page.content
            length = len(body) * page.times + (1000 if page.breaks_off or page.drips else 0)
            self.send_response(page.status)
            self.send_header("Content-Length", str(length))
            if page.kind:
                self.send_header("Content-Type", page.kind)
            if page.is_packed:
                self.send_header("Content-Encoding", "gzip")
            if page.is_conditional:
                self.send_header("ETag", etag)
                self.send_header("Last-Modified", LAST_MODIFIED)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            _send(self.wfile.write, page, body, server.stopped)
            self.close_connection = True

    return Handler


def _send(write: Callable[[bytes], object], page: Page, body: bytes, stopped: threading.Event) -> None:
    for _ in range(page.times):
        write(body)
    while page.drips and not stopped.wait(0.02):
        write(b" ")
