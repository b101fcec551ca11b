"""Loads a place pack's pages of advice: Markdown with front matter, one file a topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.domain.advice import AdviceLibrary, AdvicePage
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_front_matter import MarkdownPage, read_page
from bot.gateways.place_pack_yaml import validate

ADVICE_FOLDER = "advice"
MOST_SENTENCES = 3

#: A full stop inside an address ends no sentence, so a space or the end has to follow.
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")

type _AskIntent = Annotated[str, StringConstraints(pattern=r"^ask_[a-z0-9_]+$")]


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: Slug
    title: Words
    areas: Literal["all"] | Annotated[list[Slug], Field(min_length=1)]
    intents: list[_AskIntent] = []
    intents_if_named: list[_AskIntent] = []
    keywords: list[Words] = []
    sources: Annotated[list[Words], Field(min_length=1)]
    date_checked: date
    summary: Words
    sensitive: bool = False


def load_advice(folder: Path, hub_areas: Collection[str]) -> AdviceLibrary:
    """The pages of the pack in this folder; PlacePackError for the first thing wrong with them."""
    library, errors = read_advice(folder, hub_areas)
    if errors:
        raise errors[0]
    return library


def read_advice(folder: Path, hub_areas: Collection[str]) -> tuple[AdviceLibrary, list[PlacePackError]]:
    """The pages and everything wrong with them, file and line; a file that can't be read still raises."""
    files = sorted((folder / ADVICE_FOLDER).glob("*.md"))
    if not files:
        raise PlacePackError(folder / ADVICE_FOLDER, None, "there are no pages of advice")
    pages: list[AdvicePage] = []
    errors: list[PlacePackError] = []
    for file in files:
        page, source = _read_page(file, hub_areas)
        pages.append(page)
        errors += _check_page(page, source, hub_areas)
    answered = Counter((intent, area) for page in pages for intent in page.intents for area in page.areas)
    for (intent, area), count in answered.items():
        if count > 1:
            errors.append(
                PlacePackError(folder / ADVICE_FOLDER, None, f"{count} pages answer {intent} for {area}")
            )
    return AdviceLibrary(pages), errors


def _read_page(file: Path, hub_areas: Collection[str]) -> tuple[AdvicePage, MarkdownPage]:
    source = read_page(file)
    front = validate(_FrontMatter, source.front)
    page = AdvicePage(
        topic=front.topic,
        title=front.title,
        areas=frozenset(hub_areas if front.areas == "all" else front.areas),
        summary=front.summary,
        body=source.body,
        sources=tuple(front.sources),
        checked_on=front.date_checked,
        intents=frozenset(front.intents),
        intents_if_named=frozenset(front.intents_if_named),
        keywords=tuple(front.keywords),
        is_sensitive=front.sensitive,
    )
    return page, source


def _check_page(
    page: AdvicePage, whole: MarkdownPage, hub_areas: Collection[str]
) -> Iterator[PlacePackError]:
    source = whole.front
    if page.topic != source.file.stem:
        yield source.error(f"the topic is {page.topic!r}, so the file must be {page.topic}.md", "topic")
    for area in sorted(page.areas - set(hub_areas)):
        yield source.error(f"{area!r} is not a hub area", "areas")
    if not page.intents and not page.intents_if_named:
        yield source.error("the page answers no intent")
    if page.intents_if_named and not page.keywords:
        yield source.error("the page has to be named but has no keywords", "intents_if_named")
    if len(_SENTENCE_END.findall(page.summary)) > MOST_SENTENCES:
        yield source.error(f"the summary has more than {MOST_SENTENCES} sentences", "summary")
    if len(page.body.split()) < 30:
        yield PlacePackError(source.file, whole.body_line, "the page says next to nothing")
    yield from whole.find_html()
