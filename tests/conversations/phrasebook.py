"""Recognises our sentences in answers, in any language and whatever words were filled in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from string import Formatter

from bot.domain.phrases import PREFIX, Phrases
from bot.domain.spoken import speaking, spoken
from bot.gateways.catalogues import open_catalogues
from bot.gateways.phrases import HUB_FILE, read_phrases, read_responses
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.settings import ROOT

DOMAIN_FILE = ROOT / "domain.yml"
_FILLED_IN = "\N{OBJECT REPLACEMENT CHARACTER}"


@cache
def place_pack() -> PlacePack:
    """The place that the product serves."""
    return open_place_pack(ROOT / "data" / "cumbria", ROOT / "data" / "cues", datetime.now(UTC).date())


@cache
def phrasebook() -> Phrases:
    """All sentences, with the words that the place fills in."""
    catalogues = open_catalogues(ROOT / "data" / "languages")
    return read_phrases(DOMAIN_FILE, place_pack().common_words(), catalogues)


@cache
def _templates() -> dict[str, str]:
    responses = read_responses(DOMAIN_FILE) | read_responses(HUB_FILE)
    return {name.removeprefix(PREFIX): response[0]["text"] for name, response in responses.items()}


def pattern_of(name: str) -> re.Pattern[str]:
    """What `utter_<name>` looks like in the spoken language; raises KeyError for one that there isn't."""
    return _pattern_in(name, spoken())


@cache
def _pattern_in(name: str, language: str) -> re.Pattern[str]:
    fields = {field for _, field, _, _ in Formatter().parse(_templates()[name]) if field}
    with speaking(language):
        sentence = phrasebook().text(name, **dict.fromkeys(fields, _FILLED_IN))
    return re.compile(re.escape(sentence).replace(re.escape(_FILLED_IN), "(?s:.*?)"))


def says(name: str, text: str) -> bool:
    """Whether the sentence is in a text."""
    return pattern_of(name).search(text) is not None


def titles(name: str) -> list[str]:
    """The titles of the choices that come with a sentence."""
    return [button.title for button in phrasebook().buttons(name)]
