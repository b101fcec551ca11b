"""Loads a place pack's population.yml; a place that knows no figures has no such file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.survey_representation import Population
from bot.gateways.place_pack_agencies import Words
from bot.gateways.place_pack_yaml import read_yaml, validate

POPULATION_FILE = "population.yml"
type _People = Annotated[int, Field(gt=0)]


class _PopulationFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Words
    date_checked: date
    areas: dict[str, _People]
    ages: dict[Words, _People] = {}


def load_population(folder: Path, hub_areas: Collection[str]) -> Population | None:
    """The figures in the pack of this folder, if it has any; PlacePackError for what is wrong with them."""
    if not (folder / POPULATION_FILE).exists():
        return None
    source = read_yaml(folder / POPULATION_FILE)
    entry = validate(_PopulationFile, source)
    for area in {*hub_areas, *entry.areas}:
        if area not in hub_areas:
            raise source.error(f"{area!r} is not a hub area", "areas", area)
        if area not in entry.areas:
            raise source.error(f"the people of {area!r} are missing", "areas")
    return Population(entry.source, entry.date_checked, entry.areas, entry.ages)
