"""Reads the ways in which people say when something happened."""

from __future__ import annotations

import re
from pathlib import Path

from bot.domain.times import TimeCues
from bot.gateways.place_pack_yaml import read_yaml


def load_time_cues(file: Path) -> TimeCues:
    """The time cues in a file; PlacePackError with file and line for one that is no regular expression."""
    source = read_yaml(file)
    expressions = source.data.get("times", []) if isinstance(source.data, dict) else []
    for position, expression in enumerate(expressions):
        try:
            re.compile(str(expression))
        except re.error as error:
            raise source.error(f"not a regular expression: {error}", "times", position) from None
    return TimeCues(str(expression) for expression in expressions)
