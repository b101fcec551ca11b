"""The audit trail as administrators see it."""

from __future__ import annotations

import csv
import io

import pytest

from bot.domain.staff import COMMAND_LINE, Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import add_staff

pytestmark = pytest.mark.anyio


async def test_who_did_what_from_where_can_be_read_and_exported(hub: Hub, signed_in: SignIn) -> None:
    boss = await signed_in(Role.ADMINISTRATOR)
    staff_id = add_staff(hub, "new@hub.example", Role.HUB_OFFICER)
    await boss.open(f"/console/staff/{staff_id}")
    await boss.send(
        f"/console/staff/{staff_id}",
        email="new@hub.example",
        name="=cmd()",
        role="analyst",
        areas=["northvale"],
    )
    await boss.open("/console/audit?action=staff.change")
    assert "administrator@hub.example" in boss.words
    assert "role: hub_officer" in boss.words
    assert "role: analyst" in boss.words
    exported = await boss.client.get("/console/audit.csv?action=staff.change")
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert [(row["actor"], row["address"], row["subject_id"]) for row in rows] == [
        ("administrator@hub.example", "127.0.0.1", "new@hub.example")
    ]
    assert '"role": "hub_officer"' in rows[0]["before"]


async def test_long_trails_come_in_pages_and_exports_are_entered(hub: Hub, signed_in: SignIn) -> None:
    boss = await signed_in(Role.ADMINISTRATOR)
    console = hub.app.state.console.services
    with hub.database.unit_of_work() as unit:
        for number in range(150):
            console.audit.record(unit, COMMAND_LINE, "test.count", ("thing", f"number {number}"))
    await boss.open("/console/audit?action=test")
    assert "number 149" in boss.words
    assert "number 49" not in boss.words
    assert "Earlier entries" in boss.words
    await boss.client.get("/console/audit.csv")
    await boss.open("/console/audit?action=audit.export")
    assert boss.words.count("audit.export") == 1
