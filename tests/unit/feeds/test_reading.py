"""Feeds are read by a process beside the hub: all as it is, and whatever costs too much costs only itself."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from bot.domain.feeds import FeedProblem, SourceFeed
from bot.errors import FeedError
from bot.gateways.feed_parsing import parse_feed
from bot.gateways.feed_reading import FeedReader
from bot.gateways.feed_worker import MOST_MEMORY
from tests.unit.feeds.conftest import SHAPES, Shape

HOME = "https://police.example/rss"
RSS = b"<rss version='2.0'><channel><title>t</title><item><title>\xc3\xa9</title></item></channel></rss>"
DEEP = b"<rss version='2.0'><channel><item><title>x</title>" + b"<a>" * 1_600_000


@pytest.fixture(scope="module")
def kept() -> Iterator[FeedReader]:
    """One that reads them all."""
    with FeedReader() as reader:
        yield reader


def started_by(reader: FeedReader) -> list[psutil.Process]:
    """The processes that one more feed starts."""
    before = psutil.Process().children()
    assert reader.read(RSS, HOME).title == "t"
    return [one for one in psutil.Process().children() if one not in before]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_shape_is_read_as_it_is(kept: FeedReader, shape: Shape) -> None:
    def outcome(read: Callable[[bytes, str, str], SourceFeed]) -> SourceFeed | str:
        try:
            return read(shape.content, HOME, shape.kind)
        except FeedError as error:
            return error.problem

    assert outcome(kept.read) == outcome(parse_feed)


def test_one_process_reads_many_and_ends_with_its_reader() -> None:
    with FeedReader() as reader:
        (worker,) = started_by(reader)
        assert started_by(reader) == []
    assert not worker.is_running()


def test_it_has_nothing_to_ask_the_web_with() -> None:
    code = "import sys; from bot.gateways.feed_worker import load_parser; load_parser(); print(*sys.modules)"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "feedparser" in loaded
    assert loaded.isdisjoint({"socket", "ssl", "http.client", "asyncio", "dataclasses"})


def test_nobody_has_to_close_it() -> None:
    reader = FeedReader()
    (worker,) = started_by(reader)
    del reader
    gc.collect()
    assert not worker.is_running()


def test_very_deep_nesting_is_given_up_in_time_and_the_next_feed_is_read() -> None:
    begun = time.monotonic()
    with FeedReader(most_seconds=2.0) as reader:
        with pytest.raises(FeedError) as failed:
            reader.read(DEEP, HOME)
        assert failed.value.problem == FeedProblem.TOO_TANGLED
        assert time.monotonic() - begun < 10
        assert len(started_by(reader)) == 1


def test_one_that_dies_costs_only_the_feed_that_it_was_given() -> None:
    with FeedReader() as reader:
        started_by(reader)[0].kill()
        with pytest.raises(FeedError) as failed:
            reader.read(RSS, HOME)
        assert failed.value.problem == FeedProblem.TOO_TANGLED
        assert len(started_by(reader)) == 1


def test_one_that_has_read_enough_is_replaced_at_no_cost() -> None:
    with FeedReader(most_feeds=1) as reader:
        assert [len(started_by(reader)) for _ in range(3)] == [1, 1, 1]


def test_it_takes_no_more_memory_than_it_may() -> None:
    with FeedReader() as reader:
        (worker,) = started_by(reader)
        assert worker.rlimit(psutil.RLIMIT_AS) == (MOST_MEMORY, MOST_MEMORY)
        # Less than it has already: whatever it needs now is too much.
        worker.rlimit(psutil.RLIMIT_AS, (1, 1))
        with pytest.raises(FeedError) as failed:
            reader.read(RSS * 1000, HOME)
        assert failed.value.problem == FeedProblem.TOO_TANGLED
        assert len(started_by(reader)) == 1


def test_it_knows_no_secret_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_FOCUS_TELEGRAM_TOKEN", "1:secret")
    with FeedReader() as reader:
        assert "LOCAL_FOCUS_TELEGRAM_TOKEN" not in started_by(reader)[0].environ()
