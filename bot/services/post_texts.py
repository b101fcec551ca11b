"""What a post says: as a message of its own, and as a line of a digest, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db.models import Post
from bot.domain.danger_languages import ENGLISH
from bot.domain.phrases import Phrases
from bot.domain.posts import PostWords
from bot.domain.replies import Button, Picture, Reply
from bot.domain.spoken import speaking
from bot.services.draft_words import choice
from bot.services.news_choices import UNSUBSCRIBE
from bot.services.post_markup import escaped
from bot.services.survey_words import PRESSED

SURVEY_PATH = "/survey/"
_MOST_IN_DIGEST = 8
_LONGEST_GIST = 280


@dataclass(frozen=True, slots=True)
class PostTexts:
    """Makes the messages of posts."""

    phrases: Phrases
    hub_address: str

    def words(self, post: Post, language: str = ENGLISH) -> PostWords:
        """Title and body in a language, or in English where there is no such version."""
        version = post.versions.get(language)
        if version is None:
            return PostWords(post.title, post.body, post.alt)
        return PostWords(version["title"], version["body"], version.get("alt", ""))

    def picture(self, post: Post, words: PostWords) -> Picture | None:
        """The picture above a post's words."""
        kept = post.picture
        return Picture(kept.file_name, words.alt, kept.width, kept.height) if kept else None

    def picture_address(self, name: str) -> str:
        """Where everybody finds the picture of a post that was approved."""
        return self.hub_address + picture_path(name)

    def link(self, post: Post) -> str:
        """Where a post leads, as a whole address; empty when it leads nowhere."""
        return self.hub_address + post.link if post.link.startswith("/") else post.link

    def message(self, post: Post, language: str = ENGLISH, *, can_stop: bool = True) -> Reply:
        """The whole post; `can_stop` puts the button under it that unsubscribes in one tap."""
        words = self.words(post, language)
        note = None if self.has_words(post, language) else f"({self._in_english(language)})"
        parts = [f"**{escaped(words.title)}**", words.body.strip()]
        if post.link:
            parts.append(f"<{self.link(post)}>")
        buttons = (*self._answer(post, language), *self._stop(language)) if can_stop else ()
        return Reply(
            "\n\n".join(parts),
            buttons,
            language=language,
            is_markdown=True,
            picture=self.picture(post, words),
            note=note,
        )

    def taken_back(self, language: str) -> str:
        """What stands in place of a post that was taken back."""
        with speaking(language):
            return self.phrases.text("news_taken_back")

    def has_words(self, post: Post, language: str) -> bool:
        """Whether a post has a version in a language; others get the English one, and are told."""
        return language == ENGLISH or language in post.versions

    def _in_english(self, language: str) -> str:
        with speaking(language):
            return self.phrases.text("news_in_english")

    def digest(self, posts: Sequence[Post], language: str = ENGLISH) -> Reply:
        """Several posts in one message: of each the title and how it begins."""
        with speaking(language):
            heading = self.phrases.text("news_digest")
            more = self.phrases.text("news_more", address=f"{self.hub_address}/feed")
        lines = [f"**{escaped(heading)}**"]
        for post in posts[:_MOST_IN_DIGEST]:
            words = self.words(post, language)
            mark = "" if self.has_words(post, language) else f" ({escaped(self._in_english(language))})"
            lines.append(f"**{escaped(words.title)}**{mark}\n\n{_gist(words.body)}")
        lines.append(escaped(more))
        return Reply("\n\n".join(lines), self._stop(language), language=language, is_markdown=True)

    def _answer(self, post: Post, language: str) -> tuple[Button, ...]:
        """The button that begins the survey that a post invites to."""
        survey_id = post.link.removeprefix(SURVEY_PATH)
        if survey_id == post.link:
            return ()
        with speaking(language):
            return (choice(self.phrases.text("survey_take"), f"{PRESSED}open:{survey_id}"),)

    def _stop(self, language: str) -> tuple[Button, ...]:
        with speaking(language):
            return (Button(self.phrases.text("news_stop"), UNSUBSCRIBE),)


def picture_path(name: str) -> str:
    """The same on our own pages."""
    return f"/feed/pictures/{name}"


def _gist(body: str) -> str:
    """The first paragraph, if it is short enough to be read in passing."""
    first = body.strip().split("\n\n")[0]
    return first if len(first) <= _LONGEST_GIST else first[:_LONGEST_GIST].rsplit(" ", 1)[0] + " ..."
