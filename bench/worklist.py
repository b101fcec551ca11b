"""Measures the staff's queue over HTTP, signed in, in front of as many concerns as a county ever has."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn

from bench.errors import BenchError
from bench.machine import describe_machine
from bench.profiles import Profile
from bench.progress import Progress
from bench.queue_figures import STORES, by_database
from bench.result_file import RESULTS, Run, write_result
from bench.table import render_run
from bench.worklist_data import fill_county
from bench.worklist_pages import PageTimes, list_asked, time_pages
from bot.app.core import CUE_FOLDER
from bot.db.migration import migrate
from bot.domain.staff import Role
from bot.gateways.place_pack import PlacePack, open_place_pack
from bot.settings import ROOT
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.officer import Officer, add_staff
from tests.postgres import find_programs, running_postgres

_SQLITE, _POSTGRESQL = STORES
_NO_POSTGRESQL = "PostgreSQL was not measured: its programs aren't installed here."
_START_SECONDS, _REQUEST_SECONDS = 30.0, 120.0
_AREA = "carlisle"
"""What an officer with one area sees."""


def measure_only_worklist(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure it on each database, print it, return the result file; raises BenchError and OSError."""
    concerns = dict(zip(STORES, (profile.concerns_sqlite, profile.concerns_postgresql), strict=True))
    pack = open_place_pack(ROOT / "data" / "cumbria", CUE_FOLDER, datetime.now(UTC).date())
    times = {_SQLITE: _measure(_SQLITE, folder / "sqlite", pack, concerns[_SQLITE], progress)}
    notes = [f"{os.getloadavg()[0]:.0f} processes wanted a core when the first pages had been asked for."]
    if (programs := find_programs()) is None:
        notes.append(_NO_POSTGRESQL)
    else:
        with running_postgres(programs, options="") as url:
            times[_POSTGRESQL] = _measure(
                _POSTGRESQL, folder / "postgresql", pack, concerns[_POSTGRESQL], progress, url
            )
    figures = by_database(
        {store: {**one.figures(), "worklist_concerns": concerns[store]} for store, one in times.items()}
    )
    run = Run(
        profile=profile.only("worklist"),
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={f"concerns_{store.casefold()}": count for store, count in concerns.items()},
        comparisons=(),
        details={"addresses": times[_SQLITE].addresses},
        notes=notes,
        queues=figures,
    )
    progress.say("Done.")
    progress.print(render_run(run))
    return write_result(RESULTS, run)


def _measure(
    store: str, home: Path, pack: PlacePack, concerns: int, progress: Progress, url: str | None = None
) -> PageTimes:
    hub = create_hub(home, pack=pack, **({"database_url": url} if url else {}))
    try:
        migrate(hub.database.engine)
        progress.say(f"Queue on {store}: filling in {concerns:,} concerns ...")
        fill_county(hub.database, pack, concerns)
        progress.say(f"Queue on {store}: asking for pages ...")
        with _served(hub) as address:
            return asyncio.run(_time(hub, address))
    finally:
        hub.close()


async def _time(hub: Hub, address: str) -> PageTimes:
    asked = list_asked(hub.database)
    async with (
        httpx.AsyncClient(base_url=address, timeout=_REQUEST_SECONDS) as boss_client,
        httpx.AsyncClient(base_url=address, timeout=_REQUEST_SECONDS) as officer_client,
    ):
        boss = await _sign_in(hub, boss_client, "boss@hub.example", Role.HUB_COORDINATOR)
        officer = await _sign_in(
            hub, officer_client, "officer@hub.example", Role.HUB_OFFICER, frozenset({_AREA})
        )
        return await time_pages(boss, officer, asked)


async def _sign_in(
    hub: Hub, client: httpx.AsyncClient, email: str, role: Role, areas: frozenset[str] = frozenset()
) -> httpx.AsyncClient:
    add_staff(hub, email, role, areas=areas)
    officer = Officer(client)
    await officer.sign_in(email)
    if officer.path != "/console":
        raise BenchError(f"{email} could not sign in")
    return client


@contextmanager
def _served(hub: Hub) -> Iterator[str]:
    """The hub on a free port of this machine, with a thread of its own; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        server = uvicorn.Server(uvicorn.Config(hub.app, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_START_SECONDS)
