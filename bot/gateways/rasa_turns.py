"""Messages that Rasa has in hand: answered once the last action has spoken, while Rasa still finishes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from bot.domain.replies import Reply
from bot.errors import RasaUnavailableError

_log = logging.getLogger(__name__)

#: Rounds of the event loop after which an answer is on its way: written in one, sent before the next.
_ROUNDS = 2

type Ask = Callable[[], Coroutine[None, None, list[Reply]]]
"""Gives Rasa the message and waits for its answers; raises RasaUnavailableError."""


@dataclass(slots=True)
class _Turn:
    """One message that Rasa has in hand."""

    answer: asyncio.Future[list[Reply]]
    said: list[Reply] = field(default_factory=list)
    """What its actions have said so far."""


class RasaTurns:
    """Knows what is said before Rasa tells it: the actions that say it run in the hub.

    What Rasa does after the last action is its own book-keeping. A resident need not wait for it; the next
    message waits for it in Rasa (nlu/server/message_turns.py), and forgetting the conversation does here.
    Should it fail, nothing that was said is lost: the report is the hub's (docs/adr/0002).
    """

    def __init__(self) -> None:
        self._turns: dict[int, _Turn] = {}
        self._in_hand: dict[asyncio.Task[None], str] = {}

    def are_only(self, tracker_id: str) -> bool:
        """Whether Rasa has nothing in hand for any other conversation."""
        return all(other == tracker_id for other in self._in_hand.values())

    async def take(self, tracker_id: str, message_id: int | None, ask: Ask) -> list[Reply]:
        """Have a message answered; raises as `ask` does."""
        turn = _Turn(asyncio.get_running_loop().create_future())
        if message_id is not None:
            self._turns[message_id] = turn
        # Begun at once rather than in the event loop's next round.
        task = asyncio.Task(self._see_through(turn, ask), loop=asyncio.get_running_loop(), eager_start=True)
        self._in_hand[task] = tracker_id
        task.add_done_callback(lambda done: self._end(message_id, done))
        try:
            return await turn.answer
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def note(self, message_id: int, replies: Sequence[Reply], *, is_last: bool) -> None:
        """An action has spoken for the message; after the last one the resident is answered, then Rasa."""
        turn = self._turns.get(message_id)
        if turn is None:
            return
        turn.said.extend(replies)
        if is_last and not turn.answer.done():
            turn.answer.set_result(turn.said)
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)

    async def settle(self, tracker_id: str) -> None:
        """Wait until Rasa has nothing in hand for the conversation."""
        tasks = {task for task, other in self._in_hand.items() if other == tracker_id}
        if tasks:
            await asyncio.wait(tasks)

    async def settle_all(self) -> None:
        """Wait until Rasa has nothing in hand at all."""
        if self._in_hand:
            await asyncio.wait(set(self._in_hand))

    async def _see_through(self, turn: _Turn, ask: Ask) -> None:
        try:
            replies = await ask()
        except RasaUnavailableError as error:
            if turn.answer.done():
                _log.warning("Rasa did not finish a message that was answered: %s", type(error).__name__)
            else:
                turn.answer.set_exception(error)
        else:
            if not turn.answer.done():
                turn.answer.set_result(replies)

    def _end(self, message_id: int | None, task: asyncio.Task[None]) -> None:
        if message_id is not None:
            self._turns.pop(message_id, None)
        self._in_hand.pop(task, None)
