"""Open311 GeoReport v2 as another council's system uses it, and what it is told when something is wrong."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from sqlalchemy import text

from bot.db.base import utc_now
from bot.db.models import AuditEntry, Concern, Message
from bot.domain.api_keys import Scope
from bot.domain.categories import Category
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.api.conftest import MakeKey
from tests.functional.console.filed import file_concern, look_up

pytestmark = pytest.mark.anyio

REPORT = {
    "service_code": "fly_tipping",
    "description": "Two mattresses behind the garages.",
    "lat": "54.1011",
    "long": "-2.1022",
}


WRONG: list[tuple[dict[str, str], int, str]] = [
    ({"service_code": ""}, 400, "service_code is missing."),
    ({"service_code": "drugs"}, 404, "service_code is not one of the services"),
    ({"description": ""}, 400, "description is missing: say what it is, in the resident's words."),
    ({"lat": "", "long": ""}, 400, "Where it is is missing: send lat and long, or address_string."),
    ({"lat": "here"}, 400, "lat and long are two decimal numbers, in degrees (WGS84)."),
    ({"lat": "nan"}, 400, "lat and long are not a place on the map."),
    ({"lat": "10"}, 400, "lat and long lie outside the area that is served"),
    ({"attribute[colour]": "red"}, 400, "attribute: the service has none of that code"),
    (
        {"media_url": "javascript:alert(1)"},
        400,
        "media_url is not the address of a picture on the web.",
    ),
    ({"description": "x" * 4001}, 413, "description is longer than 4000 letters."),
]


async def send(client: httpx.AsyncClient, form: str = "json", /, **fields: str) -> httpx.Response:
    return await client.post(f"/open311/v2/requests.{form}", data={**REPORT, **fields})


async def send_well(client: httpx.AsyncClient, **fields: str) -> str:
    response = await send(client, **fields)
    assert response.status_code == 201, response.text
    return str(response.json()[0]["service_request_id"])


async def listed(client: httpx.AsyncClient, **asked: str) -> list[dict[str, Any]]:
    response = await client.get(
        "/open311/v2/requests.json", params={"start_date": "2026-01-01T00:00:00Z", **asked}
    )
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def xml(response: httpx.Response) -> Element:
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    root: Element = fromstring(response.text)
    return root


def problem(response: httpx.Response) -> tuple[int, str]:
    (error,) = response.json()
    assert error["code"] == response.status_code
    return response.status_code, error["description"]


class TestServices:
    async def test_sensitive_categories_are_no_services(self, program: httpx.AsyncClient) -> None:
        services = (await program.get("/open311/v2/services.json")).json()
        codes = {service["service_code"] for service in services}
        assert {"fly_tipping", "noise", "asb"} <= codes
        assert not codes & {"drugs", "hate_crime", "domestic_abuse"}
        (first,) = [s for s in services if s["service_code"] == "fly_tipping"]
        assert first["service_name"] == "Fly-tipping"
        assert (first["type"], first["metadata"]) == ("realtime", True)

    async def test_xml_says_the_same(self, program: httpx.AsyncClient) -> None:
        root = xml(await program.get("/open311/v2/services.xml"))
        in_json = (await program.get("/open311/v2/services.json")).json()
        assert root.tag == "services"
        assert [one.findtext("service_code") for one in root.findall("service")] == [
            service["service_code"] for service in in_json
        ]

    async def test_a_definition_asks_what_the_table_asks(self, program: httpx.AsyncClient) -> None:
        definition = (await program.get("/open311/v2/services/fly_tipping.json")).json()
        assert definition["service_code"] == "fly_tipping"
        details, when = definition["attributes"]
        assert (details["code"], details["datatype"], details["required"]) == ("details", "text", False)
        assert details["description"] == "What has been dumped, and roughly how much?"
        assert when["code"] == "when"
        root = xml(await program.get("/open311/v2/services/fly_tipping.xml"))
        assert [one.findtext("code") for one in root.findall("attributes/attribute")] == ["details", "when"]

    async def test_there_is_no_definition_of_what_is_no_service(self, program: httpx.AsyncClient) -> None:
        for code in ("drugs", "none_such"):
            response = await program.get(f"/open311/v2/services/{code}.json")
            assert problem(response)[0] == 404


class TestSending:
    async def test_a_report_is_filed_and_routed_as_any_other(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        reference = await send_well(
            system,
            first_name="Ann",
            last_name="Other",
            email="ann@people.example",
            address_string="By the gate",
        )
        concern = look_up(hub, reference)
        with hub.database.unit_of_work() as unit:
            concern = unit.merge(concern)
            assert [referral.agency_id for referral in concern.referrals] == ["westshire_council_services"]
            assert unit.query(AuditEntry).filter_by(action="open311.send", subject_id=reference).count() == 1
        assert (concern.channel, concern.category, concern.hub_area) == (
            "open311",
            "fly_tipping",
            "northvale",
        )
        assert concern.description == REPORT["description"]
        assert concern.contact == "Ann Other, ann@people.example"
        assert (concern.latitude, concern.longitude) == (54.1011, -2.1022)
        assert not concern.is_anonymous

    async def test_an_address_in_words_will_do(self, hub: Hub, system: httpx.AsyncClient) -> None:
        response = await system.post(
            "/open311/v2/requests.json",
            data={
                "service_code": "graffiti",
                "description": "Red paint on the wall",
                "address_string": "High Street, Lower Vale",
            },
        )
        concern = look_up(hub, response.json()[0]["service_request_id"])
        assert (concern.hub_area, concern.is_anonymous) == ("southvale", True)

    async def test_answers_to_questions_land_in_the_report(self, hub: Hub, system: httpx.AsyncClient) -> None:
        answers = {"attribute[details]": "A van full", "attribute[when]": "Yes, often"}
        concern = look_up(hub, await send_well(system, **answers))
        assert (concern.details, concern.is_ongoing) == ("A van full", True)

    async def test_a_retry_makes_no_second_report(self, hub: Hub, system: httpx.AsyncClient) -> None:
        first = await send(system)
        again = await send(system)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        other = await send(system, description="Three mattresses.")
        assert other.json() != first.json()
        with hub.database.unit_of_work() as unit:
            assert unit.query(Concern).count() == 2

    async def test_the_same_on_another_day_is_another_report(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        first = await send_well(system)
        with hub.database.unit_of_work() as unit:
            unit.execute(text("UPDATE api_report SET created_at = '2026-01-01 00:00:00.000000'"))
        second = await send_well(system)
        assert second != first
        assert (await send(system)).json()[0]["service_request_id"] == second

    async def test_a_key_of_ones_own_says_what_is_a_repeat(self, system: httpx.AsyncClient) -> None:
        headers = {"Idempotency-Key": "case-17"}
        first = await system.post("/open311/v2/requests.json", data=REPORT, headers=headers)
        again = await system.post("/open311/v2/requests.json", data=REPORT, headers=headers)
        assert (first.status_code, again.status_code) == (201, 200)
        other = await system.post(
            "/open311/v2/requests.json", data={**REPORT, "description": "Else"}, headers=headers
        )
        assert problem(other) == (400, "This Idempotency-Key was used for another report.")

    async def test_danger_is_answered_and_a_person_reads_it_first(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        response = await send(system, description="Somebody in the skip, help me now")
        (taken,) = response.json()
        assert CARD in taken["service_notice"]
        assert "service_request_id" not in taken
        concern = look_up(hub, taken["token"])
        assert (concern.category, concern.is_sensitive) == (None, True)
        with hub.database.unit_of_work() as unit:
            assert unit.query(Message).one().danger == "emergency"
        token = await system.get(f"/open311/v2/tokens/{taken['token']}.json")
        assert problem(token)[0] == 404

    async def test_danger_is_answered_in_what_cant_be_taken(self, system: httpx.AsyncClient) -> None:
        changes: list[dict[str, str]] = [
            {"lat": "", "long": ""},
            {"service_code": "none"},
            {"lat": "1", "long": "1"},
        ]
        for change in changes:
            response = await send(system, description="help me now", **change)
            assert problem(response)[1].startswith(CARD)

    async def test_danger_is_answered_without_a_key(self, program: httpx.AsyncClient) -> None:
        status, said = problem(await send(program, description="help me now"))
        assert (status, said.startswith(CARD)) == (403, True)

    async def test_danger_is_answered_while_the_database_fails(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        await send_well(system)
        with hub.database.unit_of_work() as unit:
            unit.execute(text("DROP TABLE api_report"))
        status, said = problem(await send(system, description="help me now"))
        assert (status, said) == (503, CARD)

    async def test_what_sounds_sensitive_is_read_by_a_person(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        words = "Needles and people dealing at the corner"
        hub.understanding.categories[words] = [Category.DRUGS]
        (taken,) = (await send(system, description=words)).json()
        assert look_up(hub, taken["token"]).category is None
        assert await listed(system) == []

    async def test_a_token_has_a_number_once_it_was_looked_at(
        self, hub: Hub, system: httpx.AsyncClient
    ) -> None:
        (taken,) = (await send(system, description="help me now")).json()
        with hub.database.unit_of_work() as unit:
            concern = unit.query(Concern).one()
            concern.category, concern.is_sensitive = "litter", False
        response = await system.get(f"/open311/v2/tokens/{taken['token']}.json")
        assert response.json() == [{"service_request_id": taken["token"], "token": taken["token"]}]

    async def test_what_is_wrong_is_said(self, hub: Hub, system: httpx.AsyncClient) -> None:
        for change, status, said in WRONG:
            assert problem(await send(system, **change)) == (status, said)
        with hub.database.unit_of_work() as unit:
            assert unit.query(Concern).count() == 0

    async def test_a_body_that_is_no_form_is_refused(self, system: httpx.AsyncClient) -> None:
        response = await system.post("/open311/v2/requests.json", json=REPORT)
        assert problem(response)[0] == 400
        huge = await system.post("/open311/v2/requests.json", data={**REPORT, "description": "x" * 300_000})
        assert problem(huge)[0] == 413

    async def test_in_xml_too(self, system: httpx.AsyncClient) -> None:
        response = await send(system, "xml", description="Mattress <b>&\x01 more")
        root = xml(response)
        reference = root.findtext("request/service_request_id")
        shown = xml(await system.get(f"/open311/v2/requests/{reference}.xml"))
        assert shown.tag == "service_requests"
        assert shown.findtext("request/description") == "Mattress <b>& more"
        wrong = xml(await send(system, "xml", description=""))
        assert wrong.findtext("error/code") == "400"


class TestRequests:
    async def test_words_and_place_are_for_the_system_that_sent_them(
        self, system: httpx.AsyncClient, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        reference = await send_well(system)
        (own,) = await listed(system)
        assert (own["description"], own["lat"], own["long"]) == (REPORT["description"], 54.1011, -2.1022)
        (others,) = await listed(program, api_key=make_key(Scope.OPEN311_READ))
        assert others["service_request_id"] == reference
        assert (others["description"], others["lat"], others["long"]) == ("Fly-tipping", 54.101, -2.102)
        assert others["address"] == "Mill Lane, Upper Vale"
        assert (others["status"], others["agency_responsible"]) == (
            "open",
            "Westshire Council's services team",
        )

    async def test_only_what_is_public_is_listed(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        public = file_concern(hub)
        for kind in (
            {"is_sensitive": True},
            {"hidden_at": utc_now()},
            {"category": None},
            {"category": "noise"},
            {"category": "domestic_abuse", "is_sensitive": True},
        ):
            hidden = file_concern(hub, **kind)
            one = await program.get(
                f"/open311/v2/requests/{hidden}.json", params={"api_key": make_key(Scope.OPEN311_READ)}
            )
            assert problem(one)[0] == 404
        key = make_key(Scope.OPEN311_READ)
        assert [found["service_request_id"] for found in await listed(program, api_key=key)] == [public]

    async def test_a_key_for_an_area_shows_no_other(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        file_concern(hub, hub_area="southvale")
        near = file_concern(hub, hub_area="northvale")
        key = make_key(Scope.OPEN311_READ, Scope.OPEN311_SEND, areas=frozenset({"northvale"}))
        assert [found["service_request_id"] for found in await listed(program, api_key=key)] == [near]
        refused = await send(program, api_key=key, lat="54.001", long="-2.001")
        assert problem(refused)[0] == 400

    async def test_filters_narrow_the_list(
        self, hub: Hub, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        closed = file_concern(hub, state="closed")
        litter = file_concern(hub, category="litter")
        key = make_key(Scope.OPEN311_READ)

        async def ids(**asked: str) -> list[str]:
            return [one["service_request_id"] for one in await listed(program, api_key=key, **asked)]

        assert await ids() == [litter, closed]
        assert await ids(status="closed") == [closed]
        assert await ids(status="open,closed") == [litter, closed]
        assert await ids(service_code="litter,graffiti") == [litter]
        assert await ids(service_code="none") == []
        assert await ids(service_request_id=f"{closed},LF-0000-0000") == [closed]
        assert await ids(service_request_id="x") == []
        assert await ids(end_date="2026-02-01T00:00:00+01:00") == []
        assert await ids(page_size="1", page="2") == [closed]

    async def test_a_filter_that_cant_be_read_is_named(self, system: httpx.AsyncClient) -> None:
        for asked in [
            {"status": "lost"},
            {"start_date": "yesterday"},
            {"start_date": "2026-01-01T00:00:00"},
            {"page_size": "1001"},
            {"page": "0"},
        ]:
            response = await system.get("/open311/v2/requests.json", params=asked)
            assert problem(response) == (400, f"Not given, or not as described: {next(iter(asked))}")


class TestKeys:
    async def test_without_a_good_key_nothing_is_told(
        self, program: httpx.AsyncClient, make_key: MakeKey
    ) -> None:
        for params in ({}, {"api_key": "lf_guessed"}, {"api_key": make_key(Scope.FIGURES)}):
            response = await program.get("/open311/v2/requests.json", params=params)
            assert problem(response)[0] == 403
        assert problem(await send(program, api_key=make_key(Scope.OPEN311_READ)))[0] == 403

    async def test_a_key_in_the_form_will_do(self, program: httpx.AsyncClient, make_key: MakeKey) -> None:
        assert (await send(program, api_key=make_key(Scope.OPEN311_SEND))).status_code == 201

    async def test_too_many_requests_have_to_wait(self, hub: Hub, system: httpx.AsyncClient) -> None:
        for _ in range(hub.settings.api_requests_per_minute):
            assert (await system.get("/open311/v2/requests.json")).status_code == 200
        response = await system.get("/open311/v2/requests.json")
        assert problem(response)[0] == 429
        assert response.headers["retry-after"] == "60"

    async def test_what_isnt_there_is_said_in_the_same_form(self, program: httpx.AsyncClient) -> None:
        assert problem(await program.get("/open311/v2/elsewhere.json"))[0] == 404
        wrong = await program.delete("/open311/v2/requests.json")
        assert problem(wrong)[0] == 405
        assert wrong.headers["allow"]
