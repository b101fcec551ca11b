"""The process that reads feeds for the hub, one after another; it alone has to do with what strangers wrote.

It is started by `bot.gateways.feed_reading`, holds itself to a limit of memory, and ends by itself when
nobody has asked anything for a while, when it has read many, and when the hub is gone.
"""

from __future__ import annotations

import gc
import json
import resource
import select
import signal
import sys
from collections.abc import Callable
from types import ModuleType
from typing import BinaryIO

from bot.domain.feeds import SourceFeed
from bot.errors import FeedError
from bot.gateways.feed_letters import feed_as_bytes, problem_as_bytes

MOST_MEMORY = 1024**3
"""Bytes of address space; many times what the largest honest feed takes."""
IDLE_SECONDS = 90.0
"""Longer than from one round of fetching to the next."""
#: With what feedparser, and XML's own readers, would ask the web.
_ASKING = ("urllib.error", "urllib.request", "feedparser.http")

type _Parses = Callable[[bytes, str, str], SourceFeed]


def load_parser() -> _Parses:
    """What reads feeds, without all that it could ask the web with: nothing has to, and it weighs 4 MB."""
    sys.modules.update((name, ModuleType(name)) for name in _ASKING)
    from bot.gateways.feed_parsing import parse_feed

    return parse_feed


def work(parse: _Parses, asked: BinaryIO, answers: BinaryIO, seconds: float, feeds: int) -> None:
    """Answer until nothing is asked any more; an end by this is an end in order, and loses nothing."""
    for _ in range(feeds):
        if not select.select((asked,), (), (), IDLE_SECONDS)[0]:
            return
        head = asked.readline()
        if not head:
            return
        url, content_type, size = json.loads(head)
        content = asked.read(size)
        # The hub stops waiting sooner; this is for when the hub itself was stopped meanwhile.
        signal.setitimer(signal.ITIMER_REAL, seconds * 2)
        answer = _read(parse, content, url, content_type)
        del content
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(answer + b"\n")
        answers.flush()
        # While the hub takes it in. What was loaded is frozen, so that this looks at one feed's remains only.
        gc.collect()


def _read(parse: _Parses, content: bytes, url: str, content_type: str) -> bytes:
    try:
        return feed_as_bytes(parse(content, url, content_type))
    except FeedError as error:
        return problem_as_bytes(error.problem)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C goes to all of a terminal's programs; the hub is the one to stop, and this ends after it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser = load_parser()
    gc.freeze()
    work(parser, sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]), int(sys.argv[2]))
