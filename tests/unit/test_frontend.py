"""The front-end build: does what is needed, once, and says plainly what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import frontend
from bot.frontend import FrontendError, build_frontend

NPM = """#!/bin/sh
echo "$@" >> "$NPM_CALLS"
case "$1" in
  ci) mkdir -p node_modules/govuk-frontend/dist/govuk node_modules/leaflet/dist
      echo "{}" > node_modules/leaflet/dist/leaflet.js
      echo "export {}" > node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js ;;
  run) echo "body{}" | tee built/site.css built/map.css > built/console.css ;;
esac
exit ${NPM_EXIT:-0}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a small npm and node of its own on the path."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("npm", "node"):
        (commands / name).write_text(NPM)
        (commands / name).chmod(0o755)
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "site.scss").write_text("body {}")
    monkeypatch.setenv("PATH", f"{commands}:/usr/bin:/bin")
    monkeypatch.setenv("NPM_CALLS", str(tmp_path / "calls"))
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "STYLES", tmp_path / "styles")
    monkeypatch.setattr(frontend, "BUILT", tmp_path / "built")
    monkeypatch.setattr(frontend, "_STAMP", tmp_path / "built" / "built-from")
    monkeypatch.setattr(frontend, "PACKAGES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "_GOVUK", tmp_path / "node_modules" / "govuk-frontend" / "dist" / "govuk")
    monkeypatch.setattr(frontend, "_LEAFLET", tmp_path / "node_modules" / "leaflet" / "dist")
    return tmp_path


def calls(project: Path) -> list[str]:
    return [line.split()[0] for line in (project / "calls").read_text().splitlines()]


def test_it_fetches_and_builds_once(project: Path) -> None:
    assert [build_frontend(str), build_frontend(str)] == [True, False]
    assert calls(project) == ["ci", "run"]


def test_a_changed_style_is_built_without_fetching_again(project: Path) -> None:
    build_frontend(str)
    (project / "styles" / "site.scss").write_text("body { margin: 0 }")

    assert build_frontend(str) is True
    assert calls(project) == ["ci", "run", "run"]


def test_changed_packages_are_fetched_again(project: Path) -> None:
    build_frontend(str)
    (project / "package-lock.json").write_text('{"changed": true}')

    build_frontend(str)

    assert calls(project) == ["ci", "run", "ci", "run"]


def test_a_failure_says_which_command(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPM_EXIT", "7")

    with pytest.raises(FrontendError, match="failed with 7"):
        build_frontend(str)


def test_without_npm_and_uv_it_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project / "nowhere"))
    monkeypatch.delenv("UV", raising=False)

    with pytest.raises(FrontendError, match=r"install Node\.js"):
        build_frontend(str)
