"""One case as hub staff see and change it, and what the resident hears of it in the web chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.db.models import (
    AuditEntry,
    Concern,
    Conversation,
    JointCase,
    Message,
    Note,
    Photo,
    ReferralRole,
    StaffNote,
)
from bot.domain.staff import Role
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up, told_by
from tests.functional.console.officer import Officer, add_staff
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


async def open_case(officer: Officer, reference: str) -> str:
    """Its address, with the case on the screen."""
    address = f"/console/concerns/{reference}"
    response = await officer.open(address)
    assert response.status_code == 200
    return address


def leads(hub: Hub, reference: str) -> dict[str, ReferralRole]:
    with hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        return {referral.agency_id: referral.role for referral in concern.referrals}


def ask_for_consent(hub: Hub) -> None:
    """Give the hub a table in which nothing leaves it without the resident's yes."""
    console = hub.app.state.console
    case_routing = console.services.case_routing
    table = case_routing.routing.table
    rows = tuple(replace(row, consent_first=True) for row in table.rows)
    routing = replace(case_routing.routing, table=replace(table, rows=rows))
    services = replace(console.services, case_routing=replace(case_routing, routing=routing))
    hub.app.state.console = replace(console, services=services)


class TestThePage:
    async def test_it_shows_what_was_told_why_it_went_there_and_who_has_it(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident, details="By the gate <b>", latitude=54.5, longitude=-3.1)
        await open_case(officer, reference)
        for words in (
            "An old mattress by the beck",
            "By the gate <b>",
            "54.5, -3.1",
            "The council clears what is dumped.",
            "fly_tipping",
            "90 %",
            "Westshire Council's services team",
            "Kept until",
            "1 Jan 2099",
        ):
            assert words in officer.words, words
        assert "<b>" not in officer.page.replace("&lt;b&gt;", "")

    async def test_of_a_sensitive_one_no_map_is_fetched_from_elsewhere(self, tmp_path: Path) -> None:
        tiles = {
            "map_tiles_url": "https://tiles.example/{z}/{x}/{y}.png",
            "map_tiles_attribution": "Maps & Co",
        }
        hub = create_hub(tmp_path, **tiles)
        add_staff(hub, "one@hub.example", Role.HUB_OFFICER)
        here = {"latitude": 54.1, "longitude": -2.1}
        async with client_for(hub) as client:
            officer = Officer(client)
            await officer.sign_in("one@hub.example")
            response = await officer.open(f"/console/concerns/{file_concern(hub, **here)}")
            assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in officer.page
            assert 'data-attribution="Maps &amp; Co"' in officer.page
            assert "https://tiles.example" in response.headers["content-security-policy"]
            await officer.open(f"/console/concerns/{file_concern(hub, **here, is_sensitive=True)}")
            assert "data-map" in officer.page
            assert "tiles.example" not in officer.page
            assert "openstreetmap" not in officer.page
        hub.close()

    async def test_looking_is_entered_in_the_audit_trail(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = file_concern(hub)
        await open_case(officer, reference)
        with hub.database.unit_of_work() as unit:
            entry = unit.query(AuditEntry).filter_by(subject_id=reference).one()
            assert (entry.action, entry.actor) == ("case.view", "hub_officer@hub.example")

    async def test_another_area_is_not_there(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
        reference = file_concern(hub)
        await officer.open("/console/account")
        assert (await officer.open(f"/console/concerns/{reference}")).status_code == 404
        await officer.open("/console/account")
        for form in ("note", "close", "assign"):
            sent = await officer.send(f"/console/concerns/{reference}/{form}", text="x", version="1")
            assert sent.status_code == 404
            await officer.open("/console/account")

    async def test_a_photo_is_shown_with_its_concern_only(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference, other = file_concern(hub), file_concern(hub)
        folder = hub.settings.home_folder / "photos"
        folder.mkdir(parents=True)
        (folder / "one.jpg").write_bytes(b"jpeg")
        with hub.database.unit_of_work() as unit:
            concern = unit.query(Concern).filter_by(reference=reference).one()
            unit.add(Photo(id="p", concern_id=concern.id, file_name="one.jpg", width=1, height=1, size=4))
        await open_case(officer, reference)
        assert f"/console/concerns/{reference}/photos/p" in officer.page
        shown = await officer.client.get(f"/console/concerns/{reference}/photos/p")
        assert (shown.status_code, shown.content) == (200, b"jpeg")
        assert (await officer.client.get(f"/console/concerns/{other}/photos/p")).status_code == 404

    async def test_sensitive_and_anonymous_ones_are_suggested_to_nobody(
        self, hub: Hub, signed_in: SignIn
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        here = {"latitude": 54.5, "longitude": -3.1, "address": "somebody"}
        first = file_concern(hub, **here)
        near = file_concern(hub, latitude=54.5005, longitude=-3.1005, address="another")
        far = file_concern(hub, latitude=54.6, longitude=-3.1, address="a third")
        same = file_concern(hub, category="noise", address="somebody")
        secret = file_concern(hub, **here, is_sensitive=True)
        anonymous = file_concern(hub, category="noise", is_anonymous=True, address="somebody")
        await open_case(officer, first)
        suggested = {ref for ref in (near, far, same, secret, anonymous) if ref in officer.page}
        assert suggested == {near, same}
        await open_case(officer, secret)
        assert first not in officer.page

    async def test_what_was_told_together_is_linked_but_for_what_is_sensitive(
        self, hub: Hub, signed_in: SignIn
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        with hub.database.unit_of_work() as unit:
            unit.add(JointCase(id="joint"))
        parts = [
            file_concern(hub, joint_case_id="joint", **fields)
            for fields in ({}, {"category": "noise"}, {"category": "drugs", "is_sensitive": True})
        ]
        await open_case(officer, parts[0])
        assert [reference in officer.page for reference in parts[1:]] == [True, False]

    async def test_the_contact_of_somebody_anonymous_is_not_shown(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        await open_case(officer, file_concern(hub, is_anonymous=True, contact="07700 900123"))
        assert "stay anonymous" in officer.words
        assert "900123" not in officer.words


class TestChanges:
    async def test_closing_is_told_once_in_the_chat(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident)
        address = await open_case(officer, reference)
        version = str(look_up(hub, reference).version)
        assert (
            await officer.send(f"{address}/close", outcome="resolved", version=version)
        ).status_code == 422
        assert "Give a reason" in officer.words
        fields = {"outcome": "resolved", "reason": "cleared on Monday", "version": version}
        await officer.send(f"{address}/close", **fields)
        again = await officer.send(f"{address}/close", **fields)
        assert again.status_code in {409, 422}
        concern = look_up(hub, reference)
        assert (concern.state, concern.outcome) == ("closed", "resolved")
        await resident.open()
        said = [text for text in resident.said if reference in text]
        assert len(said) == 1
        assert "the problem has been put right" in said[0]
        assert "cleared on Monday" not in resident.page
        await open_case(officer, reference)
        assert "Reason: cleared on Monday" in officer.words

    async def test_the_second_of_two_is_told_and_keeps_what_they_typed(
        self, hub: Hub, signed_in: SignIn
    ) -> None:
        first = await signed_in(Role.HUB_OFFICER, "first@hub.example")
        second = await signed_in(Role.HUB_OFFICER, "second@hub.example")
        reference = file_concern(hub)
        address = await open_case(first, reference)
        await open_case(second, reference)
        await first.send(f"{address}/state", state="in_progress", version="1")
        late = await second.send(f"{address}/close", outcome="not_ours", reason="my long reason", version="1")
        assert late.status_code == 409
        assert "Somebody else changed this case" in second.words
        assert "my long reason" in second.page
        assert 'name="version" value="2"' in second.page
        assert look_up(hub, reference).state == "in_progress"
        await second.send(f"{address}/close", outcome="not_ours", reason="my long reason", version="2")
        assert look_up(hub, reference).state == "closed"

    async def test_a_new_category_sends_it_on_and_opens_it(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident, state="closed", outcome="not_ours")
        address = await open_case(officer, reference)
        await officer.send(f"{address}/category", category="burglary", reason="it was stolen", version="1")
        concern = look_up(hub, reference)
        assert (concern.category, concern.state, concern.outcome) == ("burglary", "open", None)
        assert leads(hub, reference)["westshire_police"] == ReferralRole.LEAD
        assert "westshire_council_services" not in leads(hub, reference)
        await resident.open()
        assert any(
            "passed to the right team" in text and "Westshire Police" in text for text in resident.said
        )
        with hub.database.unit_of_work() as unit:
            entry = unit.query(AuditEntry).filter_by(action="case.recategorise").one()
            assert entry.before is not None
            assert entry.before["category"] == "fly_tipping"
            assert entry.reason == "it was stolen"

    async def test_the_lead_and_partners_can_be_chosen_by_hand(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident)
        address = await open_case(officer, reference)
        await officer.send(f"{address}/partner", agency="vale_homes", reason="their land", version="1")
        await officer.send(f"{address}/lead", agency="westshire_fire", reason="it burns", version="2")
        assert leads(hub, reference) == {"westshire_fire": "lead", "vale_homes": "partner"}
        for agency in ("report_fraud", "old_vale_district_council", "nobody", "westshire_fire"):
            refused = await officer.send(f"{address}/lead", agency=agency, reason="x", version="3")
            assert refused.status_code == 422, agency
        await resident.open()
        assert any("Vale Homes now helps" in text for text in resident.said)

    @pytest.mark.parametrize(("consent", "status"), [(None, 422), (False, 422), (True, 200)])
    async def test_what_needs_consent_stays_in_the_hub_without_it(
        self, hub: Hub, signed_in: SignIn, consent: bool | None, status: int
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        ask_for_consent(hub)
        facts = {} if consent is None else {"consent": consent}
        reference = file_concern(hub, category="domestic_abuse", facts=facts, lead="hub_northvale")
        address = await open_case(officer, reference)
        sent = await officer.send(f"{address}/partner", agency="westshire_police", reason="x", version="1")
        assert sent.status_code == status
        assert ("westshire_police" in leads(hub, reference)) is (consent is True)

    async def test_a_question_waits_for_its_answer_which_lands_on_the_case(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident)
        address = await open_case(officer, reference)
        await officer.send(f"{address}/question", question="Which side of the beck?", version="1")
        assert look_up(hub, reference).state == "waiting"
        await resident.open()
        assert "Which side of the beck?" in resident.said[-1]
        await resident.send(payload=resident.choices[f"Add to {reference}"])
        await resident.send("The north side")
        with hub.database.unit_of_work() as unit:
            assert [note.text for note in unit.query(Note)] == ["The north side"]
        concern = look_up(hub, reference)
        assert (concern.state, concern.version) == ("in_progress", 3)
        await open_case(officer, reference)
        assert "The north side" in officer.words

    async def test_a_private_note_stays_in_the_hub(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident)
        address = await open_case(officer, reference)
        await officer.send(f"{address}/note", text="Known address", version="77")
        assert "Known address" in officer.words
        await resident.open()
        assert "Known address" not in resident.page
        with hub.database.unit_of_work() as unit:
            assert unit.query(StaffNote).count() == 1
            assert "Known" not in str([entry.after for entry in unit.query(AuditEntry)])

    async def test_it_is_assigned_and_let_go(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        worker = add_staff(hub, "worker@hub.example", Role.HUB_OFFICER)
        reference = file_concern(hub)
        address = await open_case(officer, reference)
        await officer.send(f"{address}/assign", staff=str(worker), version="1")
        assert look_up(hub, reference).assigned_to == worker
        await officer.send(f"{address}/assign", staff="", version="2")
        assert look_up(hub, reference).assigned_to is None

    async def test_numbers_longer_than_any_database_holds_change_nothing(
        self, hub: Hub, signed_in: SignIn
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        worker = add_staff(hub, "worker@hub.example", Role.HUB_OFFICER)
        reference = file_concern(hub)
        address = await open_case(officer, reference)
        await officer.send(f"{address}/assign", staff=str(worker), version="1")
        for staff, version in (("9" * 30, "2"), ("", "9" * 30), ("9" * 5000, "9" * 5000)):
            sent = await officer.send(f"{address}/assign", staff=staff, version=version)
            assert sent.status_code < 500
        assert look_up(hub, reference).assigned_to == worker

    async def test_the_outcome_can_be_corrected_and_the_case_opened_again(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident, state="closed", outcome="resolved")
        address = await open_case(officer, reference)
        await officer.send(f"{address}/outcome", outcome="partly", reason="half is left", version="1")
        assert (await officer.send(f"{address}/state", state="open", version="2")).status_code == 422
        await officer.send(f"{address}/state", state="open", reason="it is back", version="2")
        assert look_up(hub, reference).outcome is None
        await resident.open()
        assert [("part of" in text, "opened again" in text) for text in resident.said[-2:]] == [
            (True, False),
            (False, True),
        ]


class TestWhoIsNotTold:
    @pytest.mark.parametrize("case", ["abuse", "deleted", "stopped"])
    async def test_nobody_is_written_to_where_it_is_not_safe_or_wanted(
        self, hub: Hub, signed_in: SignIn, resident: Visitor, case: str
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        category = "domestic_abuse" if case == "abuse" else "fly_tipping"
        reference = told_by(hub, resident, category=category)
        with hub.database.unit_of_work() as unit:
            if case == "deleted":
                unit.query(Concern).one().person_id = None
            if case == "stopped":
                point = unit.query(Conversation).one().person.contact_points[0]
                point.stopped_at = datetime.now(UTC) - timedelta(days=1)
            before = unit.query(Message).count()
        address = await open_case(officer, reference)
        assert "The resident is not told" in officer.words
        asked = await officer.send(f"{address}/question", question="Where?", version="1")
        assert asked.status_code == 422
        await officer.send(f"{address}/close", outcome="resolved", reason="done", version="1")
        assert look_up(hub, reference).state == "closed"
        with hub.database.unit_of_work() as unit:
            assert unit.query(Message).count() == before

    async def test_of_a_sensitive_one_no_agency_is_named(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident, category="drugs", is_sensitive=True, lead="westshire_police")
        address = await open_case(officer, reference)
        await officer.send(f"{address}/state", state="in_progress", version="1")
        await resident.open()
        assert "the team that has it" in resident.said[-1]
        assert "Police" not in resident.said[-1]

    async def test_they_are_told_in_their_language(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        reference = told_by(hub, resident)
        with hub.database.unit_of_work() as unit:
            unit.query(Conversation).one().person.language = "pl"
        address = await open_case(officer, reference)
        await officer.send(f"{address}/close", outcome="resolved", reason="done", version="1")
        await resident.open()
        assert f'lang="pl">Sprawa {reference} jest zamknięta' in resident.page


class TestPartners:
    async def test_they_see_their_own_referrals_and_the_shared_fields(
        self, hub: Hub, signed_in: SignIn
    ) -> None:
        partner = await signed_in(Role.PARTNER)
        other = file_concern(hub)
        lead = file_concern(hub, lead="westshire_police", contact="07700 900123", details="By the gate")
        sensitive = file_concern(
            hub, partners=["westshire_police"], is_sensitive=True, description="Somebody's secret"
        )
        await partner.open("/console/referrals")
        assert lead in partner.words
        assert sensitive in partner.words
        assert other not in partner.words
        assert (await partner.open(f"/console/referrals/{other}")).status_code == 404
        await partner.open(f"/console/referrals/{lead}")
        assert "By the gate" in partner.words
        assert "900123" not in partner.words
        await partner.open(f"/console/referrals/{sensitive}")
        assert "secret" not in partner.words

    async def test_their_answer_reaches_the_case_and_the_resident(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        partner = await signed_in(Role.PARTNER)
        reference = told_by(hub, resident, lead="westshire_police")
        address = f"/console/referrals/{reference}"
        await partner.open(address)
        assert (await partner.send(address, state="declined", version="1")).status_code == 422
        assert (await partner.send(address, state="accepted", version="7")).status_code == 409
        await partner.send(address, state="accepted", version="1")
        assert look_up(hub, reference).state == "in_progress"
        await resident.open()
        assert "is being worked on now by Westshire Police" in resident.said[-1]
