"""Loads a place pack's message templates: files with front matter, whose body is the plain message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.domain.categories import Category
from bot.domain.message_templates import MessageTemplate, check_template
from bot.errors import PlacePackError, StaffError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_front_matter import MarkdownPage, read_page
from bot.gateways.place_pack_yaml import validate

TEMPLATES_FOLDER = "templates"


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Words
    categories: list[Category] = []
    states: list[Literal["open", "in_progress", "waiting", "closed"]] = []


def load_templates(folder: Path) -> list[MessageTemplate]:
    """The templates, for a pack that may have none; PlacePackError for the first thing wrong."""
    templates, errors = read_templates(folder)
    if errors:
        raise errors[0]
    return templates


def read_templates(folder: Path) -> tuple[list[MessageTemplate], list[PlacePackError]]:
    """The templates and everything wrong with them, by file and line; a broken file still raises."""
    templates: list[MessageTemplate] = []
    errors: list[PlacePackError] = []
    for file in sorted((folder / TEMPLATES_FOLDER).glob("*.md")):
        page = read_page(file)
        front = validate(_FrontMatter, page.front)
        template = MessageTemplate(
            key=front.id,
            title=front.title,
            text=page.body.strip(),
            categories=frozenset(category.value for category in front.categories),
            states=frozenset(front.states),
        )
        errors += _check(template, page)
        templates.append(template)
    return templates, errors


def _check(template: MessageTemplate, page: MarkdownPage) -> Iterator[PlacePackError]:
    if template.key != page.front.file.stem:
        yield page.front.error(f"the id is {template.key!r}, so the file must be {template.key}.md", "id")
    try:
        check_template(template)
    except StaffError as error:
        yield PlacePackError(page.front.file, page.body_line, str(error))
