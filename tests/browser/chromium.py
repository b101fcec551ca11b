"""Finds a Chromium on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

VARIABLE = "LOCAL_FOCUS_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The browser to test with: the one that the variable names, or the first that is installed."""
    named = os.environ.get(VARIABLE)
    if named:
        return named if Path(named).is_file() else None
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or _from_playwright()


def _from_playwright() -> str | None:
    """The one that `playwright install chromium` fetched, or None."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(file) for file in sorted(folder.glob("chromium-*/chrome-linux*/chrome"))), None)


def start_arguments() -> list[str]:
    """What Chromium needs to be told: it refuses its sandbox to root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []
