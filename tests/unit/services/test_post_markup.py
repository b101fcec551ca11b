"""The Markdown of posts on each channel: what it looks like, and that nothing harmful comes through."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.posts import LONGEST_BODY, LONGEST_TITLE
from bot.domain.replies import Reply
from bot.services.post_markup import (
    LONGEST_CAPTION,
    escaped,
    fits_caption,
    to_html,
    to_plain,
    to_telegram,
    with_note,
)
from tests.bot_api.lengths import LONGEST_TEXT
from tests.bot_api.markup import read_html

TEXT = "# Sheds\n\nUse **two** [locks](https://x.example/?a=1&b=2).\n\n1. door\n2. bike\n\n> Really & <truly>"
PIECES = [*"*_[]()<>`#!-> \n&\"'ab/:", "javascript:", "<script>", "](https://x.example)"]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def test_telegram() -> None:
    assert to_telegram(TEXT) == (
        '<b>Sheds</b>\n\nUse <b>two</b> <a href="https://x.example/?a=1&amp;b=2">locks</a>.\n\n'
        "1. door\n2. bike\n\n<blockquote>Really &amp; &lt;truly&gt;</blockquote>"
    )


def test_pages() -> None:
    html = to_html(TEXT)
    assert html.startswith("<h3>Sheds</h3>")
    assert "Really &amp; &lt;truly&gt;" in html


def test_plain_words() -> None:
    assert to_plain("Use **two** locks & <more>.") == "Use two locks & <more>."


@pytest.mark.parametrize(
    "words", ["2 * 3 * 4", "a_b_c", "[x](y)", "<https://x.example>", "# no heading", "`a`"]
)
def test_a_title_means_nothing_to_markdown(words: str) -> None:
    assert to_plain(f"**{escaped(words)}**") == words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=LONGEST_TITLE))
def test_any_title_comes_out_as_it_was_written(words: str) -> None:
    title = " ".join(words.split())
    assume(title)
    assert to_plain(f"**{escaped(title)}**\n\nWords.").partition("\n")[0] == title


@example("************javascript:\n>", 0)
@given(HOSTILE, st.integers(0, 4))
def test_what_telegram_counts_is_what_is_read(text: str, pictures: int) -> None:
    """A caption that fits by our count is never refused, and one that doesn't always would be."""
    post = Reply("word " * (200 + pictures) + text, is_markdown=True)
    read = read_html(to_telegram(post.text)).strip()
    assert fits_caption(post) == (len(read.encode("utf-16-le")) // 2 <= LONGEST_CAPTION)


@given(HOSTILE)
def test_a_post_is_one_message_whatever_is_in_it(text: str) -> None:
    body = (text + "word " * 600)[:LONGEST_BODY]
    post = Reply(
        f"**{escaped('*' * LONGEST_TITLE)}**\n\n{body}\n\n<https://hub.example/{'x' * 380}>",
        note="(In English)",
    )
    assert len(read_html(to_telegram(with_note(post))).encode("utf-16-le")) // 2 <= LONGEST_TEXT


@given(HOSTILE)
@example("[x](javascript:alert(1))")
@example("![x](https://x.example/y.png)")
@example("<img src=x onerror=alert(1)>")
def test_nothing_harmful_comes_through(text: str) -> None:
    html = to_html(text)
    assert not re.search(r"<(?!/?(?:p|strong|em|a|ul|ol|li|blockquote|code|br|h3|h4|pre)\b)", html)
    assert not re.search(r'href="(?!https?:|mailto:|tel:|/|#|[^":]*")', html)
    assert not re.search(r"<[^>]*\bon\w+=", html)
    # Telegram takes it whatever was written.
    read_html(to_telegram(text))
