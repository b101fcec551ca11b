"""A resident's browser without JavaScript: keeps cookies, fills in the form that it was shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

import httpx

from tests.fakes.hub import Hub

PAGE = {"Accept": "text/html"}


def client_for(hub: Hub, address: str = "http://hub.test") -> httpx.AsyncClient:
    """A client of the hub, without a network between them."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(hub.app), base_url=address)


@dataclass(slots=True)
class Visitor:
    """One person with one browser."""

    client: httpx.AsyncClient
    page: str = field(default="")
    """What is on the screen."""

    async def open(self, path: str = "/chat") -> httpx.Response:
        """Go to a page."""
        response = await self.client.get(path, headers=PAGE)
        self.page = response.text
        return response

    def field(self, name: str) -> str:
        """The value of a hidden field of the form on the screen."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found, f"no field {name} on the page"
        return unescape(found[1])

    async def send(
        self,
        text: str = "",
        *,
        photo: tuple[str, bytes, str] | None = None,
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> httpx.Response:
        """Send the form on the screen and follow where it leads; fields override what the form holds."""
        if not self.page:
            await self.open()
        body = {
            "form_token": self.field("form_token"),
            "message_id": self.field("message_id"),
            "text": text,
            **fields,
        }
        response = await self.client.post(
            "/chat/messages",
            data=body,
            files={"photo": photo or ("", b"", "application/octet-stream")},
            headers=PAGE | (headers or {}),
        )
        if response.is_redirect:
            return await self.open(response.headers["location"])
        self.page = response.text
        return response

    @property
    def said(self) -> list[str]:
        """The texts of the conversation on the screen, in order."""
        texts = re.findall(r'<p class="app-message__text">(.*?)</p>', self.page, re.DOTALL)
        return [unescape(re.sub(r"<[^>]+>", "", text)) for text in texts]

    @property
    def choices(self) -> dict[str, str]:
        """The buttons of the conversation on the screen: title to payload."""
        found = re.findall(r'name="payload" value="([^"]*)"[^>]*>(.*?)</button>', self.page)
        return {unescape(title): unescape(payload) for payload, title in found}

    @property
    def problem(self) -> str:
        """What the error summary says, or nothing."""
        found = re.search(r'error-summary__list">.*?<a [^>]*>(.*?)</a>', self.page, re.DOTALL)
        return unescape(found[1].strip()) if found else ""
