"""Made-up feeds for the bench: RSS, Atom and RDF, some stories in two feeds under other names."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SEED = 20261126
_SHARED = 0.1
"""Of all entries, how many tell a story that another feed tells too."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvw", ("a", "e", "i", "o", "en", "or")
_VERBS = ("opens", "closes", "reports", "warns", "plans", "finds", "checks", "moves", "starts", "ends")
_NEWEST = datetime(2026, 11, 25, 12, tzinfo=UTC)


def write_feeds(folder: Path, feeds: int, entries: int) -> int:
    """Write `feeds` files of `entries` entries; how many different stories there are."""
    chance = random.Random(_SEED)  # noqa: S311 -- the same every time is what is wanted
    folder.mkdir(parents=True)
    words = _words(chance)
    told: list[tuple[str, str, datetime]] = []
    for number in range(feeds):
        shared = round(entries * _SHARED) if number else 0
        again = chance.sample(told, min(shared, len(told)))
        new = [_story(chance, words) for _ in range(entries - len(again))]
        told = (told + new)[-5000:]
        name = (f"feed-{number}.rss", f"feed-{number}.atom", f"feed-{number}.rdf")[number % 3]
        write = (_rss, _atom, _rdf)[number % 3]
        (folder / name).write_text(write(number, [*again, *new]), encoding="utf-8")
    return feeds * entries - sum(min(round(entries * _SHARED), n * entries) for n in range(1, feeds))


def _words(chance: random.Random) -> list[str]:
    syllables = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)]


def _story(chance: random.Random, words: list[str]) -> tuple[str, str, datetime]:
    place, thing = (chance.choice(words).capitalize() for _ in range(2))
    title = f"{place} {chance.choice(_VERBS)} {' '.join(chance.choices(words, k=4))} in {thing}"
    paragraphs = [" ".join(chance.choices(words, k=60)) for _ in range(3)]
    html = "".join(f"<p>{p} <a href='/more'>more</a> <b>{place}</b></p>" for p in paragraphs)
    html += "<img src='/a.jpg' onerror='x()'><script>x()</script>"
    return title, html, _NEWEST - timedelta(minutes=chance.randint(0, 10_000))


def _escaped(html: str) -> str:
    return html.replace("&", "&amp;").replace("<", "&lt;")


def _rss(number: int, stories: list[tuple[str, str, datetime]]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>https://s{number}.example/{n}</link>"
        f"<guid isPermaLink='false'>{number}-{n}</guid><pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description>{_escaped(html)}</description></item>"
        for n, (title, html, at) in enumerate(stories)
    )
    site = f"<title>Site {number}</title><link>https://s{number}.example/</link>"
    return f"<rss version='2.0'><channel>{site}{items}</channel></rss>"


def _atom(number: int, stories: list[tuple[str, str, datetime]]) -> str:
    entries = "".join(
        f"<entry><id>tag:s{number}.example,2026:{n}</id><title>{title}</title>"
        f"<link href='https://s{number}.example/{n}'/><updated>{at:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f"<content type='html'>{_escaped(html)}</content></entry>"
        for n, (title, html, at) in enumerate(stories)
    )
    site = f"<id>tag:{number}</id><title>Site {number}</title>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{site}{entries}</feed>"


def _rdf(number: int, stories: list[tuple[str, str, datetime]]) -> str:
    items = "".join(
        f"<item r:about='https://s{number}.example/{n}'><title>{title}</title>"
        f"<link>https://s{number}.example/{n}</link><dc:date>{at:%Y-%m-%dT%H:%M:%SZ}</dc:date>"
        f"<description>{_escaped(html)}</description></item>"
        for n, (title, html, at) in enumerate(stories)
    )
    channel = f"<channel><title>Site {number}</title><link>https://s{number}.example/</link></channel>"
    spaces = "xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    return f"<r:RDF {spaces} xmlns:dc='http://purl.org/dc/elements/1.1/'>{channel}{items}</r:RDF>"
