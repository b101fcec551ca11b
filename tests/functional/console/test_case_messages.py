"""Messages to residents: from templates, seen just as they will be, and sent on the resident's channel."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from bot.db.models import AuditEntry, Conversation, Person
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import Officer
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


@pytest.fixture
async def resident(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody who has begun a web chat."""
    async with client_for(hub) as client:
        visitor = Visitor(client)
        await visitor.send("An old mattress by the beck")
        yield visitor


def told_by(hub: Hub, **fields: object) -> str:
    with hub.database.unit_of_work() as unit:
        person = unit.query(Conversation).one().person_id
    return file_concern(hub, person_id=person, **fields)  # type: ignore[arg-type]


def text_of(officer: Officer) -> str:
    found = re.search(r'<textarea[^>]*id="text"[^>]*>\n(.*?)</textarea>', officer.page, re.DOTALL)
    assert found
    return unescape(found[1])


def shown(officer: Officer) -> dict[str, str]:
    return dict(
        re.findall(r'<input type="hidden" name="(version|template|seen)" value="([^"]*)"', officer.page)
    )


async def test_a_template_is_filled_in_seen_edited_and_sent(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = told_by(hub)
    address = f"/console/concerns/{reference}/message"
    await officer.open(f"/console/concerns/{reference}")
    assert "It was cleared away" in officer.words
    await officer.open(f"{address}?template=cleared")
    filled = text_of(officer)
    assert filled == (
        "What you told us about fly-tipping at Mill Lane, Upperby has been cleared by "
        f"Westshire Council's services team. Your report is {reference}."
    )
    assert f"A message about your report {reference}: {filled}" in officer.words
    assert "In the web chat" in officer.words
    # Nothing is sent that was not seen just so.
    changed = filled + " Thank you, {hub}."
    sent = await officer.send(address, text=changed, do="send", **shown(officer))
    assert sent.status_code == 422
    assert "Thank you, Westshire hubs" in officer.words
    await resident.open()
    assert not any("cleared by" in said for said in resident.said)
    await officer.send(address, text=changed, do="send", **shown(officer))
    assert officer.path == f"/console/concerns/{reference}"
    await resident.open()
    [said] = [said for said in resident.said if "cleared by" in said]
    assert said.startswith(f"A message about your report {reference}:")
    assert "{" not in said
    with hub.database.unit_of_work() as unit:
        entry = unit.query(AuditEntry).filter_by(action="case.message").one()
        assert entry.after == {"template": "cleared", "channel": "web", "language": "en"}


async def test_what_has_no_value_is_a_clear_error_and_nothing_is_lost(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = told_by(hub, place_name=None)
    address = f"/console/concerns/{reference}/message"
    await officer.open(f"{address}?template=cleared")
    assert "nothing to fill in for {place} (where it is)" in officer.words
    assert "{place}" in text_of(officer)
    for wrong, problem in (("Hello {name}", "no placeholder {name}"), ("Hello {", "write { and }")):
        assert (await officer.send(address, text=wrong, do="preview", version="1")).status_code == 422
        assert problem in officer.words.replace("Write {", "write {").replace("There is no", "no")
        assert text_of(officer) == wrong


async def test_of_a_sensitive_one_neither_kind_nor_place_is_filled_in(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = told_by(hub, category="hate_crime", is_sensitive=True)
    address = f"/console/concerns/{reference}/message"
    await officer.open(address)
    for word in ("{category}", "{place}"):
        assert (await officer.send(address, text=word, do="preview", version="1")).status_code == 422
    await officer.send(address, text="It is with {agency}.", do="preview", version="1")
    assert "services team" not in officer.words


async def test_it_is_shown_in_the_residents_language(hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = told_by(hub)
    with hub.database.unit_of_work() as unit:
        unit.query(Person).update({"language": "pl"})
    await officer.open(f"/console/concerns/{reference}/message?template=cleared")
    assert "written to in Polish" in officer.words
    assert f"Wiadomość w sprawie zgłoszenia {reference}" in officer.words


async def test_who_cant_be_reached_is_not_written_to(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = file_concern(hub, person_id=None)
    await officer.open(f"/console/concerns/{reference}")
    assert "Send a message" not in officer.words
    address = f"/console/concerns/{reference}/message"
    sent = await officer.send(address, text="Hello", do="send", version="1")
    assert (sent.status_code, "can't be reached" in officer.words) == (422, True)


async def test_two_people_dont_write_over_each_other(hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = told_by(hub)
    address = f"/console/concerns/{reference}/message"
    await officer.open(address)
    await officer.send(address, text="Hello", do="preview", version="1")
    fields = shown(officer)
    await officer.send(f"/console/concerns/{reference}/state", state="in_progress", version="1")
    sent = await officer.send(address, text="Hello", do="send", **fields)
    assert sent.status_code == 409
    assert text_of(officer) == "Hello"


async def test_coordinators_change_add_take_away_and_take_back(hub: Hub, signed_in: SignIn) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    reference = file_concern(hub)
    case = f"/console/concerns/{reference}"
    await coordinator.open("/console/templates/cleared")
    wrong = await coordinator.send("/console/templates/cleared", title="Gone", text="Dear {name}")
    assert (wrong.status_code, "Dear {name}" in coordinator.page) == (422, True)
    await coordinator.send("/console/templates/cleared", title="Gone", text="It is gone.", states=["open"])
    assert "changed here" in coordinator.words
    await coordinator.open(f"{case}/message?template=cleared")
    assert text_of(coordinator) == "It is gone."
    await coordinator.send("/console/templates/write", title="Our own", text="Hello from {hub}.")
    assert "Written here" in coordinator.words
    await coordinator.open(case)
    assert "Our own" in coordinator.words
    await coordinator.send("/console/templates/cleared/withdraw")
    await coordinator.open(case)
    assert "Gone" not in coordinator.words
    await coordinator.send("/console/templates/cleared/reset")
    await coordinator.open(f"{case}/message?template=cleared")
    assert "has been cleared" in text_of(coordinator)
    with hub.database.unit_of_work() as unit:
        actions = [entry.action for entry in unit.query(AuditEntry) if entry.subject_kind == "template"]
        assert actions == ["template.change", "template.change", "template.withdraw", "template.reset"]
