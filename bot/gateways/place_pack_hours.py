"""Reads when people are at the hubs out of the place pack's `hours.yml`."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from bot.domain.opening_hours import OpeningHours
from bot.gateways.place_pack_yaml import read_yaml, validate

HOURS_FILE = "hours.yml"
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Hours(BaseModel):
    """The file, as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: frozenset[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]
    opens: time
    closes: time
    source: str
    date_checked: date

    @model_validator(mode="after")
    def _is_some_time(self) -> _Hours:
        if not self.days or self.opens >= self.closes:
            raise ValueError("the hubs have to be open on some day, and to open before they close")
        return self


def load_hours(folder: Path) -> OpeningHours | None:
    """The hours; None where the pack says nothing of them. PlacePackError for a file that is wrong."""
    file = folder / HOURS_FILE
    if not file.exists():
        return None
    read = validate(_Hours, read_yaml(file))
    return OpeningHours(frozenset(_WEEK.index(day) for day in read.days), read.opens, read.closes)
