"""Reads what tells a message in one of our languages, from data/languages/telltale.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from bot.domain.catalogue_languages import CatalogueLanguages, Telltale
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import read_yaml, validate

FILE = "telltale.yml"


class _Telltale(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    letters: Words
    never: str = ""
    words: Annotated[list[Words], Field(min_length=1)]


class _TelltaleFile(RootModel[dict[Slug, _Telltale]]):
    """Language -> what tells it."""


def load_catalogue_languages(folder: Path) -> CatalogueLanguages:
    """What tells each language; PlacePackError when the file is missing or broken."""
    content = validate(_TelltaleFile, read_yaml(folder / FILE)).root
    return CatalogueLanguages(
        {
            language: Telltale(frozenset(told.letters), frozenset(told.never), frozenset(told.words))
            for language, told in content.items()
        }
    )
