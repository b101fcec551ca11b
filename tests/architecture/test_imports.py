"""The arrows between the parts: domain <- db <- services <- edges; only the composition root wires."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Part -> the parts of ours that it may import.
ALLOWED = {
    "bot.domain": {"bot.domain", "bot.errors"},
    "bot.db": {"bot.db", "bot.domain", "bot.errors"},
    "bot.services": {"bot.services", "bot.domain", "bot.db", "bot.errors"},
    "bot.gateways": {"bot.gateways", "bot.domain", "bot.errors", "bot.settings", "bot.services", "nlu"},
    "bot.channels": {"bot.channels", "bot.services", "bot.domain", "bot.db", "bot.errors", "bot.settings"},
    # The console's pages share limits, headers and static files with the residents' pages.
    "bot.console": {
        "bot.console",
        "bot.channels",
        "bot.services",
        "bot.domain",
        "bot.db",
        "bot.errors",
        "bot.settings",
    },
    "bot.api": {"bot.api", "bot.services", "bot.domain", "bot.db", "bot.errors", "bot.settings"},
    "bot.jobs": {"bot.jobs", "bot.services", "bot.domain", "bot.db", "bot.errors", "bot.settings"},
    "actions": {"actions", "bot.services", "bot.domain", "bot.db", "bot.errors"},
}
PARTS = sorted([*ALLOWED, "bot.errors", "bot.settings", "bot.app", "nlu"], key=len, reverse=True)


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            # `from bot import api` imports a part too.
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "bot")


def part_of(module: str) -> str | None:
    return next((part for part in PARTS if module == part or module.startswith(part + ".")), None)


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_it_imports_only_what_lies_below(part: str) -> None:
    wrong = {
        (str(file.relative_to(ROOT)), module)
        for file in (ROOT / part.replace(".", "/")).rglob("*.py")
        for module in imports_of(file)
        if (other := part_of(module)) is not None and other not in ALLOWED[part]
    }
    assert wrong == set()


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    foreign = {
        (file.name, module)
        for file in (ROOT / "bot" / "domain").rglob("*.py")
        for module in imports_of(file)
        if not module.startswith("bot") and module.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


def test_only_the_composition_root_wires() -> None:
    assert {
        str(file.relative_to(ROOT))
        for folder in ("bot", "actions")
        for file in (ROOT / folder).rglob("*.py")
        for module in imports_of(file)
        if part_of(module) == "bot.app" and ROOT / "bot" / "app" not in file.parents
    } == {
        "bot/bounce_command.py",
        "bot/cli.py",
        "bot/demo_command.py",
        "bot/feed_commands.py",
        "bot/staff_commands.py",
        "bot/supervisor.py",
    }
