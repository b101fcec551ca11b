"""The place pack's posts: what is wrong is named by file and line; Cumbria's own are a year's worth."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.posts import Topic
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
        ("areas: [north]", "areas: all\nsources: [us]", 6, "date_checked"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    write(tmp_path, GOOD.replace(old, new))
    _, errors = read_posts(tmp_path, ["north"], ["burglary"])
    assert [error.line for error in errors] == [line]
    assert message in str(errors[0])
    with pytest.raises(PlacePackError):
        load_posts(tmp_path, ["north"], ["burglary"])


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

    def test_what_could_put_somebody_in_danger_is_on_the_web_only(self) -> None:
        support = [content for _, content in self.posts if content.topic is Topic.SUPPORT]
        assert support
        assert {content.channels for content in support} == {frozenset({"web"})}
