"""The place pack's posts: what is wrong is named by file and line; Cumbria's own are a year's worth."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.posts import PostWords, Topic
from bot.errors import PlacePackError
from bot.gateways.place_pack_posts import load_posts, read_posts
from bot.services.cron_lines import next_by_cron
from bot.settings import ROOT

GOOD = """---
id: shed
title: Lock your shed
topic: home
areas: [north]
link: /advice/burglary
schedule: {kind: weekly, days: [thu], at: "17:00", late_minutes: 60}
---
Use two locks.
"""
CUMBRIA = ROOT / "data" / "cumbria"


def write(folder: Path, text: str) -> Path:
    (folder / "posts").mkdir(exist_ok=True)
    file = folder / "posts" / "shed.md"
    file.write_text(text)
    return file


def test_a_post_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    ((key, content),) = load_posts(tmp_path, ["north"], ["burglary"])
    assert (key, content.words.title, content.words.body) == ("shed", "Lock your shed", "Use two locks.")
    assert content.schedule is not None
    assert (content.areas, content.schedule.late_minutes) == (frozenset({"north"}), 60)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: shed", "id: barn", 2, "the file must be barn.md"),
        ("[north]", "[south]", 5, "is not a hub area"),
        ("/advice/burglary", "/advice/barns", 6, "there is no page"),
        ("/advice/burglary", "http://x.example", 3, "has to begin with https://"),
        ("[thu]", "[someday]", 7, "weekdays are"),
        ("kind: weekly", "kind: cron, cron: '0 17 * * 4'", 7, "by their names"),
        ("topic: home", "topic: support", 3, "on the web only"),
        ("two locks.", "<b>two</b> locks.", 9, "HTML is not allowed"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    write(tmp_path, GOOD.replace(old, new))
    _, errors = read_posts(tmp_path, ["north"], ["burglary"])
    assert [error.line for error in errors] == [line]
    assert message in str(errors[0])
    with pytest.raises(PlacePackError):
        load_posts(tmp_path, ["north"], ["burglary"])


def test_no_pack_says_when_a_hub_looked_something_up(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("areas: [north]", "areas: [north]\ndate_checked: 2026-01-01"))
    with pytest.raises(PlacePackError, match="date_checked"):
        load_posts(tmp_path, ["north"], ["burglary"])


def test_it_has_versions_in_folders_of_their_languages(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    (tmp_path / "posts" / "pl").mkdir()
    version = tmp_path / "posts" / "pl" / "shed.md"
    version.write_text("---\ntitle: Zamknij szopę\n---\nDwie kłódki.\n")
    ((_, content),) = load_posts(tmp_path, ["north"], ["burglary"])
    assert content.versions == {"pl": PostWords("Zamknij szopę", "Dwie kłódki.")}
    version.write_text("---\ntitle: Zamknij szopę\n---\nDwie <b>kłódki</b>.\n")
    assert "HTML is not allowed" in str(read_posts(tmp_path, ["north"], ["burglary"])[1][0])
    file.unlink()
    assert "no post shed in English" in str(read_posts(tmp_path, ["north"], ["burglary"])[1][0])


def test_a_pack_may_have_none(tmp_path: Path) -> None:
    assert load_posts(tmp_path, ["north"], []) == []


class TestCumbria:
    advice = [file.stem for file in (CUMBRIA / "advice").glob("*.md")]  # noqa: RUF012
    posts = load_posts(CUMBRIA, [], advice)

    def test_there_is_a_year_of_them_on_every_topic(self) -> None:
        assert len(self.posts) >= 40
        counted = Counter(content.topic for _, content in self.posts)
        assert set(counted) == set(Topic)
        begin = datetime(2027, 1, 1, tzinfo=UTC)
        dues = [
            content.schedule.next_due(begin, next_by_cron) for _, content in self.posts if content.schedule
        ]
        assert {due.month for due in dues if due} == set(range(1, 13))

    def test_they_are_short_and_easy_to_read(self) -> None:
        """Readability Index: 4.71 letters a word + 0.5 words a sentence - 21.43, in school years."""
        texts = [re.sub(r"[*`]", "", content.words.body) for _, content in self.posts]
        assert max(len(text.split()) for text in texts) <= 80
        words = [word for text in texts for word in re.findall(r"[\w']+", text)]
        sentences = sum(len(re.findall(r"[.!?:](?=\s|$|\")", text)) for text in texts)
        grade = 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / sentences - 21.43
        assert grade <= 4

    def test_the_most_useful_are_there_in_each_language(self) -> None:
        translated = [content.versions for _, content in self.posts if content.versions]
        assert len(translated) >= 12
        assert {frozenset(versions) for versions in translated} == {frozenset({"pl", "ro", "uk"})}
        numbers = re.compile(r"\b(?:999|101|55|7726|0808 2000 247)\b")
        for _, content in self.posts:
            for version in content.versions.values():
                assert numbers.findall(version.body) == numbers.findall(content.words.body)

    def test_each_number_has_a_source_to_be_looked_up(self) -> None:
        for key, content in self.posts:
            known = re.sub(r"\b999\b", "", content.words.body)
            if re.search(r"\*\*\d|\b101\b", known.replace("**55**", "")):
                assert content.sources, key

    def test_what_could_put_somebody_in_danger_is_on_the_web_only(self) -> None:
        support = [content for _, content in self.posts if content.topic is Topic.SUPPORT]
        assert support
        assert {content.channels for content in support} == {frozenset({"web"})}
