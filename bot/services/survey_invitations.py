"""Invitations to surveys: drafts of posts, which go the way of every post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.db.models import OpeningState, Post, SurveyOpening
from bot.domain.danger_languages import ENGLISH
from bot.domain.phrases import Phrases
from bot.domain.posts import LONGEST_BODY, LONGEST_TITLE, PostContent, PostState, PostWords, Topic
from bot.domain.spoken import speaking
from bot.domain.staff import Actor
from bot.domain.survey_languages import in_language
from bot.domain.surveys import Survey
from bot.errors import SurveyError
from bot.services.post_columns import content_of
from bot.services.post_texts import SURVEY_PATH
from bot.services.posts import PostService
from bot.services.routing import show_date
from bot.services.survey_openings import survey_of


@dataclass(frozen=True, slots=True)
class SurveyInvitationService:
    """Writes the posts that invite to a round."""

    phrases: Phrases
    posts: PostService

    def draft(self, session: Session, actor: Actor, opening: SurveyOpening) -> Post:
        """A draft that says what it is about, until when, and leads to it; raises SurveyError."""
        if opening.state not in {OpeningState.PLANNED, OpeningState.OPEN}:
            raise SurveyError("It is closed already.")
        if opening.post_id is not None:
            raise SurveyError("There is an invitation already.")
        survey = survey_of(opening)
        content = PostContent(
            words=self._words(survey, opening.closes_on),
            versions={
                language: self._in_language(survey, opening.closes_on, language)
                for language in survey.versions
                if language in self.phrases.catalogues.languages
            },
            topic=Topic.SAFETY,
            areas=frozenset(survey.areas),
            link=f"{SURVEY_PATH}{survey.id}",
            expires_on=opening.closes_on,
        )
        post = self.posts.write(session, actor, content)
        opening.post_id = post.id
        return post

    def move_day(self, session: Session, actor: Actor, opening: SurveyOpening, before: date) -> None:
        """Put the new last day into the invitation: approved anew, it is changed where it was delivered."""
        post = session.get(Post, opening.post_id) if opening.post_id is not None else None
        if post is None or post.state == PostState.RETRACTED:
            return
        content = content_of(post)
        words = _with_day(content.words, ENGLISH, before, opening.closes_on)
        versions = {
            language: _with_day(one, language, before, opening.closes_on)
            for language, one in content.versions.items()
        }
        changed = replace(content, words=words, versions=versions, expires_on=opening.closes_on)
        self.posts.change(session, actor, post, changed)

    def _in_language(self, survey: Survey, closes_on: date, language: str) -> PostWords:
        with speaking(language):
            return self._words(in_language(survey, language), closes_on)

    def _words(self, survey: Survey, closes_on: date) -> PostWords:
        parts = [
            survey.intro,
            survey.about.purpose,
            self.phrases.text("survey_invitation_until", day=show_date(closes_on)),
            self.phrases.text("survey_is_anonymous") if survey.is_anonymous else "",
        ]
        body = "\n\n".join(part for part in parts if part)
        return PostWords(survey.title[:LONGEST_TITLE], body[:LONGEST_BODY])


def _with_day(words: PostWords, language: str, before: date, after: date) -> PostWords:
    with speaking(language):
        return PostWords(words.title, words.body.replace(show_date(before), show_date(after)))
