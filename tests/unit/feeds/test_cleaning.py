"""Whatever a feed says: nothing harmful is kept, no text is too long, Markdown finds nothing to act on."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.feed_links import canonical_link
from bot.domain.feed_rules import FeedRule, RuleKind, read_phrases
from bot.domain.feed_texts import MORE, cut_text, one_line, paragraphs, words_of
from bot.domain.feeds import LONGEST_TITLE, SourceEntry
from bot.errors import FeedRuleError
from bot.gateways.telegram_texts import split_text, units
from bot.services.feed_cleaning import (
    as_markdown,
    clean_entry,
    clean_html,
    clean_title,
    first_picture,
    plain_text,
)
from bot.services.post_markup import to_plain

PIECES = st.sampled_from(
    """<p>|</p>|<a href='javascript:alert(1)'>|<a href=x>|</a>|<script>|</script>|<img src=x onerror=y>
<svg/onload=a>|<style>|</style>|<b|>|<!--|-->|<![CDATA[|]]>|&lt;|&amp;lt;script&amp;gt;|1. |# |- |*|_
<iframe src='https://x.example'>|<math>|<mtext>|<noscript>|<ul><li>|words |<p onclick=a style='x:y'>
<a href='data:text/html,x'>|<base href=//x>|<form action=x>""".replace("\n", "|").split("|")
)
HIDDEN = st.sampled_from("\x00\u202e\u200b\n|")
MARKS = [
    "1. a",
    "- b",
    "# c",
    "*d*",
    "_e_",
    "`f`",
    "> g",
    "[h](x)",
    "<i>",
    "+ j",
    "2) k",
    "===",
    "| l",
    "&amp;",
]
HTML = st.one_of(
    st.lists(PIECES | HIDDEN | st.text(max_size=8), max_size=40).map("".join), st.text(max_size=300)
)
TAG = re.compile(r"<\s*/?\s*([a-zA-Z]+)([^>]*)>")
ALLOWED = {"p", "strong", "b", "em", "i", "a", "ul", "ol", "li", "blockquote", "br", "h3", "h4"}


class TestCleaner:
    @given(HTML)
    @example("<scr<script>ipt>alert(1)</script>")
    @example("<a href='java\nscript:x'>a</a>")
    @example("<math><mtext></p><style><a id='</style><img src onerror=x>'>")
    def test_only_known_tags_and_safe_addresses_are_left(self, html: str) -> None:
        cleaned = clean_html(html, "https://police.example/news")
        for name, attributes in TAG.findall(cleaned):
            assert name in ALLOWED
            assert not re.search(r"\bon\w+\s*=|style\s*=|src\s*=", attributes)
            for address in re.findall(r'href="([^"]*)"', attributes):
                assert address.startswith(("https://", "http://", "tel:", "mailto:"))

    @given(HTML)
    def test_cleaning_again_changes_nothing(self, html: str) -> None:
        once = clean_html(html)
        assert clean_html(once) == once

    @given(HTML)
    def test_a_title_is_one_line_of_plain_words(self, html: str) -> None:
        title = clean_title(html)
        assert len(title) <= LONGEST_TITLE
        assert title == " ".join(title.split())
        assert not set(title) & set("\x00\u202e\u200b\n")

    @given(HTML, HTML)
    def test_an_entry_can_always_be_kept(self, title: str, html: str) -> None:
        clean = clean_entry(SourceEntry("", "https://police.example/1", title, html))
        assert "\x00" not in clean.title + clean.html + clean.text
        assert clean.picture == "" or clean.picture.startswith(("https://", "http://"))

    def test_links_lead_to_the_partner(self) -> None:
        cleaned = clean_html("<a href='/more'>more</a> <a href='javascript:x'>x</a>", "https://p.example/1")
        assert 'href="https://p.example/more"' in cleaned
        assert "javascript" not in cleaned

    @pytest.mark.parametrize(
        ("html", "picture"),
        [
            ("<p>a</p><IMG src='/a.jpg' alt='A shed'>", ("https://p.example/a.jpg", "A shed")),
            ("<img src='/pixel.gif' width=1 height=1><img src=b.png>", ("https://p.example/b.png", "")),
            ("<img src='data:image/png;base64,AA'>", ("", "")),
            ("no picture", ("", "")),
        ],
    )  # fmt: skip
    def test_the_first_picture_is_found(self, html: str, picture: tuple[str, str]) -> None:
        assert first_picture(SourceEntry("", "https://p.example/1", "", html)) == picture

    def test_text_is_read_by_paragraphs(self) -> None:
        html = clean_html(
            "<h2>Sheds</h2><p>Three &amp; more<br>in\nMill Lane</p><ul><li>lock</li><li>light</li></ul>"
        )
        assert plain_text(html) == "Sheds\n\nThree & more\nin Mill Lane\n\n- lock\n- light"


