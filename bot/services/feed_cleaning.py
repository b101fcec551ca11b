"""Cleans what strangers wrote: a title of plain words, HTML of few tags, paragraphs of plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

import nh3

from bot.domain.feed_texts import cut_text, one_line, paragraphs
from bot.domain.feeds import LONGEST_ADDRESS, LONGEST_TITLE, SourceEntry
from bot.services.post_markup import escaped

_TAGS = {"p", "strong", "b", "em", "i", "a", "ul", "ol", "li", "blockquote", "br", "h3", "h4"}
_SCHEMES = {"https", "http", "tel", "mailto"}
_LONGEST_HTML = 60_000
_SMALLEST_SIDE = 40
"""Pixels; what says that it is smaller counts readers and shows nothing."""
_PICTURES_LOOKED_FOR, _PICTURES_AT_ONCE = 20_000, 500
"""Characters; mostly the first piece has it."""
_PICTURE = re.compile("<img", re.IGNORECASE)
#: A tag as the cleaner writes it.
_TAG = re.compile(r"<(/?)([a-z0-9]+)(?:\s+[a-z]+=\"[^\"]*\")*\s*>")
#: What ends a line of text; everything else is taken out without a trace.
_BREAKS = {
    "p": "\n\n",
    "li": "\n",
    "br": "\n",
    "h3": "\n\n",
    "h4": "\n\n",
    "blockquote": "\n\n",
    "ul": "\n",
    "ol": "\n",
}


@dataclass(frozen=True, slots=True)
class CleanEntry:
    """An entry that may be kept and shown."""

    title: str
    """Plain words; the beginning of the text where the feed has no title."""
    html: str
    text: str
    """The same without tags, by paragraphs."""
    link: str
    picture: str
    picture_alt: str


def clean_entry(entry: SourceEntry) -> CleanEntry:
    """The entry without anything that could do harm or isn't seen."""
    html = clean_html(entry.html, entry.link)
    text = plain_text(html)
    title = clean_title(entry.title) or cut_text(one_line(text), 80)
    picture, alt = (entry.picture, entry.picture_alt) if entry.picture else first_picture(entry)
    return CleanEntry(title, html, text, entry.link, picture, clean_title(alt))


def clean_html(html: str, base: str = "") -> str:
    """HTML with few tags and no attribute but the address of a link; cleaning twice changes nothing."""
    return nh3.clean(
        html[:_LONGEST_HTML],
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def clean_title(title: str) -> str:
    """Plain words on one line; a feed may have put tags and entities among them."""
    # No tag at all is left, but the words' own marks are, as entities.
    words = unescape(nh3.clean(title, tags=set())) if "<" in title or "&" in title else title
    return cut_text(one_line(words), LONGEST_TITLE)


def plain_text(html: str) -> str:
    """The words of cleaned HTML, paragraph by paragraph."""
    return paragraphs(unescape(_TAG.sub(_break_for, html.replace("\n", " ").replace("\r", " "))))


def _break_for(tag: re.Match[str]) -> str:
    is_end, name = tag[1] == "/", tag[2]
    if name == "li":
        return "" if is_end else "\n- "
    return _BREAKS.get(name, "")


def as_markdown(text: str, longest: int) -> str:
    """Plain text as the body of a post, whose Markdown finds nothing in it to act on."""
    shortened = cut_text(text, longest)
    while len(marked := _marked(shortened)) > longest:
        shortened = cut_text(shortened, max(len(shortened) - (len(marked) - longest), 1))
    return marked


def _marked(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        is_point = line.startswith("- ")
        words = escaped(line[2:] if is_point else line)
        # A number or a sign at the beginning of a line would begin a list or a heading.
        if words and words[0] in "-+=~|":
            words = f"\\{words}"
        head = words.split(" ", 1)[0]
        if head[:-1].isdigit() and head[-1] in ".)":
            words = f"{head[:-1]}\\{words[len(head) - 1 :]}"
        lines.append(f"- {words}" if is_point else words)
    return "\n".join(lines)


def first_picture(entry: SourceEntry) -> tuple[str, str]:
    """Address and description of the first picture in an entry's text; empty without one."""
    first = _PICTURE.search(entry.html)
    if first is None:
        return "", ""
    reader, begin = _Pictures(entry.link), first.start()
    end = min(begin + _PICTURES_LOOKED_FOR, len(entry.html))
    while begin < end and not reader.found[0]:
        reader.feed(entry.html[begin : min(begin + _PICTURES_AT_ONCE, end)])
        begin += _PICTURES_AT_ONCE
    return reader.found


class _Pictures(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self.found = ("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the first that people are meant to see."""
        given = {name: (value or "").strip() for name, value in attrs}
        sides = [given[name] for name in ("width", "height") if given.get(name, "").isdigit()]
        if tag != "img" or self.found[0] or any(len(s) < 6 and int(s) < _SMALLEST_SIDE for s in sides):
            return
        try:
            address = urljoin(self._base, given.get("src", ""))
        except ValueError:
            return
        if address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS:
            self.found = (address, given.get("alt", ""))
