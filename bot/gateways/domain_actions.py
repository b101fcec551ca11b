"""Reads which actions the hub has for Rasa to run, where they are listed: in `domain.yml`."""

from __future__ import annotations

from pathlib import Path

import yaml


def actions_of_domain(file: Path) -> frozenset[str]:
    """The names of the actions; raises OSError or yaml.YAMLError."""
    with file.open(encoding="utf-8") as stream:
        return frozenset(yaml.safe_load(stream).get("actions", ()))
