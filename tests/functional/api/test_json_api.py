"""The JSON API as a tool of the partnership uses it: concerns and figures, by scope and area."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.db.base import utc_now
from bot.db.models import AuditEntry, Concern, ConcernState
from bot.domain.api_keys import Scope
from tests.fakes.hub import Hub
from tests.functional.api.conftest import MakeKey
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio

CONCERNS, FIGURES = "/api/v1/concerns", "/api/v1/figures"


def bearer(key: str, **others: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **others}


async def read(client: httpx.AsyncClient, path: str, key: str, **asked: Any) -> Any:
    response = await client.get(path, headers=bearer(key), params=asked)
    assert response.status_code == 200, response.text
    return response.json()


def references(page: Any) -> list[str]:
    return [concern["reference"] for concern in page["concerns"]]


class TestConcerns:
    async def test_a_concern_is_shown_without_who_told_it_and_their_words(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        reference = file_concern(
            hub,
            contact="ann@people.example",
            latitude=54.10111,
            longitude=-2.10222,
            facts={"vehicle": "a van"},
        )
        shown = await read(program, f"{CONCERNS}/{reference}", make_key(Scope.CONCERNS))
        assert shown["reference"] == reference
        assert (shown["category"], shown["hub_area"], shown["state"]) == ("fly_tipping", "northvale", "open")
        assert (shown["latitude"], shown["longitude"]) == (54.101, -2.102)
        assert shown["referrals"][0]["agency"] == "westshire_council_services"
        for private in ("mattress", "ann@", "Mill Lane, Upperby", "a van", "person"):
            assert private not in str(shown)
        with hub.database.unit_of_work() as unit:
            entry = unit.query(AuditEntry).filter_by(action="case.view", subject_id=reference).one()
            assert entry.actor == "key: A neighbour's system"

    async def test_sensitive_ones_need_the_scope_and_are_entered(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        plain = file_concern(hub)
        secret = file_concern(
            hub, category="domestic_abuse", is_sensitive=True, latitude=54.1, longitude=-2.1, place_id="x"
        )
        key, trusted = make_key(Scope.CONCERNS), make_key(Scope.CONCERNS, Scope.SENSITIVE)
        assert references(await read(program, CONCERNS, key)) == [plain]
        refused = await program.get(f"{CONCERNS}/{secret}", headers=bearer(key))
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")
        page = await read(program, CONCERNS, trusted)
        assert references(page) == [secret, plain]
        assert page["concerns"][0]["latitude"] is None
        with hub.database.unit_of_work() as unit:
            entry = unit.query(AuditEntry).filter_by(action="api.list_concerns").one()
            assert entry.after == {"references": [secret]}

    async def test_pages_and_filters(self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey) -> None:
        filed = [file_concern(hub, category="litter") for _ in range(4)]
        closed = file_concern(hub, state="closed", hub_area="southvale")
        hidden = file_concern(hub, hidden_at=utc_now(), place_id="x")
        key = make_key(Scope.CONCERNS)
        first = await read(program, CONCERNS, key, limit=3, category="litter")
        assert references(first) == filed[:0:-1]
        second = await read(program, CONCERNS, key, limit=3, category="litter", before=first["next"])
        assert (references(second), second["next"]) == ([filed[0]], None)
        assert references(await read(program, CONCERNS, key, state="closed")) == [closed]
        assert references(await read(program, CONCERNS, key, area="southvale")) == [closed]
        assert references(await read(program, CONCERNS, key, until="2026-01-01T00:00:00Z")) == []
        assert (await read(program, f"{CONCERNS}/{hidden}", key))["place"] is None
        only = make_key(Scope.CONCERNS, areas=frozenset({"southvale"}))
        assert references(await read(program, CONCERNS, only)) == [closed]
        elsewhere = await program.get(CONCERNS, headers=bearer(only), params={"before": filed[0]})
        assert elsewhere.status_code == 404

    async def test_what_has_not_changed_is_not_sent_again(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        reference, key = file_concern(hub), make_key(Scope.CONCERNS)
        path = f"{CONCERNS}/{reference}"
        first = await program.get(path, headers=bearer(key))
        known = bearer(key, **{"If-None-Match": f'"other", {first.headers["etag"]}'})
        again = await program.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        with hub.database.unit_of_work() as unit:
            unit.query(Concern).one().state = ConcernState.CLOSED
        changed = await program.get(path, headers=known)
        assert (changed.status_code, changed.json()["state"]) == (200, "closed")


class TestFigures:
    async def test_they_count_what_the_key_may_know(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        file_concern(hub)
        file_concern(hub, hub_area="southvale", category="litter", state="closed")
        file_concern(hub, category="drugs", is_sensitive=True)
        shown = await read(program, FIGURES, make_key(Scope.FIGURES))
        assert (shown["total"], shown["open"]) == (2, 1)
        assert shown["by_category"] == {"fly_tipping": 1, "litter": 1}
        assert shown["by_area"] == {"northvale": 1, "southvale": 1}
        assert shown["referrals"] == 2
        assert (await read(program, FIGURES, make_key(Scope.FIGURES, Scope.SENSITIVE)))["total"] == 3
        area = make_key(Scope.FIGURES, areas=frozenset({"southvale"}))
        assert (await read(program, FIGURES, area))["by_category"] == {"litter": 1}
        assert (await read(program, FIGURES, area, since="2026-01-01", until="2026-01-31"))["total"] == 0


class TestRefusals:
    async def test_each_is_said_in_the_same_form(self, program: httpx.AsyncClient, make_key: MakeKey) -> None:
        good = make_key(Scope.CONCERNS, Scope.FIGURES)
        cases: list[tuple[str, str | None, int, str]] = [
            (CONCERNS, None, 401, "key_missing"),
            (CONCERNS, "lf_guessed", 401, "key_unknown"),
            (CONCERNS, make_key(Scope.FIGURES), 403, "key_not_enough"),
            (FIGURES, make_key(Scope.OPEN311_READ), 403, "key_not_enough"),
            (f"{CONCERNS}?limit=0", good, 422, "not_readable"),
            (f"{CONCERNS}?since=yesterday", good, 422, "not_readable"),
            (f"{FIGURES}?since=2026-02-30", good, 422, "not_readable"),
            (f"{FIGURES}?since=2026-02-02&until=2026-01-01", good, 422, "not_readable"),
            (f"{CONCERNS}/LF-0000", good, 404, "not_found"),
            ("/api/v1/nothing", good, 404, "not_found"),
        ]
        for path, key, status, code in cases:
            response = await program.get(path, headers=bearer(key) if key else {})
            assert (response.status_code, response.json()["error"]["code"]) == (status, code), path
            assert ("www-authenticate" in response.headers) is (status == 401)
        named = await program.get(f"{CONCERNS}?limit=0&since=x", headers=bearer(good))
        assert named.json()["error"]["message"] == "Not given, or not as described: since, limit"
