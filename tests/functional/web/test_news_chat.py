"""Choosing news in the web chat, where nobody can be written to first: it leads to the feed."""

from __future__ import annotations

import httpx
import pytest

pytestmark = pytest.mark.anyio


async def say(program: httpx.AsyncClient, **message: str) -> dict[str, object]:
    response = await program.post("/api/chat/messages", json=message)
    replies: list[dict[str, object]] = response.json()["messages"]
    return replies[-1]


async def test_topics_and_area_lead_to_their_feed(program: httpx.AsyncClient) -> None:
    asked = await say(program, payload="/subscribe")
    assert "What news do you want?" in str(asked["text"])
    await say(program, text="Scams")
    asked = await say(program, text="Done")
    assert "Which area?" in str(asked["text"])
    told = await say(program, text="Southvale")
    assert "/feed?topic=scams&area=southvale" in str(told["text"])
    none = await say(program, payload="/unsubscribe")
    assert "there is nothing to stop" in str(none["text"])
