"""Many people answer through the doors of the hub; what the console gives out has their known totals."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.officer import Officer, add_staff
from tests.functional.surveys.answering import NewResident, Resident
from tests.functional.surveys.test_by_form import answer_all
from tests.functional.web.visitor import client_for

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
_BY_CHAT, _BY_FORM, _AT_ONCE = 60, 20, 10
_WORST = {"broken": "1", "missing": "2"}
_WISHES = {"more": "1", "brighter": "2", "later": "3"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that doesn't mind that all come from one address."""
    made = create_hub(tmp_path, messages_per_minute=100_000)
    yield made
    made.close()


async def answer(resident: Resident, chance: random.Random) -> dict[str, str]:
    """One person answers by typing; what should be counted."""
    given = {"dark": chance.choices(("yes", "no"), (3, 2))[0]}
    await resident.start()
    await resident.press("I'd rather not say")
    await resident.say(given["dark"])
    if given["dark"] == "yes":
        given["worst"] = chance.choice(list(_WORST))
        await resident.say(_WORST[given["worst"]])
        await resident.press("Leave this out")
    wishes = chance.sample(list(_WISHES), chance.randint(1, 3))
    await resident.say(", ".join(_WISHES[one] for one in wishes))
    assert "are sent" in await resident.press("Send my answers")
    return given | {f"wishes.{one}": "1" for one in wishes}


async def answer_by_form(hub: Hub, number: int) -> dict[str, str]:
    """One person answers on the web form."""
    dark = "yes" if number % 3 else "no"
    async with client_for(hub) as client:
        assert "have your answers" in await answer_all(client, dark=dark)
    given = {"dark": dark, "wishes.more": "1", "wishes.brighter": "1"}
    return given | ({"worst": "missing"} if dark == "yes" else {})


async def test_known_totals_come_out(hub: Hub, opening: int, new_resident: NewResident) -> None:
    room = asyncio.Semaphore(_AT_ONCE)

    async def chat(number: int) -> dict[str, str]:
        async with room:
            return await answer(await new_resident(), random.Random(number))  # noqa: S311

    async def form(number: int) -> dict[str, str]:
        async with room:
            return await answer_by_form(hub, number)

    ways = [chat(number) for number in range(_BY_CHAT)] + [form(number) for number in range(_BY_FORM)]
    given = await asyncio.gather(*ways)
    expected = Counter(pair for one in given for pair in one.items())
    add_staff(hub, "analyst@hub.example", Role.ANALYST)
    async with client_for(hub) as client:
        officer = Officer(client)
        await officer.sign_in("analyst@hub.example")
        answers = (await client.get(f"/console/surveys/rounds/{opening}/answers.json")).json()["answers"]
    assert len(answers) == _BY_CHAT + _BY_FORM
    assert sum(one["where"] == "declined" for one in answers) == _BY_CHAT
    counted = Counter((name, str(value)) for one in answers for name, value in one.items())
    assert {pair: counted[pair] for pair in expected} == expected
