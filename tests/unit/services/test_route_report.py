"""The report of `local-focus route`, over the made-up county."""

from __future__ import annotations

import json

import pytest

from bot.domain.categories import Category
from bot.gateways.cue_times import load_time_cues
from bot.services.heard_reports import HeardReports
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces
from bot.services.route_report import RouteReport
from bot.services.routing import RoutingService
from tests.fakes.reports import CUES, westshire
from tests.fakes.understanding import FakeUnderstanding

SOFA = "a sofa on King Street in Upper Vale since last night"
FIELDS = ["id", "danger", "action", "intent", "confidence", "intent_ranking", "concerns", "place"]


@pytest.fixture
def understanding() -> FakeUnderstanding:
    return FakeUnderstanding(places=westshire().index)


@pytest.fixture
def report(understanding: FakeUnderstanding) -> RouteReport:
    pack = westshire()
    places = ReportedPlaces(pack.index, pack.councils, pack.areas.names)
    cues = MessageCues(routing=pack.cues, times=load_time_cues(CUES / "times.yml"))
    routing = RoutingService(table=pack.table, directory=pack.directory)
    return RouteReport(understanding, routing, HeardReports(places, cues))


def test_a_message_is_reported_with_who_gets_it(
    report: RouteReport, understanding: FakeUnderstanding
) -> None:
    understanding.categories[SOFA] = [Category.FLY_TIPPING]
    told = report.report(SOFA, "m-1")
    assert list(told) == FIELDS
    assert (told["id"], told["danger"], told["action"]) == ("m-1", None, "route")
    assert told["place"]["name"] == "King Street, Upper Vale"
    concern = told["concerns"][0]
    assert concern["category"] == "fly_tipping"
    assert westshire().directory.find_agency(concern["lead"]) is not None
    assert concern["why"]
    assert concern["target_working_days"] > 0
    assert json.loads(json.dumps(told)) == told


def test_a_place_given_apart_decides(report: RouteReport, understanding: FakeUnderstanding) -> None:
    understanding.categories["a sofa in the lane"] = [Category.FLY_TIPPING]
    apart = report.report("a sofa in the lane", None, "Upper Vale")
    within = report.report("a sofa in the lane")
    assert apart["place"]["hub_area"] is not None
    assert within["place"] is None
    assert apart["concerns"][0]["lead"] != within["concerns"][0]["lead"]


def test_an_unclear_message_names_no_agency(report: RouteReport) -> None:
    told = report.report("the thing by the beck", "m-2")
    assert (told["action"], told["concerns"], told["place"]) == ("clarify", [], None)
