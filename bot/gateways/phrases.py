"""Reads the words that residents read out of Rasa's `domain.yml`, so that each stands in one place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.domain.phrases import Phrases


def read_phrases(domain_file: Path, common: Mapping[str, str]) -> Phrases:
    """Read a domain file's responses.

    Raises OSError when it can't be read and yaml.YAMLError when it is broken.
    """
    with domain_file.open(encoding="utf-8") as stream:
        domain = yaml.safe_load(stream)
    return Phrases(domain.get("responses", {}), common)
