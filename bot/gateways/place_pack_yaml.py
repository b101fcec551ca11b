"""Reads a YAML file of the place pack so that everything wrong with it is named by file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import PlacePackError

#: The C one is ten times as fast and not built everywhere.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Where a value stands: keys and list positions from the top of the file.
type Spot = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LocatedYaml:
    """A file's content, with the line (from 1) on which each key and list item begins."""

    file: Path
    data: Any
    lines: dict[Spot, int]

    def line_of(self, *spot: str | int) -> int | None:
        """The line of the value, or of the nearest thing that holds it; None for an empty file."""
        for length in range(len(spot), -1, -1):
            line = self.lines.get(spot[:length])
            if line is not None:
                return line
        return None

    def error(self, message: str, *spot: str | int) -> PlacePackError:
        """The error that says this of the value at the spot."""
        return PlacePackError(self.file, self.line_of(*spot), message)


def read_text(file: Path) -> str:
    """The file's text; PlacePackError when it is missing, unreadable or not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PlacePackError(file, None, "this file is missing from the place pack") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PlacePackError(file, None, f"cannot be read: {error}") from error


def read_yaml(file: Path) -> LocatedYaml:
    """The file's content with line numbers; PlacePackError when it is missing or not YAML."""
    return parse_yaml(file, read_text(file))


def parse_yaml(file: Path, text: str, first_line: int = 1) -> LocatedYaml:
    """The same for text that begins on a given line of the file, like the front matter of a page."""
    loader = _SafeLoader(text)
    lines: dict[Spot, int] = {}
    try:
        node = loader.get_single_node()
        if node is not None:
            _note_lines(file, node, (), lines, first_line)
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = None if mark is None else mark.line + first_line
        raise PlacePackError(file, line, f"is not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise PlacePackError(file, None, f"is not valid YAML: {error}") from error
    finally:
        loader.dispose()
    return LocatedYaml(file, data, lines)


def validate[M: BaseModel](model: type[M], source: LocatedYaml) -> M:
    """The content as this model; PlacePackError naming the first thing that does not fit."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        spot: Spot = tuple(first["loc"])
        where = ".".join(str(part) for part in spot) or "the whole file"
        raise source.error(f"{where}: {first['msg']}", *spot) from None


def _note_lines(file: Path, node: yaml.Node, spot: Spot, lines: dict[Spot, int], first_line: int) -> None:
    """Records where each value begins; a key given twice is an error, since YAML drops one silently."""
    lines.setdefault(spot, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*spot, str(key.value))
            line = key.start_mark.line + first_line
            if inner in lines:
                raise PlacePackError(file, line, f"{key.value!r} is given twice")
            lines[inner] = line
            _note_lines(file, value, inner, lines, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(file, item, (*spot, position), lines, first_line)
