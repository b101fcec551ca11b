"""Settings of posts, of partners' feeds, and of maps."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from bot.settings.part import SettingsPart

# It goes into the content policy: nothing may stand there that would add to it.
_TILE_HOST = re.compile(r"(?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d+)?")


class PostSettings(SettingsPart):
    """How posts are approved, feeds fetched and maps drawn."""

    posts_two_people: bool = Field(
        True, description="Whether somebody else than its writer has to approve a post."
    )
    feeds_contact: str | None = Field(
        None, description="Email address or page that websites are told when their feeds are fetched."
    )
    feeds_private: bool = Field(
        False, description="Whether feeds may be fetched from private addresses, such as an intranet's."
    )
    map_tiles_url: str | None = Field(
        None,
        description="Address template of map tiles, with {z}, {x} and {y}; empty shows a plain grid.",
    )
    map_tiles_attribution: str | None = Field(
        None,
        validate_default=True,
        description="Whose map it is, as their licence wants it said; needed with tiles.",
    )

    @field_validator("map_tiles_url")
    @classmethod
    def _tiles_have_an_address(cls, value: str | None) -> str | None:
        address = urlsplit(value or "")
        names_tiles = all(f"{{{part}}}" in address.path + address.query for part in ("z", "x", "y"))
        is_web = address.scheme in {"https", "http"} and _TILE_HOST.fullmatch(address.netloc) is not None
        if value is not None and not (is_web and names_tiles):
            raise ValueError("expected an address such as https://tiles.example/{z}/{x}/{y}.png")
        return value

    @field_validator("map_tiles_attribution")
    @classmethod
    def _tiles_say_whose_they_are(cls, value: str | None, given: ValidationInfo) -> str | None:
        if value is None and given.data.get("map_tiles_url") is not None:
            raise ValueError("say whose map it is: tiles need it")
        return value
