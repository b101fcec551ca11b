"""Reads the short answers of other languages out of data/languages/short_answers.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import RootModel

from bot.domain.short_words import ShortWords
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import read_yaml, validate

FILE = "short_answers.yml"


class _AnswersFile(RootModel[dict[Slug, dict[Slug, list[Words]]]]):
    """Intent -> language -> words."""


def load_short_words(folder: Path) -> ShortWords:
    """The short answers; PlacePackError when their file is missing or broken."""
    source = read_yaml(folder / FILE)
    content = validate(_AnswersFile, source).root
    try:
        return ShortWords(content)
    except ValueError as error:
        raise source.error(str(error)) from None