class TestCutting:
    @given(st.text(max_size=400), st.integers(1, 120))
    def test_nothing_is_longer_than_it_may_be(self, text: str, longest: int) -> None:
        cut = cut_text(text, longest)
        assert len(cut) <= longest
        assert cut == text if len(text) <= longest else cut.endswith(MORE)
        kept = cut.removesuffix(MORE).rstrip()
        assert text.startswith(kept)

    def test_it_ends_where_a_sentence_does(self) -> None:
        text = "Three sheds were opened. A mower was taken. Nobody saw it happen at all."
        assert cut_text(text, 50) == "Three sheds were opened. A mower was taken. …"

    @given(HTML, st.integers(20, 400))
    def test_as_a_post_it_is_short_enough_and_says_the_same(self, html: str, longest: int) -> None:
        body = as_markdown(plain_text(clean_html(html)), longest)
        assert len(body) <= longest

    @given(st.lists(st.sampled_from(MARKS), max_size=6))
    def test_markdown_finds_nothing_to_act_on(self, lines: list[str]) -> None:
        text = "\n\n".join(lines)
        shown = to_plain(as_markdown(text, 2000)).replace("• ", "- ")
        assert one_line(shown) == one_line(text)

    @given(st.text(max_size=600), st.integers(8, 100))
    def test_messages_are_split_without_losing_a_word(self, text: str, longest: int) -> None:
        pieces = split_text(text, longest)
        assert all(piece and units(piece) <= longest for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(text.split())

    @given(st.text(max_size=200))
    def test_paragraphs_are_settled(self, text: str) -> None:
        assert paragraphs(paragraphs(text)) == paragraphs(text)
        assert "\n\n\n" not in paragraphs(text)


class TestLinks:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("https://www.police.example/a/?utm_source=x&id=1#top", "police.example/a?id=1"),
            ("http://police.example:80/a", "police.example/a"),
            ("https://Police.example/A", "police.example/A"),
            ("https://police.example/?b=2&a=1", "police.example?a=1&b=2"),
            ("https://police.example:8443/a", "police.example:8443/a"),
            ("https://police.example/", ""),
            ("", ""),
            ("http://[", ""),
        ],
    )
    def test_they_are_compared_in_one_form(self, address: str, expected: str) -> None:
        assert canonical_link(address) == expected


class TestRules:
    @pytest.mark.parametrize(
        ("phrase", "text", "expected"),
        [
            ("mill lane", "Sheds in Mill Lane!", True),
            ("mill lane", "A mill in the lane", False),
            ("shed", "Sheds", False),
            ("shed*", "Sheds", True),
            ("don't", "Don’t open", True),
            (".*", "anything", None),
            ("(a+)+$", "a b", True),
        ],
    )
    def test_words_are_words_and_never_patterns(self, phrase: str, text: str, expected: bool | None) -> None:
        if expected is None:
            with pytest.raises(FeedRuleError, match="no word"):
                read_phrases(phrase)
            return
        rule = FeedRule(1, RuleKind.LEAVE_OUT, read_phrases(phrase))
        assert (rule.find(words_of(text)) is not None) is expected

    @given(st.text(max_size=60), st.text(max_size=200))
    def test_no_phrase_fails(self, phrase: str, text: str) -> None:
        FeedRule(1, RuleKind.LEAVE_OUT, (phrase,) if words_of(phrase) else ("x",)).find(words_of(text))

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 101, "\n".join(f"w{n}" for n in range(101))])
    def test_what_is_no_rule_is_refused(self, text: str) -> None:
        with pytest.raises(FeedRuleError):
            read_phrases(text)
