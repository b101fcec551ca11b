"""YAML with line numbers, and mistakes that plain YAML lets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PlacePackError
from bot.gateways.place_pack_yaml import parse_yaml, read_yaml

FILE = Path("pack.yml")


def test_every_value_knows_its_line() -> None:
    source = parse_yaml(FILE, "a:\n  - x: 1\n    y: 2\n  - x: 3\n")
    assert source.data == {"a": [{"x": 1, "y": 2}, {"x": 3}]}
    assert source.line_of("a", 0, "y") == 3
    assert source.line_of("a", 1, "missing") == 4
    assert source.error("odd", "a", 1).line == 4


def test_front_matter_counts_from_its_own_first_line() -> None:
    assert parse_yaml(FILE, "a: 1\nb: 2\n", first_line=2).line_of("b") == 3


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\na: 2\n", 2, "given twice"),
        ("a: 1\nb: [\n", 3, "not valid YAML"),
        ("a: b: c\n", 1, "not valid YAML"),
    ],
)
def test_broken_yaml_is_named_by_line(text: str, line: int, message: str) -> None:
    with pytest.raises(PlacePackError) as caught:
        parse_yaml(FILE, text)
    assert caught.value.line == line
    assert message in caught.value.message


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "empty.yml"
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert read_yaml(file).data is None


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.yml"
    file.write_bytes(b"name: caf\xe9\n")
    with pytest.raises(PlacePackError, match="cannot be read"):
        read_yaml(file)
