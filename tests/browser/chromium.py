"""Finds a Chromium on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

VARIABLE = "LOCAL_FOCUS_CHROMIUM"
_SHAPES = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
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
    caches = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or caches / "ms-playwright")
    found = (file for shape in _SHAPES for file in sorted(folder.glob(shape)))
    return next((str(file) for file in found), None)


def start_arguments() -> list[str]:
    """What Chromium needs to be told: it refuses its sandbox to root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


if __name__ == "__main__":
    # How `dev` asks whether there is one.
    sys.exit(0 if find_chromium() else 1)
