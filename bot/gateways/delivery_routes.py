"""How each agency gets its referrals: by its place pack, and by this installation's addresses and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.domain.agencies import AgencyDirectory, ReferralRoute, RouteKind
from bot.domain.reaching import names_a_way_to_reach
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import AGENCIES_FILE, ServiceCodes, named_codes
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

_SHORTEST_SECRET = 32
#: Stands in the codes of an Open311 system for every category that has none of its own.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class DeliveryRoute:
    """One agency's way, with everything that it takes."""

    kind: RouteKind
    target: str = ""
    jurisdiction: str | None = None
    services: Mapping[str, str] = field(default_factory=dict)
    """Category -> the code that an Open311 system has for it."""
    api_key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    """What signs a webhook, shared with the agency."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: RouteKind | None = None
    target: str | None = None
    jurisdiction: str | None = None
    services: ServiceCodes | None = None
    api_key: SecretStr | None = None
    secret: SecretStr | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    agencies: dict[str, _Entry]


class DeliveryRoutes:
    """Every agency's route, by its id."""

    def __init__(self, routes: Mapping[str, DeliveryRoute]) -> None:
        self._routes = routes

    def get(self, agency_id: str) -> DeliveryRoute:
        """The agency's route; the console for one that the pack no longer has."""
        return self._routes.get(agency_id) or DeliveryRoute(RouteKind.CONSOLE)

    def kind_of(self, agency_id: str) -> RouteKind:
        """By what means it gets referrals."""
        return self.get(agency_id).kind

    @property
    def kinds(self) -> frozenset[RouteKind]:
        """The means that any agency has."""
        return frozenset(route.kind for route in self._routes.values())


def load_delivery_routes(
    directory: AgencyDirectory, folder: Path, file: Path | None, *, allows_http: bool
) -> DeliveryRoutes:
    """The routes of the pack in `folder` with what `file` says; PlacePackError for the first mistake."""
    routes, errors = read_delivery_routes(directory, folder, file, allows_http=allows_http)
    if errors:
        raise errors[0]
    return routes


def read_delivery_routes(
    directory: AgencyDirectory, folder: Path, file: Path | None, *, allows_http: bool
) -> tuple[DeliveryRoutes, list[PlacePackError]]:
    """The routes and everything wrong with them, file and line; an unreadable file still raises.

    `allows_http` is whether systems in the same network may be reached without encryption.
    """
    source = read_yaml(file) if file is not None else None
    given = validate(_File, source).agencies if source is not None else {}
    errors = [
        source.error(f"there is no agency {agency!r}", "agencies", agency)
        for agency in given
        if source is not None and directory.find_agency(agency) is None
    ]
    routes = {
        agency.id: _merge(agency.referral, given.get(agency.id)) for agency in directory.list_agencies()
    }
    for agency, route in routes.items():
        for problem in _problems(route, allows_http=allows_http):
            if source is not None and agency in given:
                errors.append(source.error(problem, "agencies", agency))
            else:
                errors.append(_in_pack(folder, agency, problem))
    return DeliveryRoutes(routes), errors


def _merge(pack: ReferralRoute, here: _Entry | None) -> DeliveryRoute:
    if here is None:
        return DeliveryRoute(pack.kind, pack.target or "", pack.jurisdiction, pack.services)
    return DeliveryRoute(
        kind=here.kind or pack.kind,
        target=here.target or pack.target or "",
        jurisdiction=here.jurisdiction or pack.jurisdiction,
        services=named_codes(here.services) if here.services else pack.services,
        api_key=here.api_key.get_secret_value() if here.api_key else "",
        secret=here.secret.get_secret_value() if here.secret else "",
    )


def _problems(route: DeliveryRoute, *, allows_http: bool) -> Iterator[str]:
    if route.kind is RouteKind.EMAIL:
        if not route.target:
            yield "an email route needs a target, in the pack or in the file of this installation"
        elif not names_a_way_to_reach(route.target) or any(c.isspace() or c in ",;<>" for c in route.target):
            yield "the target of an email route is one email address"
    elif route.kind in (RouteKind.OPEN311, RouteKind.WEBHOOK):
        address = urlsplit(route.target)
        if not address.hostname or address.scheme not in ({"https", "http"} if allows_http else {"https"}):
            yield f"the target of a route by {route.kind} is an https address"
        if address.username or address.password:
            yield "an address holds no password: api_key and secret are for that"
    if route.kind is RouteKind.OPEN311 and not route.services:
        yield "an open311 route needs `services`: a code for each category, or for `other`"
    if route.kind is RouteKind.WEBHOOK and len(route.secret) < _SHORTEST_SECRET:
        yield f"a webhook needs a secret of {_SHORTEST_SECRET} characters, in the file of this installation"


def _in_pack(folder: Path, agency_id: str, problem: str) -> PlacePackError:
    source: LocatedYaml = read_yaml(folder / AGENCIES_FILE)
    entries = source.data["agencies"]
    place = next(n for n, entry in enumerate(entries) if entry["id"] == agency_id)
    return source.error(problem, "agencies", place, "referral")
