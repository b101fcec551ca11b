"""The small Markdown of posts, as each channel shows it: clean HTML, Telegram's few tags, plain words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.replies import Reply
from bot.domain.text_units import units

LONGEST_CAPTION = 1024
"""UTF-16 code units: https://core.telegram.org/bots/api#sendphoto"""
_TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "br", "h3", "h4"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "hr", "html_block", "html_inline"])
_SPECIAL = "\\`*_[]<>#&"
_TELEGRAM = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "heading_open": "<b>",
    "heading_close": "</b>\n\n",
    "paragraph_close": "\n\n",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>",
    "bullet_list_close": "\n",
    "ordered_list_close": "\n",
    "softbreak": "\n",
    "hardbreak": "\n",
    "link_close": "</a>",
}


def to_html(text: str) -> str:
    """For pages and feeds; headings sit below those of the page, and nothing but known tags is left."""
    rendered = _MARKDOWN.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    rendered = rendered.replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    return nh3.clean(
        rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "tel", "mailto"}
    )


def to_telegram(text: str) -> str:
    """For a message with the parse mode HTML: Telegram knows no lists, headings or paragraphs."""
    lines = "".join(_telegram(_MARKDOWN.parse(text))).split("\n")
    shown = "\n".join(line.rstrip() for line in lines).strip()
    while "\n\n\n" in shown:
        shown = shown.replace("\n\n\n", "\n\n")
    return shown.replace("\n</blockquote>", "</blockquote>").replace("\n</blockquote>", "</blockquote>")


def to_telegram_preview(text: str) -> str:
    """The same as a page of ours shows it, cleaned once more."""
    return nh3.clean(
        to_telegram(text),
        tags={"b", "i", "a", "blockquote"},
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel", "mailto"},
    )


def to_plain(text: str) -> str:
    """Nothing but the words, with the addresses that are linked left out."""
    return unescape(nh3.clean(to_telegram(text), tags=set())).strip()


def fits_caption(reply: Reply) -> bool:
    """Whether a post can stand under its picture on Telegram, which counts what is read."""
    return units(to_plain(with_note(reply))) <= LONGEST_CAPTION


def with_note(reply: Reply) -> str:
    """A post with the line above it, where it has one."""
    return f"*{escaped(reply.note)}*\n\n{reply.text}" if reply.note else reply.text


def escaped(words: str) -> str:
    """Words that mean nothing to Markdown."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in words)


def _telegram(tokens: list[Token]) -> Iterator[str]:
    numbers: list[int | None] = []
    for token in tokens:
        match token.type:
            case "inline":
                yield from _telegram(token.children or [])
            case "text" | "code_inline" | "fence" | "code_block":
                yield escape(token.content, quote=False)
            case "link_open":
                yield f'<a href="{escape(str(token.attrGet("href")))}">'
            case "bullet_list_open" | "ordered_list_open":
                numbers.append(None if token.type.startswith("bullet") else int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
                yield "\n"
            case "list_item_open":
                number = numbers[-1]
                yield "• " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "list_item_close":
                yield "\n"
            case "paragraph_close" if token.hidden:
                continue
            case kind:
                yield _TELEGRAM.get(kind, "")
