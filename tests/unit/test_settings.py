"""Settings that are wrong are refused at the start, each by its name, and never repeated."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings

TILES = "https://{s}.tiles.example:8080/{z}/{x}/{y}.png?key=1"


def test_tiles_and_whose_they_are_go_together() -> None:
    settings = read_settings(map_tiles_url=TILES, map_tiles_attribution="Maps & Co")
    assert settings.map_tiles_url == TILES
    assert read_settings(map_tiles_url="", map_tiles_attribution="").map_tiles_url is None
    with pytest.raises(SettingsError, match=r"LOCAL_FOCUS_MAP_TILES_ATTRIBUTION: .*whose map"):
        read_settings(map_tiles_url=TILES)


@pytest.mark.parametrize(
    "address",
    [
        "maps.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https:///{z}/{x}/{y}.png",
        "javascript://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src *;/{z}/{x}/{y}.png",
        "https://user:word@tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_address_of_tiles_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="LOCAL_FOCUS_MAP_TILES_URL") as error:
        read_settings(map_tiles_url=address, map_tiles_attribution="Maps & Co")
    assert address not in str(error.value)
