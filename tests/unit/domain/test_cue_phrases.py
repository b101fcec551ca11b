"""Phrases of cue words: how they are written, found and denied."""

from __future__ import annotations

import pytest

from bot.domain.cue_phrases import CuePhrase, PhraseIndex, list_clauses

INDEX = PhraseIndex(
    {
        "tyres": [CuePhrase.parse("tyre*")],
        "beck": [CuePhrase.parse("in|into the beck|river")],
        "lay-by": [CuePhrase.parse("lay-by")],
    },
    [CuePhrase.parse("no|not|isnt"), CuePhrase.parse("free of")],
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tyres INTO the river", {"tyres", "beck"}),
        ("in the old river", set()),
        ("attyres", set()),
        ("no tyres", set()),
        ("It isn’t any more tyres", set()),
        ("not there and not moved by anybody yet, tyres", {"tyres"}),
        ("no tyres but something in the beck", {"beck"}),
        ("no tyres here. tyres there", {"tyres"}),
        ("the lay-by is free of tyres", {"lay-by"}),
        ("in the", set()),
        ("", set()),
    ],
)
def test_phrases_are_found_unless_denied(text: str, said: set[str]) -> None:
    assert INDEX.find(list_clauses(text)) == said
