"""data/cues/routing.yml: mistakes in it are named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PlacePackError
from bot.gateways.cue_words import load_routing_cues

GOOD = "negations: [never]\nfacts:\n  large:\n    true: [huge]\ncues:\n  school: [teacher]\n"


def load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "routing.yml"
    file.write_text(text, encoding="utf-8")
    load_routing_cues(file)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("large:", "mood:", 3, "'mood' is not a fact"),
        ("true:", "enormous:", 3, "large has no value 'enormous'"),
        ("[teacher]", "[]", 6, "at least 1 item"),
        ("[never]", "[no]", 1, "valid string"),
    ],
)
def test_mistakes_are_named_by_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    load(tmp_path, GOOD)
    with pytest.raises(PlacePackError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert caught.value.line == line
    assert message in caught.value.message
