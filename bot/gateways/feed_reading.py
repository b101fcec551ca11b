"""Has feeds read by a process beside the hub, which is replaced when one takes too much time or memory."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO, Self, cast
from weakref import finalize

from bot.domain.feeds import FeedProblem, SourceFeed
from bot.errors import FeedError
from bot.gateways.feed_letters import read_letter

MOST_SECONDS = 10.0
"""Many times what the largest honest feed takes."""
MOST_FEEDS = 500
"""By one process, so that what feeds leave behind in memory isn't carried along for ever."""
_WORKER = "bot.gateways.feed_worker"
_FOLDER = Path(__file__).resolve().parents[2]
_STOP_SECONDS = 5.0


@dataclass(slots=True, weakref_slot=True)
class FeedReader:
    """What somebody made to trouble us (very deep nesting, ...) costs only itself, no other feed, nor us.

    The process is started by the first feed, kept, and ended with the reader. One at a time is read.
    """

    most_seconds: float = MOST_SECONDS
    most_feeds: int = MOST_FEEDS
    _worker: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _ending: finalize[..., FeedReader] | None = field(default=None, init=False)
    """Also for when nobody closes it."""
    _turn: Lock = field(default_factory=Lock, init=False)

    def read(self, content: bytes, url: str, content_type: str = "") -> SourceFeed:
        """The same as `bot.gateways.feed_parsing.parse_feed` in bounded time and memory; raises FeedError."""
        head = json.dumps([url, content_type, len(content)]).encode("ascii") + b"\n"
        with self._turn:
            letter = self._ask(head + content)
            if letter is None:
                # It had ended in order before it came to this one.
                letter = self._ask(head + content)
        if letter is None:
            raise FeedError(FeedProblem.TOO_TANGLED)
        return read_letter(letter)

    def close(self) -> None:
        """End the process; the next feed starts another one."""
        with self._turn:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _ask(self, question: bytes) -> bytes | None:
        """The answer; None from a process that had ended in order; raises FeedError."""
        worker = self._worker or self._start()
        asked, answers = cast("IO[bytes]", worker.stdin), cast("IO[bytes]", worker.stdout)
        waiting = select.poll()
        waiting.register(answers, select.POLLIN)
        try:
            asked.write(question)
            asked.flush()
            if not waiting.poll(self.most_seconds * 1000):
                worker.kill()
            elif letter := answers.readline():
                return letter
        except OSError:
            # It isn't there any more: how it ended says whether this feed was to blame.
            pass
        if self._end():
            raise FeedError(FeedProblem.TOO_TANGLED)
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        # It has nothing to do with the hub's keys and passwords.
        known = {name: value for name, value in os.environ.items() if not name.startswith("LOCAL_FOCUS_")}
        worker = self._worker = subprocess.Popen(
            (sys.executable, "-m", _WORKER, str(self.most_seconds), str(self.most_feeds)),
            cwd=_FOLDER,
            env=known,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ending = finalize(self, _end, worker)
        return worker

    def _end(self) -> int:
        """Let go of the process; how it ended."""
        ending, self._ending, self._worker = self._ending, None, None
        return 0 if ending is None else int(ending() or 0)


def _end(worker: subprocess.Popen[bytes]) -> int:
    """End a process, whatever it does; how it ended."""
    with suppress(subprocess.TimeoutExpired):
        # It ends when nothing can be asked any more.
        worker.communicate(timeout=_STOP_SECONDS)
    worker.kill()
    worker.communicate()
    return worker.returncode
