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


@pytest.mark.parametrize(
    "address", ["bounces", "a@b@c", "a" * 21 + "@hub.example", "b+x@hub.example", "b@hub/"]
)
def test_what_is_no_mailbox_for_bounces_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="BOUNCE_ADDRESS"):
        read_settings(bounce_address=address)


def test_a_mailbox_is_read_only_where_its_address_is_known() -> None:
    with pytest.raises(SettingsError, match="BOUNCE_ADDRESS too"):
        read_settings(bounce_imap_host="mail.hub.example")
    assert read_settings(bounce_imap_host="mail.hub.example", bounce_address="b@hub.example")


@pytest.mark.parametrize("folder", ["", 'a"b', "a\r\nb", "é"])
def test_a_folder_that_can_not_be_asked_for_is_refused(folder: str) -> None:
    with pytest.raises(SettingsError, match="BOUNCE_IMAP_FOLDER"):
        read_settings(bounce_imap_folder=folder)
