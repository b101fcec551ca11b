"""Posts: two people, the place pack's taken in once, staff's edits win, everything in the audit trail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.db.models import AuditEntry, Post
from bot.db.session import Database
from bot.domain.posts import PostContent, PostStep, PostWords, Topic, check_post
from bot.domain.schedules import Schedule, ScheduleKind
from bot.errors import PostError
from tests.unit.posts.conftest import APPROVER, WRITER, Newsroom

DAILY = Schedule(ScheduleKind.DAILY)
PACK = PostContent(PostWords("Sheds", "Lock it."), Topic.HOME, schedule=DAILY)


class TestTake:
    def test_who_wrote_it_does_not_approve_it(self, newsroom: Newsroom) -> None:
        with newsroom.database.unit_of_work() as session:
            post = newsroom.posts.write(session, WRITER, newsroom.content(DAILY))
            newsroom.posts.take(session, WRITER, post, PostStep.SUBMIT)
            with pytest.raises(PostError, match="somebody else"):
                newsroom.posts.take(session, WRITER, post, PostStep.APPROVE)
            newsroom.posts.take(session, APPROVER, post, PostStep.APPROVE)
            assert (post.state, post.approved_by) == ("approved", APPROVER.staff_id)

    def test_who_changed_it_does_not_approve_it(self, newsroom: Newsroom) -> None:
        with newsroom.database.unit_of_work() as session:
            post = newsroom.posts.write(session, WRITER, newsroom.content(DAILY))
            changed = replace(newsroom.content(DAILY), words=PostWords("Other", "words"))
            newsroom.posts.change(session, APPROVER, post, changed)
            newsroom.posts.take(session, WRITER, post, PostStep.SUBMIT)
            with pytest.raises(PostError):
                newsroom.posts.take(session, APPROVER, post, PostStep.APPROVE)

    def test_what_has_sources_is_compared_with_them_before_it_is_approved(self, newsroom: Newsroom) -> None:
        content = newsroom.content(DAILY, sources=("https://www.gov.uk/x",))
        with newsroom.database.unit_of_work() as session:
            post = newsroom.posts.write(session, WRITER, content)
            newsroom.posts.take(session, WRITER, post, PostStep.SUBMIT)
            with pytest.raises(PostError, match="compare it with its sources"):
                newsroom.posts.take(session, APPROVER, post, PostStep.APPROVE)
            newsroom.posts.check_facts(session, APPROVER, post)
            newsroom.posts.take(session, APPROVER, post, PostStep.APPROVE)
            assert (post.state, post.checked_on) == ("approved", newsroom.clock().date())
            changed = replace(content, words=PostWords("Other", "words"))
            newsroom.posts.change(session, WRITER, post, changed)
            assert post.checked_on is None

    def test_the_setting_lets_one_person_do_both(self, newsroom: Newsroom) -> None:
        alone = replace(newsroom.posts, needs_two=False)
        with newsroom.database.unit_of_work() as session:
            post = alone.write(session, WRITER, newsroom.content(DAILY))
            alone.take(session, WRITER, post, PostStep.SUBMIT)
            alone.take(session, WRITER, post, PostStep.APPROVE)
            assert post.state == "approved"

    def test_nothing_is_scheduled_that_nobody_approved(self, newsroom: Newsroom) -> None:
        with newsroom.database.unit_of_work() as session:
            post = newsroom.posts.write(session, WRITER, newsroom.content(DAILY))
            for step in (PostStep.SCHEDULE, PostStep.APPROVE, PostStep.RETRACT):
                with pytest.raises(PostError):
                    newsroom.posts.take(session, APPROVER, post, step)

    def test_what_went_out_can_be_taken_back_while_it_is_written_anew(self, newsroom: Newsroom) -> None:
        newsroom.subscriber("ann")
        post_id = newsroom.scheduled(DAILY)
        newsroom.clock.turn(days=1)
        newsroom.sending.send_due()
        with newsroom.database.unit_of_work() as session:
            post = newsroom.post(session, post_id)
            newsroom.posts.change(session, WRITER, post, replace(newsroom.content(DAILY), link="/advice/x"))
            newsroom.posts.take(session, WRITER, post, PostStep.RETRACT)
        assert [message.state for message in newsroom.put()] == ["left_out"]

    def test_who_has_some_areas_writes_and_approves_for_them_only(self, newsroom: Newsroom) -> None:
        north = replace(WRITER, areas=frozenset({"north", "east"}))
        south = replace(APPROVER, areas=frozenset({"south"}))
        ours = newsroom.content(DAILY, areas=frozenset({"north"}))
        with newsroom.database.unit_of_work() as session:
            for areas in (frozenset[str](), frozenset({"north", "south"})):
                with pytest.raises(PostError, match="other areas"):
                    newsroom.posts.write(session, north, replace(ours, areas=areas))
            post = newsroom.posts.write(session, north, ours)
            with pytest.raises(PostError, match="other areas"):
                newsroom.posts.change(session, north, post, replace(ours, areas=frozenset({"south"})))
            newsroom.posts.take(session, north, post, PostStep.SUBMIT)
            for step in (PostStep.APPROVE, PostStep.REJECT):
                with pytest.raises(PostError, match="other areas"):
                    newsroom.posts.take(session, south, post, step)
            with pytest.raises(PostError, match="other areas"):
                newsroom.posts.change(session, south, post, replace(ours, areas=frozenset({"south"})))
            newsroom.posts.take(session, replace(north, staff_id=2), post, PostStep.APPROVE)
            assert post.state == "approved"

    def test_a_changed_post_goes_nowhere_until_it_is_approved_again(self, newsroom: Newsroom) -> None:
        post_id = newsroom.scheduled(DAILY)
        with newsroom.database.unit_of_work() as session:
            post = newsroom.post(session, post_id)
            newsroom.posts.change(session, WRITER, post, replace(newsroom.content(DAILY), link="/advice/x"))
            assert (post.state, post.next_due_at, post.approved_by) == ("draft", None, None)
        newsroom.clock.turn(days=3)
        assert newsroom.sending.send_due() == 0

    def test_each_step_is_in_the_audit_trail(self, newsroom: Newsroom) -> None:
        post_id = newsroom.scheduled(DAILY)
        with newsroom.database.unit_of_work() as session:
            entries = session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.subject_kind == "post", AuditEntry.subject_id == str(post_id))
                .order_by(AuditEntry.id)
            ).all()
        assert entries[-4:] == ["post.write", "post.submit", "post.approve", "post.schedule"]


class TestTakeInPack:
    def take_in(self, newsroom: Newsroom, content: PostContent) -> int:
        with newsroom.database.unit_of_work() as session:
            return newsroom.posts.take_in_pack(session, [("sheds", content)])

    def test_once_and_again_when_the_file_changed(self, newsroom: Newsroom, database: Database) -> None:
        assert [self.take_in(newsroom, PACK) for _ in range(3)] == [1, 0, 0]
        other = replace(PACK, words=PostWords("Sheds", "Lock it twice."))
        assert self.take_in(newsroom, other) == 1
        with database.unit_of_work() as session:
            assert [(post.body, post.state) for post in session.scalars(select(Post))] == [
                ("Lock it twice.", "draft")
            ]

    def test_what_staff_edited_stays(self, newsroom: Newsroom, database: Database) -> None:
        self.take_in(newsroom, PACK)
        with database.unit_of_work() as session:
            post = session.scalars(select(Post)).one()
            ours = replace(PACK, words=PostWords("Our sheds", "Lock them."))
            newsroom.posts.change(session, WRITER, post, ours)
        assert self.take_in(newsroom, replace(PACK, words=PostWords("Sheds", "New."))) == 0
        with database.unit_of_work() as session:
            assert session.scalars(select(Post.title)).all() == ["Our sheds"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": PostWords("", "x")},
        {"words": PostWords("x" * 121, "x")},
        {"words": PostWords("x", "x" * 2501)},
        {"versions": {"pl": PostWords("x", " ")}},
        {"channels": frozenset()},
        {"channels": frozenset({"fax"})},
        {"topic": Topic.SUPPORT},
        {"link": "http://x.example"},
        {"link": "//x.example"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_can_be_no_post(wrong: dict[str, object]) -> None:
    with pytest.raises(PostError):
        check_post(replace(PACK, **wrong))  # type: ignore[arg-type]
