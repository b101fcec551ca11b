"""The place pack's message templates: what is wrong is named by file and line; Cumbria has its own."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from bot.db.models import ConcernState
from bot.domain.message_templates import MessageTemplate
from bot.gateways.place_pack_templates import _FrontMatter, load_templates, read_templates
from bot.settings import ROOT

GOOD = """---
id: cleared
title: It was cleared
categories: [litter]
states: [closed]
---
It is gone from {place}.
"""


def write(folder: Path, text: str, name: str = "cleared") -> None:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / f"{name}.md").write_text(text)


def test_one_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    wanted = ("cleared", "It was cleared", "It is gone from {place}.", frozenset({"litter"}))
    assert load_templates(tmp_path) == [MessageTemplate(*wanted, frozenset({"closed"}))]


def test_a_pack_may_have_none(tmp_path: Path) -> None:
    assert load_templates(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("{place}", "{plaice}", 7), ("id: cleared", "id: other", 2), ("{place}", "{place", 7)],
)
def test_what_is_wrong_is_named_by_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    write(tmp_path, GOOD.replace(old, new))
    _, [error] = read_templates(tmp_path)
    assert f"cleared.md:{line}" in str(error)


def test_states_are_those_of_concerns() -> None:
    field = typing.get_args(_FrontMatter.model_fields["states"].annotation)[0]
    assert set(typing.get_args(field)) == {state.value for state in ConcernState}


def test_cumbria_has_short_ones_for_the_everyday() -> None:
    templates = load_templates(ROOT / "data" / "cumbria")
    assert len(templates) >= 12
    assert {template.title for template in templates if len(template.text.split()) > 60} == set()
