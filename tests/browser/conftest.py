"""A real Chromium in front of a real server with the scripted dialogue behind it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.frontend import build_frontend
from tests.browser.chromium import VARIABLE, find_chromium, start_arguments
from tests.fakes.hub import Hub, create_hub

PATIENCE_MILLISECONDS = 10_000
_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no browser, except in CI, where that is a failure."""
    browser_items = [item for item in items if item.get_closest_marker("browser")]
    if not browser_items or find_chromium() is not None:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"no Chromium found for {len(browser_items)} browser tests; set {VARIABLE}")
    _left_out.extend(item.nodeid for item in browser_items)
    config.hook.pytest_deselected(items=browser_items)
    items[:] = [item for item in items if item not in browser_items]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out."""
    if _left_out:
        terminalreporter.write_line(
            f"{len(_left_out)} browser tests were left out: no Chromium found "
            f"(install Debian's chromium, or set {VARIABLE})",
            yellow=True,
        )


@dataclass(slots=True)
class Site:
    """A hub that is being served."""

    hub: Hub
    address: str
    server: uvicorn.Server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=start_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_frontend() -> None:
    """The style sheet and scripts, as `dev` builds them."""
    build_frontend()


@pytest.fixture
def site(tmp_path: Path, built_frontend: None) -> Iterator[Site]:
    """A hub on a free port of this machine."""
    hub = create_hub(tmp_path / "home")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        config = uvicorn.Config(hub.app, log_level="critical", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Site(hub, f"http://127.0.0.1:{listener.getsockname()[1]}", server)
        hub.app.state.web_streams.stop()
        server.should_exit = True
        thread.join()
    hub.close()


type OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Opens a page of the site; with `scripts=False` as a browser without JavaScript does.

    A test fails at its end when a page had an error or was told so by the security policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(path: str, *, width: int = 1280, scripts: bool = True, **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            base_url=site.address,
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []
