"""What a browser's Accept-Language header asks for."""

from __future__ import annotations

import pytest

from bot.channels.web.language import list_asked_for


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("pl", ["pl"]),
        ("en-GB,en;q=0.9,pl;q=0.95", ["en-GB", "pl", "en"]),
        ("ro;q=0, uk", ["uk"]),
        ("uk;q=much, ro", ["ro"]),
        ("", []),
        (",,;", [";"]),
        ("pl," * 5000, ["pl"] * 20),
    ],
)
def test_the_most_wanted_come_first(header: str, asked: list[str]) -> None:
    assert list_asked_for(header) == asked
