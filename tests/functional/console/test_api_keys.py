"""Keys of programs in the console: made, shown once, used, taken back."""

from __future__ import annotations

import re

import pytest

from bot.db.models import ApiKey, AuditEntry
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn

pytestmark = pytest.mark.anyio


async def test_a_key_is_shown_once_and_works_until_it_is_taken_back(hub: Hub, signed_in: SignIn) -> None:
    boss = await signed_in(Role.ADMINISTRATOR)
    await boss.open("/console/api-keys")
    await boss.send("/console/api-keys", name="Fix it app", scopes=["open311_read"], areas=["northvale"])
    found = re.search(r'data-testid="key">([^<]+)<', boss.page)
    assert found
    key = found[1]
    with hub.database.unit_of_work() as unit:
        row = unit.query(ApiKey).one()
        assert key not in (row.digest, row.hint)
        assert (row.scopes, row.areas, row.created_by) == (
            ["open311_read"],
            ["northvale"],
            "administrator@hub.example",
        )
        number = row.id
    await boss.open("/console/api-keys")
    assert "Fix it app" in boss.words
    assert key not in boss.page
    asked = "/open311/v2/requests.json"
    assert (await boss.client.get(asked, params={"api_key": key})).status_code == 200
    await boss.send(f"/console/api-keys/{number}/revoke")
    assert "Taken back" in boss.words
    assert (await boss.client.get(asked, params={"api_key": key})).status_code == 403
    with hub.database.unit_of_work() as unit:
        entries = [e for e in unit.query(AuditEntry).order_by(AuditEntry.id) if e.subject_kind == "api_key"]
        assert [entry.action for entry in entries] == ["api_key.make", "api_key.revoke"]
        assert key not in str([(entry.before, entry.after) for entry in entries])


WRONG: list[tuple[dict[str, str | list[str]], str]] = [
    ({"name": " ", "scopes": ["figures"]}, "Say which program the key is for"),
    ({"name": "App", "scopes": []}, "Choose at least one thing that it may do"),
    ({"name": "App", "scopes": ["sensitive"]}, "Sensitive concerns need a key that reads"),
]


async def test_a_key_that_makes_no_sense_isnt_made(hub: Hub, signed_in: SignIn) -> None:
    boss = await signed_in(Role.ADMINISTRATOR)
    await boss.open("/console/api-keys")
    for fields, said in WRONG:
        response = await boss.send("/console/api-keys", **fields)
        assert response.status_code == 422
        assert said in boss.words
    with hub.database.unit_of_work() as unit:
        assert unit.query(ApiKey).count() == 0
