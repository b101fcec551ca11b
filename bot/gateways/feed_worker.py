"""The process that reads feeds for the hub, one after another; it alone has to do with what strangers wrote.

It is started by `bot.gateways.feed_reading`, holds itself to a limit of memory, and ends by itself when
nobody has asked anything for a while, when it has read many, and when the hub is gone.
"""

from __future__ import annotations

import json
import resource
import select
import signal
import sys
from typing import BinaryIO

from bot.errors import FeedError
from bot.gateways.feed_letters import feed_as_bytes, problem_as_bytes
from bot.gateways.feed_parsing import parse_feed

MOST_MEMORY = 1024**3
"""Bytes of address space; many times what the largest honest feed takes."""
IDLE_SECONDS = 90.0
"""Longer than from one round of fetching to the next."""


def work(asked: BinaryIO, answers: BinaryIO, seconds: float, feeds: int) -> None:
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
        answer = _read(content, url, content_type)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(answer + b"\n")
        answers.flush()


def _read(content: bytes, url: str, content_type: str) -> bytes:
    try:
        return feed_as_bytes(parse_feed(content, url, content_type))
    except FeedError as error:
        return problem_as_bytes(error.problem)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C goes to all of a terminal's programs; the hub is the one to stop, and this ends after it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]), int(sys.argv[2]))
