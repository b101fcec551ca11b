"""That we keep Telegram's limits: counted by the stand-in's windows, in the limiter's own time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.gateways.telegram_limits import MESSAGES_PER_SECOND, TelegramLimits
from tests.bot_api.limits import FloodLimits


class _Loop(asyncio.SelectorEventLoop):
    """Its time passes at once where everybody waits."""

    passed = 0.0

    def time(self) -> float:
        return self.passed

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            # A little more than nothing, as real time does: the limiter's sums are not exact.
            due = self._scheduled[0].when()  # type: ignore[attr-defined]
            self.passed = max(self.passed + 1e-6, due)
        super()._run_once()  # type: ignore[misc]


@pytest.mark.parametrize(
    "chats",
    [[7] * 90, [-7] * 90, list(range(1, 400)), [1, 2, -3] * 60],
    ids=["one person", "one group", "many people", "a few"],
)
def test_telegram_never_has_to_refuse(chats: list[int]) -> None:
    loop = _Loop()
    telegram, refused = FloodLimits(clock=loop.time), []

    async def send_all() -> None:
        limits = TelegramLimits()

        async def send(chat: int) -> Any:
            async def arrive() -> bool:
                # The network is slow at one message and quick at the next.
                await asyncio.sleep(0.3 if chat % 7 == 0 else 0.01)
                refused.append(telegram.count(chat))
                await asyncio.sleep(0.02)
                return True

            data = {"chat_id": chat}
            return await limits.process_request(arrive, (), {}, "sendMessage", data, None)

        await asyncio.gather(*(send(chat) for chat in chats))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(send_all())
    assert len(refused) == len(chats)
    assert max(refused) == 0


def test_nearly_all_that_is_allowed_is_sent() -> None:
    loop = _Loop()

    async def send_all() -> None:
        limits = TelegramLimits()

        async def arrive() -> bool:
            await asyncio.sleep(0.02)
            return True

        sending = (
            limits.process_request(arrive, (), {}, "sendMessage", {"chat_id": chat}, None)
            for chat in range(1, 3001)
        )
        await asyncio.gather(*sending)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(send_all())
    assert 3000 / loop.passed >= 0.95 * MESSAGES_PER_SECOND


def test_what_sends_nothing_waits_for_nothing() -> None:
    loop = _Loop()

    async def ask_often() -> None:
        limits = TelegramLimits()

        async def arrive() -> bool:
            return True

        for _ in range(200):
            await limits.process_request(arrive, (), {}, "answerCallbackQuery", {}, None)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(ask_often())
    assert loop.passed < 1
