"""The interfaces for programs against their own published description, by drawn requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy, booleans, one_of
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig

from bot.db.models import Concern
from bot.domain.api_keys import KeyWish, Scope
from bot.domain.staff import COMMAND_LINE
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.filed import file_concern

#: What the description can't say: that a place lies in the area, that a time ends after it begins.
CONFIG = {
    # What nobody described is let pass, as HTTP has it.
    "generation": {"allow-extra-parameters": False},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "400", "404", "422"]},
        # The standard's own status for a key that is missing or wrong.
        "missing_required_header": {"expected-statuses": ["4xx"]},
    },
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, str]]:
    """A hub with some concerns, and a key that allows everything."""
    hub = create_hub(tmp_path_factory.mktemp("hub"), api_requests_per_minute=1_000_000)
    with hub.database.unit_of_work() as unit:
        wish = KeyWish("Everything", frozenset(Scope))
        key = hub.app.state.api_door.services.keys.make(unit, COMMAND_LINE, wish)[1]
    for fields in ({}, {"category": "litter"}, {"is_sensitive": True, "category": None}):
        file_concern(hub, **fields)
    yield hub, key
    hub.close()


#: Path and method of each route that programs use.
ROUTES = (
    ("/open311/v2/services.{format}", "GET"),
    ("/open311/v2/services/{service_code}.{format}", "GET"),
    ("/open311/v2/requests.{format}", "GET"),
    ("/open311/v2/requests.{format}", "POST"),
    ("/open311/v2/requests/{service_request_id}.{format}", "GET"),
    ("/open311/v2/tokens/{token}.{format}", "GET"),
    ("/api/v1/concerns", "GET"),
    ("/api/v1/concerns/{reference}", "GET"),
    ("/api/v1/figures", "GET"),
)


@pytest.fixture(scope="module")
def schema(served: tuple[Hub, str]) -> schemathesis.BaseSchema:
    """The description as it is published."""
    load_all_checks()
    config = SchemathesisConfig.from_dict(CONFIG)
    found = schemathesis.openapi.from_asgi("/openapi.json", served[0].app, config=config)
    return found.include(path_regex="^/(api/v1|open311)/")


def test_each_route_is_drawn_for(schema: schemathesis.BaseSchema) -> None:
    found = {(one.ok().path, one.ok().method.upper()) for one in schema.get_all_operations()}
    assert found == set(ROUTES)


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_answer_is_as_described(
    schema: schemathesis.BaseSchema, served: tuple[Hub, str], path: str, method: str
) -> None:
    headers = {"Authorization": f"Bearer {served[1]}"}

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy_of(schema[path][method]), is_known=booleans())
    def ask(case: schemathesis.Case, is_known: bool) -> None:
        if is_known and case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
            name_what_there_is(case, served[0])
        case.call_and_validate(headers=headers)

    ask()


def name_what_there_is(case: schemathesis.Case, hub: Hub) -> None:
    """Put a concern, a service and a place that there are into a drawn request."""
    with hub.database.unit_of_work() as unit:
        reference = unit.query(Concern.reference).filter_by(category="litter").first()[0]
    known = {
        "service_code": "noise",
        **dict.fromkeys(("reference", "service_request_id", "token"), reference),
    }
    case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
    if isinstance(case.body, dict):
        case.body.update(service_code="litter", lat=54.1, long=-2.1)


def strategy_of(operation: schemathesis.APIOperation) -> SearchStrategy[schemathesis.Case]:
    """Requests that are as described, and some that are not."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
