"""`local-focus up`: trains if need be, migrates, runs Rasa and the hub together, and stops both."""

from __future__ import annotations

import asyncio
import errno
import gc
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.loops.auto import auto_loop_factory

from bot.app.hub import create_app
from bot.app.models import create_model_life
from bot.db.migration import migrate
from bot.db.session import create_database_engine
from bot.errors import LocalFocusError
from bot.gateways.calendar import open_calendar
from bot.gateways.rasa_process import RasaProcess, stop_left_over
from bot.settings import Settings
from nlu.server.huge_pages import use_huge_pages_soon

_NEEDED_BYTES = 200 * 1024 * 1024
_POLL_SECONDS = 0.05
_READY_SECONDS = 120.0
_STOP_SECONDS = 5


class StartError(LocalFocusError):
    """The product can't start; the message says why and what to do."""


def check_machine(settings: Settings) -> None:
    """Raise StartError when a folder can't be written, the disk is full, or a port is taken."""
    home = settings.home_folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".probe"
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StartError(f"The disk that holds {home} is full: make room and start again.") from None
        raise StartError(
            f"Can't write to {home} ({error.strerror}): set LOCAL_FOCUS_HOME to a folder that you own."
        ) from None
    if shutil.disk_usage(home).free < _NEEDED_BYTES:
        raise StartError(f"The disk that holds {home} is nearly full: make 200 MB free and start again.")
    _check_port(settings.host, settings.port, "LOCAL_FOCUS_PORT")
    if settings.rasa_url is None:
        _check_port("127.0.0.1", settings.rasa_port, "LOCAL_FOCUS_RASA_PORT")


def _check_port(host: str, port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise StartError(
                f"Port {port} is taken: stop what uses it, or set {name} to another number."
            ) from None


def run_product(
    settings: Settings,
    say: Callable[[str], None],
    create: Callable[[Settings, Path, str], FastAPI] = create_app,
) -> None:
    """Run everything until Ctrl-C; `create` makes the hub from settings, model and secret.

    Looking for garbage may be off when it is called: it is on again from when the hub stands.
    Raises StartError, SettingsError and ModelError with one sentence that says what to do.
    """
    began = time.monotonic()
    if not stop_left_over(settings):
        raise StartError(
            f"Another copy is running in {settings.home_folder}: stop it, or set LOCAL_FOCUS_HOME, "
            "LOCAL_FOCUS_PORT and LOCAL_FOCUS_RASA_PORT for this one so that both can run."
        )
    check_machine(settings)
    outcome = create_model_life(settings, say).settle()
    if outcome.objection:
        say(outcome.refusal)
    engine = create_database_engine(settings.sqlalchemy_url)
    migrate(engine)
    engine.dispose()
    serving = _serve(settings, outcome.serving, say, began, create)
    if settings.telegram_key is None:
        say("Without LOCAL_FOCUS_TELEGRAM_TOKEN only the web chat is served.")
    asyncio.run(serving, loop_factory=auto_loop_factory())


async def _serve(
    settings: Settings,
    model: Path,
    say: Callable[[str], None],
    began: float,
    create: Callable[[Settings, Path, str], FastAPI],
) -> None:
    secret = _shared_secret(settings)
    rasa = RasaProcess(settings, secret, model, say)
    # Rasa starts in its own process while the hub is put together here.
    watcher = asyncio.create_task(rasa.keep_alive()) if settings.rasa_url is None else None
    try:
        await asyncio.sleep(0)
        app = create(settings, model, secret)
        # What was made for good needn't be looked through for garbage again and again.
        gc.collect()
        gc.freeze()
        gc.enable()
        # A message makes some ten thousand objects, nearly all gone when it is answered.
        gc.set_threshold(20_000)
        follower = asyncio.create_task(app.state.model_follower.follow(rasa.restart_with, say))
        try:
            await _serve_hub(settings, app, say, began)
        finally:
            follower.cancel()
    finally:
        await rasa.stop()
        if watcher is not None:
            await watcher
        say("Stopped.")


class _Server(uvicorn.Server):
    """Lets what is in hand be finished while Rasa can still reach the hub for it."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish messages first, then close."""
        app = self.config.app
        if isinstance(app, FastAPI):
            await app.state.finish_messages()
        await super().shutdown(sockets)


async def _serve_hub(settings: Settings, app: FastAPI, say: Callable[[str], None], began: float) -> None:
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            # Streams to open pages end when the product does.
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )
    # The server takes these signals while it runs and hands them on once it has stopped.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_stopping)
    announcer = asyncio.create_task(_announce(server, app.state.is_ready, settings, say, began))
    try:
        await server.serve()
    finally:
        announcer.cancel()


def _already_stopping(_number: int, _frame: object) -> None:
    """Take a signal that was acted on already."""


async def _announce(
    server: uvicorn.Server,
    is_ready: Callable[[], object],
    settings: Settings,
    say: Callable[[str], None],
    began: float,
) -> None:
    """Say the address once the whole product can serve, and that it takes longer when it does.

    What no resident's first words need is got ready afterwards.
    """
    waited = 0.0
    while not (server.started and await is_ready()):  # type: ignore[misc]
        await asyncio.sleep(_POLL_SECONDS)
        waited += _POLL_SECONDS
        if waited > _READY_SECONDS:
            say("Rasa is still not there; its log says why. Messages are kept for a person meanwhile.")
            return
    say(
        f"Local Focus is ready on {settings.hub_address} ({time.monotonic() - began:.1f} s). Ctrl-C stops it."
    )
    await asyncio.to_thread(open_calendar)
    await use_huge_pages_soon()


def _shared_secret(settings: Settings) -> str:
    given = settings.action_secret
    return given.get_secret_value() if given is not None else secrets.token_urlsafe(32)
