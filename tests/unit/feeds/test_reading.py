"""Feeds are read in a process of its own: all the same as in ours, but for what takes too long."""

from __future__ import annotations

import time

import pytest

from bot.domain.feeds import FeedProblem
from bot.errors import FeedError
from bot.gateways.feed_parsing import parse_feed
from bot.gateways.feed_reading import FeedReader

HOME = "https://police.example/rss"
RSS = b"<rss version='2.0'><channel><title>t</title><item><title>\xc3\xa9</title></item></channel></rss>"


def test_a_feed_is_read_as_it_is() -> None:
    assert FeedReader().read(RSS, HOME, "text/xml") == parse_feed(RSS, HOME, "text/xml")


@pytest.mark.parametrize(("content", "problem"), [(b" ", "empty"), (b"<html><p>", "web_page")])
def test_what_is_no_feed_says_why(content: bytes, problem: str) -> None:
    with pytest.raises(FeedError) as failed:
        FeedReader().read(content, HOME)
    assert failed.value.problem == problem


def test_very_deep_nesting_is_given_up_in_time() -> None:
    deep = b"<rss version='2.0'><channel><item><title>x</title>" + b"<a>" * 1_600_000
    begun = time.monotonic()
    with pytest.raises(FeedError) as failed:
        FeedReader(most_seconds=2.0).read(deep, HOME)
    assert failed.value.problem == FeedProblem.TOO_TANGLED
    assert time.monotonic() - begun < 10
