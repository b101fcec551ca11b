"""The client of Rasa, against a real server on a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import ModelError, RasaUnavailableError
from bot.gateways.rasa import Rasa

SECRET = "between the two of us"


class RasaStandIn:
    """Answers as our channel in Rasa does, and keeps what it was asked."""

    def __init__(self, status: int = 200, body: str = "[]", *, hangs: bool = False) -> None:
        self.status, self.body, self.hangs = status, body, hangs
        self.asked: list[tuple[str, str, str, object]] = []
        self.connections: set[int] = set()
        self.over = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        content = await request.text()
        self.connections.add(id(request.transport))
        self.asked.append(
            (
                request.method,
                request.path_qs,
                request.headers["Authorization"],
                json.loads(content) if content else None,
            )
        )
        if self.hangs:
            await self.over.wait()
        return web.Response(status=self.status, text=self.body, content_type="application/json")


@asynccontextmanager
async def serving(stand_in: RasaStandIn) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", stand_in.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        stand_in.over.set()
        await runner.cleanup()


EMBEDDING = {"encoder": "e", "values": "v"}


def talk[T](
    stand_in: RasaStandIn,
    say: Callable[[Rasa], Awaitable[T]],
    timeout_seconds: float = 5.0,
    read_ahead: Callable[[str], object] = lambda _text: None,
) -> T:
    """What comes of talking to the stand-in; "hello" and "bye" are messages that were embedded already."""

    async def go() -> T:
        async with serving(stand_in) as address:
            known = {"hello": EMBEDDING, "bye": EMBEDDING}
            rasa = Rasa(address, SECRET, timeout_seconds, known.get, read_ahead)
            try:
                return await say(rasa)
            finally:
                await rasa.close()

    return asyncio.run(go())


class TestSend:
    def test_it_gives_the_message_and_returns_the_answers_in_order(self) -> None:
        stand_in = RasaStandIn(body='[{"text": "one"}, {"custom": {"text": "two", "danger": "medical"}}]')
        replies = talk(stand_in, lambda rasa: rasa.send("t1", "bins", {"a": 1}))
        assert [(reply.text, reply.danger) for reply in replies] == [("one", None), ("two", "medical")]
        body = {"sender": "t1", "message": "bins", "metadata": {"a": 1}}
        assert stand_in.asked == [("POST", "/webhooks/hub/webhook", f"Bearer {SECRET}", body)]

    def test_it_sends_the_embedding_of_a_message_that_was_read_already(self) -> None:
        stand_in = RasaStandIn()
        talk(stand_in, lambda rasa: rasa.send("t1", "hello", {}))
        assert stand_in.asked[0][3] == {
            "sender": "t1",
            "message": "hello",
            "metadata": {},
            "embedding": EMBEDDING,
        }

    def test_the_connection_stays_open(self) -> None:
        stand_in = RasaStandIn()

        async def twice(rasa: Rasa) -> None:
            await rasa.send("t1", "one", {})
            await rasa.send("t1", "two", {})

        talk(stand_in, twice)
        assert len(stand_in.asked) == 2
        assert len(stand_in.connections) == 1

    @pytest.mark.parametrize(
        "stand_in", [RasaStandIn(500), RasaStandIn(401), RasaStandIn(body="<html>"), RasaStandIn(hangs=True)]
    )
    def test_whatever_fails_says_nothing_of_the_message(self, stand_in: RasaStandIn) -> None:
        with pytest.raises(RasaUnavailableError) as raised:
            talk(stand_in, lambda rasa: rasa.send("t1", "my secret words", {}), timeout_seconds=0.3)
        assert "secret" not in str(raised.value)

    def test_a_rasa_that_is_down_is_told_plainly(self) -> None:
        async def go() -> None:
            rasa = Rasa("http://127.0.0.1:9", SECRET, 1.0)
            try:
                assert not await rasa.is_ready()
                await rasa.send("t1", "bins", {})
            finally:
                await rasa.close()

        with pytest.raises(RasaUnavailableError):
            asyncio.run(go())


class TestReadAhead:
    def test_a_message_is_read_while_rasa_has_it_in_hand(self) -> None:
        stand_in = RasaStandIn(hangs=True)
        read = []

        def read_ahead(text: str) -> None:
            read.append(text)
            stand_in.over.set()

        talk(stand_in, lambda rasa: rasa.send("t1", "hello", {}), read_ahead=read_ahead)
        assert read == ["hello"]

    def test_nothing_is_while_others_wait_too(self) -> None:
        stand_in = RasaStandIn()
        read: list[str] = []

        async def both(rasa: Rasa) -> None:
            await asyncio.gather(rasa.send("t1", "hello", {}), rasa.send("t2", "bye", {}))
            await rasa.send("t1", "hello", {})

        talk(stand_in, both, read_ahead=read.append)
        assert len(stand_in.asked) == 3
        assert "bye" not in read

    def test_where_it_fails_the_answer_comes_all_the_same(self, caplog: pytest.LogCaptureFixture) -> None:
        stand_in = RasaStandIn(body='[{"text": "one"}]', hangs=True)

        def fail(text: str) -> None:
            stand_in.over.set()
            raise ValueError(text)

        (reply,) = talk(stand_in, lambda rasa: rasa.send("t1", "hello", {}), read_ahead=fail)
        assert reply.text == "one"
        assert "ValueError" in caplog.text
        assert "hello" not in caplog.text


class TestTheRest:
    def test_it_has_a_conversation_forgotten(self) -> None:
        stand_in = RasaStandIn(status=204, body="")
        talk(stand_in, lambda rasa: rasa.forget("t1"))
        assert stand_in.asked[0][:2] == ("DELETE", "/webhooks/hub/conversations/t1")

    def test_it_says_so_when_that_fails(self) -> None:
        with pytest.raises(RasaUnavailableError):
            talk(RasaStandIn(500), lambda rasa: rasa.forget("t1"))

    def test_it_has_a_model_loaded(self) -> None:
        stand_in = RasaStandIn(status=204, body="")
        talk(stand_in, lambda rasa: rasa.load_model(Path("/models/new.tar.gz")))
        method, path, _, body = stand_in.asked[0]
        assert (method, body) == ("PUT", {"model_file": "/models/new.tar.gz"})
        assert path.startswith("/model?token=")

    def test_a_model_that_rasa_refuses_is_an_error_of_the_model(self) -> None:
        with pytest.raises(ModelError, match="400"):
            talk(RasaStandIn(400), lambda rasa: rasa.load_model(Path("/models/new.tar.gz")))

    def test_it_is_ready_when_its_channel_answers(self) -> None:
        assert talk(RasaStandIn(), lambda rasa: rasa.is_ready())
        assert not talk(RasaStandIn(503), lambda rasa: rasa.is_ready())
