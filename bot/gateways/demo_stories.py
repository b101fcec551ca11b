"""Reads what the made-up residents of `local-focus demo` say."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.categories import Category
from bot.domain.demo import Stories, Story
from bot.gateways.place_pack_yaml import read_yaml, validate

_MONTHS = 12


class _Story(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weight: float = Field(gt=0)
    words: list[str] = Field(min_length=1)
    peak: frozenset[int] = frozenset()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    months: list[float] = Field(min_length=_MONTHS, max_length=_MONTHS)
    channels: dict[str, float] = Field(min_length=1)
    categories: dict[Category, _Story] = Field(min_length=1)


def load_stories(file: Path) -> Stories:
    """The stories of a file; PlacePackError that names the line where it is wrong."""
    read = validate(_File, read_yaml(file))
    return Stories(
        categories={
            category: Story(story.weight, tuple(story.words), story.peak)
            for category, story in read.categories.items()
        },
        months=tuple(read.months),
        channels=read.channels,
    )
