"""Posts: written, looked at by a second person, scheduled and taken back; the place pack's taken in once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Post, PostPicture
from bot.domain.posts import STEPS, PostContent, PostState, PostStep, check_post, check_reach, take_step
from bot.domain.schedules import LOCAL_TIME, Schedule
from bot.domain.staff import Actor
from bot.errors import NotFoundError, PostError
from bot.services.audit import AuditService
from bot.services.cron_lines import next_by_cron
from bot.services.post_columns import columns_of, content_of
from bot.services.sent_posts import SentPostService

PACK = Actor("place pack")
_UNFINISHED = frozenset({PostState.DRAFT, PostState.IN_REVIEW})
_UNSEEN = frozenset({PostState.DRAFT, PostState.RETRACTED})


@dataclass(frozen=True, slots=True)
class PostService:
    """The only writer of posts."""

    audit: AuditService
    sent: SentPostService
    needs_two: bool = True
    """Whether who wrote a post may not approve it."""
    now: Callable[[], datetime] = utc_now

    def list_posts(self, session: Session, state: PostState | None = None) -> Sequence[Post]:
        """All posts, or those of one state, the ones that are due first at the top."""
        query = select(Post).order_by(Post.next_due_at.is_(None), Post.next_due_at, Post.id.desc())
        return session.scalars(query if state is None else query.where(Post.state == state)).all()

    def get(self, session: Session, post_id: int) -> Post:
        """One post; raises NotFoundError."""
        post = session.get(Post, post_id)
        if post is None:
            raise NotFoundError("no such post")
        return post

    def write(self, session: Session, actor: Actor, content: PostContent) -> Post:
        """A new draft; raises PostError."""
        self._check(session, content)
        check_reach(content.areas, actor.areas)
        post = Post(written_by=actor.staff_id, changed_at=self.now(), **columns_of(content))
        session.add(post)
        session.flush()
        self.audit.record(session, actor, "post.write", _subject(post), after=content.to_json())
        return post

    def change(self, session: Session, actor: Actor, post: Post, content: PostContent) -> None:
        """Change what a post says: it has to be approved anew, and is not on the feed until then.

        What was delivered already is changed when it is approved. Raises PostError.
        """
        self._check(session, content)
        for areas in (post.areas, content.areas):
            check_reach(areas, actor.areas)
        before = content_of(post)
        if before == content:
            return
        self._fill(post, content, actor.staff_id)
        post.is_edited = True
        self._set_state(post, PostState.DRAFT)
        self.audit.record(
            session, actor, "post.change", _subject(post), before=before.to_json(), after=content.to_json()
        )

    def check_facts(self, session: Session, actor: Actor, post: Post) -> None:
        """Keep that somebody compared the post with its sources today; raises PostError."""
        check_reach(post.areas, actor.areas)
        post.checked_on = self.now().astimezone(LOCAL_TIME).date()
        self.audit.record(
            session, actor, "post.check", _subject(post), after={"checked_on": post.checked_on.isoformat()}
        )

    def list_steps(self, post: Post) -> list[PostStep]:
        """The steps that can be taken now; what nobody has approved or seen yet can't be taken back."""
        is_unseen = post.state in _UNFINISHED and not post.occurrences
        return [
            step
            for step, (states, _) in STEPS.items()
            if post.state in states and not (step is PostStep.RETRACT and is_unseen)
        ]

    def take(self, session: Session, actor: Actor, post: Post, step: PostStep) -> None:
        """Take a post further, or back; raises PostError, also where it goes to areas that aren't theirs."""
        check_reach(post.areas, actor.areas)
        before = PostState(post.state)
        after = take_step(before, step)
        if step not in self.list_steps(post):
            raise PostError("a post that never went out can't be taken back")
        if step is PostStep.APPROVE:
            self._approve(post, actor)
            post.shown_picture_id = post.picture_id
            self.sent.change_sent(session, post)
        if step is PostStep.RETRACT:
            self.sent.take_back(session, post)
            post.shown_picture_id = None
        self._set_state(post, after)
        self.audit.record(
            session,
            actor,
            f"post.{step.value}",
            _subject(post),
            before={"state": before.value},
            after={"state": after.value},
        )

    def take_in_pack(self, session: Session, posts: Iterable[tuple[str, PostContent]]) -> int:
        """Make drafts of the place pack's posts by their keys; how many are new or were changed.

        One that staff edited is left as it is. One whose file changed is a draft again.
        """
        known = {
            post.pack_key: post for post in session.scalars(select(Post).where(Post.pack_key.is_not(None)))
        }
        count = 0
        for key, content in posts:
            post = known.get(key)
            if post is not None and (post.is_edited or post.pack_digest == content.digest):
                continue
            self._check(session, content)
            if post is None:
                post = Post(pack_key=key, changed_at=self.now(), **columns_of(content))
                session.add(post)
            else:
                self._fill(post, content, None)
                self._set_state(post, PostState.DRAFT)
            post.pack_digest = content.digest
            session.flush()
            self.audit.record(session, PACK, "post.take_in", _subject(post), after={"digest": content.digest})
            count += 1
        return count

    def is_for_others(self, post: Post, actor: Actor) -> bool:
        """Whether somebody else has to approve a post, for they wrote its present words."""
        return self.needs_two and post.written_by is not None and post.written_by == actor.staff_id

    def _approve(self, post: Post, actor: Actor) -> None:
        if self.is_for_others(post, actor):
            raise PostError("somebody else has to approve what you wrote")
        if post.sources and post.checked_on is None:
            raise PostError("compare it with its sources first, and say that you did")
        post.approved_by = actor.staff_id

    def _set_state(self, post: Post, state: PostState) -> None:
        """A state, and when the post is due in it; raises PostError for a schedule that is over."""
        post.next_due_at = None
        if state is PostState.SCHEDULED:
            schedule = Schedule.from_json(post.schedule) if post.schedule else None
            if schedule is None:
                raise PostError("choose when it goes out first")
            post.next_due_at = schedule.next_due(self.now(), next_by_cron)
            if post.next_due_at is None:
                raise PostError("the time at which it should go out is over")
        if state in _UNSEEN:
            post.approved_by = None
        post.state = state
        if state is PostState.RETRACTED:
            # Readers of the feed have to hear that something went.
            post.changed_at = self.now()

    def _fill(self, post: Post, content: PostContent, written_by: int | None) -> None:
        for name, value in columns_of(content).items():
            setattr(post, name, value)
        post.written_by, post.changed_at, post.checked_on = written_by, self.now(), None

    def _check(self, session: Session, content: PostContent) -> None:
        check_post(content)
        if content.picture is not None and session.get(PostPicture, content.picture) is None:
            raise PostError("the picture is gone: please choose it again")
        if content.schedule is not None:
            try:
                content.schedule.next_due(self.now(), next_by_cron)
            except ValueError as error:
                raise PostError(str(error)) from None


def _subject(post: Post) -> tuple[str, str]:
    return "post", str(post.id)
