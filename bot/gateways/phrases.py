"""Reads the words that residents read out of Rasa's `domain.yml`, so that each stands in one place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.domain.catalogues import Catalogues
from bot.domain.phrases import Phrases

#: Sentences that Rasa never says, so that changing them needs no training.
HUB_FILE = Path(__file__).resolve().parents[2] / "data" / "languages" / "responses.yml"


def read_phrases(
    domain_file: Path, common: Mapping[str, str], catalogues: Catalogues | None = None
) -> Phrases:
    """Read a domain file's responses, and those that only the hub says.

    Raises OSError when it can't be read and yaml.YAMLError when it is broken.
    """
    return Phrases({**read_responses(domain_file), **read_responses(HUB_FILE)}, common, catalogues)


def read_responses(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The responses of one file by name; raises OSError or yaml.YAMLError."""
    with file.open(encoding="utf-8") as stream:
        responses: dict[str, list[dict[str, Any]]] = yaml.safe_load(stream).get("responses", {})
        return responses
