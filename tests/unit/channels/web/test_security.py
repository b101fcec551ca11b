"""The content security policy."""

from __future__ import annotations

from bot.channels.web.security import content_policy


def test_without_tiles_everything_is_from_here() -> None:
    assert "http" not in content_policy(None)


def test_map_tiles_may_be_shown_from_where_they_are() -> None:
    policy = content_policy("https://{s}.tiles.example/{z}/{x}/{y}.png")

    assert "img-src 'self' blob: data: https://*.tiles.example;" in policy
    assert "script-src 'self';" in policy
