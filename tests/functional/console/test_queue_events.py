"""What open pages of the queue are told by themselves."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from bot.console import live_queue
from bot.console.pages import queue_events
from bot.db.models import StaffSession
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio
ACCEPT = {"Accept": "text/event-stream"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again at once, and end after the first news: the client reads an answer when it is complete."""
    monkeypatch.setattr(live_queue, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(queue_events, "_MOST_WAITS", 1)


async def open_queue(officer: Officer, filters: str = "") -> str:
    """Show a page; the address that its script listens at."""
    await officer.open(f"/console/concerns{filters}")
    found = re.search(r'data-queue="([^"]*)"', officer.page)
    assert found
    return unescape(found[1])


async def listen(officer: Officer, address: str) -> list[tuple[str, dict[str, object]]]:
    """Everything that is said there until it ends."""
    response = await officer.client.get(address, headers=ACCEPT)
    assert response.status_code == 200
    found = re.findall(r"event: (\w+)\ndata: (.*)", response.text)
    return [(event, json.loads(data)) for event, data in found]


async def test_it_counts_what_somebody_sees_and_what_came_since(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    file_concern(hub)
    address = await open_queue(officer, "?category=noise")
    for fields in ({}, {"category": "noise"}, {"category": "noise", "hub_area": "southvale"}):
        file_concern(hub, **fields)
    (told, _over) = await listen(officer, address)
    assert told == (
        "counts",
        {
            "counts": {
                "ready-0": "3",
                "ready-1": "0",
                "ready-2": "3",
                "ready-3": "0",
                "ready-4": "0",
                "ready-5": "0",
                "ready-6": "0",
            },
            "new": "1",
        },
    )


async def test_saved_views_are_counted_and_nothing_new_is_no_news(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    file_concern(hub, category="noise")
    await officer.open("/console/concerns")
    await officer.send("/console/queue/views?category=noise", view_name="Noise")
    (_, told), _over = await listen(officer, await open_queue(officer))
    assert (told["counts"], told["new"]) == ({**told["counts"], "saved-1": "1"}, "")


async def test_a_browser_that_was_signed_out_hears_no_more(
    hub: Hub, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    address = await open_queue(officer)
    monkeypatch.setattr(queue_events, "_MOST_WAITS", 1000)
    listening = asyncio.create_task(listen(officer, address))
    live = hub.app.state.console.live_queue
    async with asyncio.timeout(20):
        while not any(one.news for one in live._listeners):  # noqa: ASYNC110  it is another task that changes
            await asyncio.sleep(0.01)
        with hub.database.unit_of_work() as unit:
            unit.query(StaffSession).delete()
        said = await listening
    assert [event for event, _ in said] == ["counts", "over"]
    assert (len(live), len(hub.app.state.web_streams)) == (0, 0)


async def test_who_lost_the_role_hears_no_more(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    address = await open_queue(officer)
    with hub.database.unit_of_work() as unit:
        member = unit.query(StaffSession).one().member
        member.role = Role.ANALYST
    assert (await officer.client.get(address, headers=ACCEPT)).status_code == 403


async def test_listening_keeps_nobody_signed_in(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    address = await open_queue(officer)
    before = datetime.now(UTC) - timedelta(minutes=30)
    with hub.database.unit_of_work() as unit:
        unit.query(StaffSession).one().last_seen_at = before
    await listen(officer, address)
    with hub.database.unit_of_work() as unit:
        assert unit.query(StaffSession).one().last_seen_at == before
    await officer.open("/console/concerns")
    with hub.database.unit_of_work() as unit:
        assert unit.query(StaffSession).one().last_seen_at > before


async def test_a_change_of_staff_changes_the_counts(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = file_concern(hub)
    address = await open_queue(officer)
    await officer.open(f"/console/concerns/{reference}")
    await officer.send(f"/console/concerns/{reference}/close", outcome="resolved", reason="x", version="1")
    assert look_up(hub, reference).state == "closed"
    (_, told), _over = await listen(officer, address)
    assert told["counts"] == {**told["counts"], "ready-0": "0", "ready-6": "1"}


@pytest.mark.parametrize("query", ["since=-1", "since=x", f"since={'9' * 40}", "state=nonsense"])
async def test_an_address_that_was_tampered_with_breaks_nothing(signed_in: SignIn, query: str) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    response = await officer.client.get(f"/console/queue/events?{query}", headers=ACCEPT)
    assert response.status_code in {400, 422}


async def test_shortcuts_are_turned_off_and_on(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/concerns")
    assert 'data-shortcuts="on"' in officer.page
    await officer.send("/console/account/shortcuts?category=noise")
    assert 'data-shortcuts="off"' in officer.page
    assert officer.path == "/console/concerns"
    await officer.open("/console/account")
    await officer.send("/console/account/shortcuts", **{"from": "account", "on": "1"})
    assert officer.path == "/console/account"
    await officer.open("/console/concerns")
    assert 'data-shortcuts="on"' in officer.page
