"""Loads a place pack's routing.yml into the decision table and checks it against the agencies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.agencies import AgencyDirectory
from bot.domain.categories import Category
from bot.domain.routing import Condition, RoutingRow, RoutingTable
from bot.domain.routing_checks import check_table
from bot.domain.routing_cues import TrunkRoad
from bot.domain.routing_facts import Hazard, Land, Question, Tenure
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import LocatedYaml, Spot, read_yaml, validate

ROUTING_FILE = "routing.yml"


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


type _Some[T] = Annotated[list[T], BeforeValidator(_as_list), Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _WhenEntry(_Entry):
    hub_area: _Some[Slug] | None = None
    council: _Some[Slug] | None = None
    tenure: _Some[Tenure] | None = None
    landlord: _Some[Slug] | None = None
    land: _Some[Land] | None = None
    hazard: _Some[Hazard] | None = None
    large: bool | None = None
    watercourse: bool | None = None
    trunk_road: bool | None = None
    ongoing: bool | None = None
    hate: bool | None = None
    vulnerable: bool | None = None
    under_18: bool | None = None
    cues: _Some[Slug] | None = None


class _RowEntry(_Entry):
    id: Slug
    when: _WhenEntry | None = None
    lead: Words
    partners: list[Words] = []
    target_working_days: Annotated[int, Field(ge=1, le=20)] | None = None
    ask: list[Question] | None = None
    advice: Slug | None = None
    sensitive: bool | None = None
    consent_first: bool | None = None
    why: Words


class _CategoryEntry(_Entry):
    target_working_days: Annotated[int, Field(ge=1, le=20)]
    ask: list[Question]
    advice: Slug | None = None
    sensitive: bool = False
    consent_first: bool = False
    rows: Annotated[list[_RowEntry], Field(min_length=1)]


class _UnplacedEntry(_Entry):
    lead: Slug
    why: Words


class _TrunkRoadEntry(_Entry):
    road: Words
    only_near: list[Words] = []


class _RoutingFile(_Entry):
    unplaced: _UnplacedEntry
    trunk_roads: list[_TrunkRoadEntry] = []
    categories: dict[Category, _CategoryEntry]


def load_routing(
    folder: Path,
    areas: Mapping[str, str],
    directory: AgencyDirectory,
    cues: Collection[str],
    on: date,
    advice: Collection[str] | None = None,
) -> RoutingTable:
    """The decision table of the pack in this folder; PlacePackError for the first thing wrong with it.

    `areas` maps each hub area to its council, `cues` are the names that conditions may use, `on` is the
    day on which the agencies must exist, and `advice` the pages there are (None leaves them unchecked).
    """
    table, errors = read_routing(folder, areas, directory, cues, on, advice)
    if errors:
        raise errors[0]
    return table


def read_routing(
    folder: Path,
    areas: Mapping[str, str],
    directory: AgencyDirectory,
    cues: Collection[str],
    on: date,
    advice: Collection[str] | None = None,
) -> tuple[RoutingTable, list[PlacePackError]]:
    """The table and everything wrong with it, file and line; an unreadable file still raises."""
    source = read_yaml(folder / ROUTING_FILE)
    content = validate(_RoutingFile, source)
    spots = {f"{c}/{e.id}": ("categories", c.value, "rows", n) for c, n, e in _entries(content)}
    table = RoutingTable(
        rows=tuple(
            _row(category, content.categories[category], entry) for category, _, entry in _entries(content)
        ),
        areas=dict(areas),
        unplaced_lead=content.unplaced.lead,
        unplaced_why=content.unplaced.why,
        cues=frozenset(cues),
    )
    errors = [*_check_entries(content, source, areas, directory, advice)]
    for problem in check_table(table, directory, on):
        spot: Spot = spots.get(problem.row_id or "", ("categories",))
        prefix = f"{problem.row_id}: " if problem.row_id else ""
        errors.append(source.error(prefix + problem.message, *spot))
    return table, errors


def load_trunk_roads(folder: Path) -> tuple[TrunkRoad, ...]:
    """The roads that the national roads body looks after, as routing.yml names them."""
    content = validate(_RoutingFile, read_yaml(folder / ROUTING_FILE))
    return tuple(TrunkRoad(entry.road, tuple(entry.only_near)) for entry in content.trunk_roads)


def _entries(content: _RoutingFile) -> Iterator[tuple[Category, int, _RowEntry]]:
    for category, group in content.categories.items():
        for n, entry in enumerate(group.rows):
            yield category, n, entry


def _row(category: Category, group: _CategoryEntry, entry: _RowEntry) -> RoutingRow:
    """The row, with what it leaves out taken from its category."""
    return RoutingRow(
        id=f"{category}/{entry.id}",
        category=category,
        conditions=tuple(_conditions(entry.when)),
        lead=entry.lead,
        partners=tuple(entry.partners),
        target_working_days=entry.target_working_days or group.target_working_days,
        ask=tuple(group.ask if entry.ask is None else entry.ask),
        advice=entry.advice or group.advice,
        sensitive=group.sensitive if entry.sensitive is None else entry.sensitive,
        consent_first=group.consent_first if entry.consent_first is None else entry.consent_first,
        why=entry.why,
    )


def _conditions(when: _WhenEntry | None) -> Iterator[Condition]:
    if when is not None:
        for name in sorted(when.model_fields_set):
            value = getattr(when, name)
            yield Condition(name, frozenset(value if isinstance(value, list) else [value]))


def _check_entries(
    content: _RoutingFile,
    source: LocatedYaml,
    areas: Mapping[str, str],
    directory: AgencyDirectory,
    advice: Collection[str] | None,
) -> Iterator[PlacePackError]:
    if directory.find_agency(content.unplaced.lead) is None:
        yield source.error(f"there is no agency {content.unplaced.lead!r}", "unplaced", "lead")
    known = {"hub_area": set(areas), "council": set(areas.values())}
    seen: set[str] = set()
    for category, n, entry in _entries(content):
        spot: Spot = ("categories", category.value, "rows", n)
        if f"{category}/{entry.id}" in seen:
            yield source.error(f"{entry.id!r} is given twice", *spot, "id")
        seen.add(f"{category}/{entry.id}")
        page = entry.advice or content.categories[category].advice
        if advice is not None and page is not None and page not in advice:
            yield source.error(f"there is no advice page {page!r}", *spot, "advice")
        for condition in _conditions(entry.when):
            for value in sorted(condition.values - known.get(condition.field, condition.values), key=str):
                yield source.error(f"{value!r} is no {condition.field} of this place", *spot, "when")
