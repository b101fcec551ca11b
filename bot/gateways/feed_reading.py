"""Reads a feed in a process of its own, which is killed when it takes too long or too much memory."""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
from dataclasses import dataclass

from bot.domain.feeds import FeedProblem, SourceFeed
from bot.errors import FeedError
from bot.gateways.feed_parsing import parse_feed
from bot.settings import ROOT

MOST_SECONDS = 10.0
"""Many times what the largest honest feed takes."""
_MOST_MEMORY = 1024**3
_COMMAND = (sys.executable, "-m", "bot.gateways.feed_reading")


@dataclass(frozen=True, slots=True)
class FeedReader:
    """What somebody made to trouble us (very deep nesting, ...) holds neither the hub nor a thread of it."""

    most_seconds: float = MOST_SECONDS

    def read(self, content: bytes, url: str, content_type: str = "") -> SourceFeed:
        """The same as `parse_feed` in bounded time; raises FeedError."""
        head = json.dumps([url, content_type]).encode("ascii") + b"\n"
        try:
            done = subprocess.run(
                _COMMAND,
                cwd=ROOT,
                input=head + content,
                capture_output=True,
                timeout=self.most_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise FeedError(FeedProblem.TOO_TANGLED) from None
        if done.returncode:
            raise FeedError(FeedProblem.TOO_TANGLED)
        # Written by ourselves a moment ago: what a stranger sent stands in it as texts only.
        found = pickle.loads(done.stdout)  # noqa: S301
        if isinstance(found, SourceFeed):
            return found
        raise FeedError(FeedProblem(found))


def _answer() -> None:
    """In the process: read what comes in, and write the feed or the problem."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    url, content_type = json.loads(sys.stdin.buffer.readline())
    try:
        found: SourceFeed | str = parse_feed(sys.stdin.buffer.read(), url, content_type)
    except FeedError as error:
        found = str(error.problem)
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    _answer()
