"""Headers that keep pages safe, and the check that a form was sent from our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    # Tells other sites nothing. `no-referrer` would also blank the Origin of our own forms.
    "Referrer-Policy": "same-origin",
}
_STRICT_TRANSPORT = "max-age=31536000"
STATIC_PREFIX = "/static/"


def content_policy(map_tiles_url: str | None) -> str:
    """The content security policy: everything from here, nothing inline; map tiles from where they are."""
    images = "img-src 'self' blob: data:"
    if map_tiles_url:
        tiles = urlsplit(map_tiles_url)
        images += f" {tiles.scheme}://{tiles.netloc.replace('{s}', '*')}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            images,
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Puts the headers on every answer; pages are never kept by browsers or proxies."""

    def __init__(self, app: ASGIApp, policy: str, is_secure: bool) -> None:
        self._app = app
        headers = {**_ALWAYS, "Content-Security-Policy": policy}
        if is_secure:
            headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
        # As they are sent, since they go out with every answer.
        self._of_pages = Headers({**headers, "Cache-Control": "no-store"}).raw
        self._of_files = Headers({**headers, "Cache-Control": "no-cache"}).raw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as ASGI does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                named = {name.lower() for name, _ in given}
                ours = self._of_files if scope["path"].startswith(STATIC_PREFIX) else self._of_pages
                message["headers"] = [*given, *(header for header in ours if header[0] not in named)]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_from_here(request: Request, hub_address: str) -> bool:
    """Whether the browser says that one of our own pages sent the request, or says nothing at all."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc in {request.headers.get("host", ""), urlsplit(hub_address).netloc}
