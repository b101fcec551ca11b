"""Rounds of surveys in time: opening, reminding and closing by themselves, a moved end, invitations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.app.surveys import create_survey_rounds
from bot.db.models import AuditEntry, LinkedChat, Message, OpeningState, SurveyOpening, SurveySitting
from bot.domain.posts import PostState, PostStep
from bot.domain.schedules import LOCAL_TIME, Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency, Wish
from bot.domain.surveys import Survey
from bot.errors import SurveyError
from bot.services.post_columns import content_of
from bot.services.survey_rounds import SurveyRoundService
from tests.fakes.hub import create_test_surveys
from tests.fakes.reports import phrases, westshire
from tests.unit.posts.conftest import APPROVER, WRITER, Newsroom

FIRST, LAST = date(2027, 3, 1), date(2027, 3, 21)


@dataclass(slots=True)
class Rounds:
    """A round of the lamps survey, and the clock of the newsroom."""

    newsroom: Newsroom
    service: SurveyRoundService
    opening_id: int

    def turn_to(self, day: date, hour: int = 12) -> None:
        self.newsroom.clock.now = datetime.combine(day, time(hour), LOCAL_TIME).astimezone(UTC)

    def begin(self, name: str) -> None:
        """Somebody on Telegram begins to answer, now."""
        with self.newsroom.database.unit_of_work() as session:
            conversation = self.newsroom.conversation(session, name)
            opening = session.get_one(SurveyOpening, self.opening_id)
            answers = self.service.news.answers
            token = answers.token_for(opening.id, conversation.person_id)
            answers.begin(
                session, opening, token, conversation_id=conversation.id
            ).begun_at = self.newsroom.clock.now

    def invite(self, *names: str) -> int:
        """The invitation goes out to these."""
        for name in names:
            self.newsroom.subscriber(name)
        with self.newsroom.database.unit_of_work() as session:
            opening = session.get_one(SurveyOpening, self.opening_id)
            post = self.service.invitations.draft(session, WRITER, opening)
            moment = self.newsroom.clock.now + timedelta(minutes=5)
            content = replace(content_of(post), schedule=_once(moment))
            self.newsroom.posts.change(session, WRITER, post, content)
            for step in (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE):
                self.newsroom.posts.take(session, APPROVER, post, step)
            post_id = post.id
        self.newsroom.clock.now = moment + timedelta(seconds=1)
        assert self.newsroom.sending.send_due() == 1
        return post_id

    def move(self, day: date, reason: str = "") -> int:
        with self.newsroom.database.unit_of_work() as session:
            opening = session.get_one(SurveyOpening, self.opening_id)
            return self.service.move_end(session, WRITER, opening, day, reason)

    def state(self) -> str:
        with self.newsroom.database.unit_of_work() as session:
            return str(session.get_one(SurveyOpening, self.opening_id).state)

    def told(self, words: str) -> list[str]:
        """Addresses that something was put for."""
        return sorted(row.address for row in self.newsroom.put() if words in row.content.get("text", ""))


def _once(moment: datetime) -> Schedule:
    local = moment.astimezone(LOCAL_TIME)
    return Schedule(ScheduleKind.ONCE, at=local.time().replace(second=0, microsecond=0), on=local.date())


def make(newsroom: Newsroom, survey: Survey, today: date = FIRST - timedelta(days=5)) -> Rounds:
    surveys = create_test_surveys()
    service = create_survey_rounds(
        surveys, phrases(), newsroom.database, newsroom.posts, frozenset({"telegram"})
    )
    with newsroom.database.unit_of_work() as session:
        opening_id = surveys.openings.open(session, WRITER, survey, FIRST, LAST, today).id
    made = Rounds(newsroom, replace(service, now=lambda: newsroom.clock.now), opening_id)
    made.turn_to(today)
    return made


@pytest.fixture
def lamps() -> Survey:
    """Anonymous, with a reminder."""
    return replace(westshire().surveys[0], remind_days=3)


@pytest.fixture
def rounds(newsroom: Newsroom, lamps: Survey) -> Rounds:
    """Planned."""
    return make(newsroom, lamps)


def test_it_opens_and_closes_by_itself(rounds: Rounds) -> None:
    assert rounds.service.look() == 0
    assert rounds.state() == OpeningState.PLANNED
    rounds.turn_to(FIRST, 0)
    assert rounds.service.look() == 1
    assert rounds.state() == OpeningState.OPEN
    rounds.begin("ann")
    rounds.turn_to(LAST, 8)
    rounds.service.look()
    assert rounds.state() == OpeningState.OPEN
    rounds.turn_to(LAST + timedelta(days=1), 0)
    assert rounds.service.look() == 1
    assert rounds.state() == OpeningState.CLOSED
    assert rounds.service.look() == 0
    with rounds.newsroom.database.unit_of_work() as session:
        assert session.scalars(select(SurveySitting)).all() == []
        entries = session.execute(select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [tuple(one) for one in entries if one.actor == "timetable"] == [
        ("timetable", "survey.begin"),
        ("timetable", "survey.close"),
    ]


def test_a_hub_that_was_down_opens_it_late(rounds: Rounds) -> None:
    rounds.turn_to(FIRST + timedelta(days=2))
    rounds.service.look()
    assert rounds.state() == OpeningState.OPEN


def test_who_began_and_stopped_is_reminded_once_in_the_daytime(rounds: Rounds) -> None:
    rounds.turn_to(FIRST)
    rounds.service.look()
    rounds.begin("ann")
    rounds.turn_to(LAST - timedelta(days=3), 7)
    rounds.begin("ben")
    assert rounds.service.look() == 0
    rounds.turn_to(LAST - timedelta(days=3), 10)
    assert rounds.service.look() == 1
    rounds.turn_to(LAST - timedelta(days=2))
    assert rounds.service.look() == 0
    assert rounds.told("You began to answer “Street lamps”") == ["ann"]


def test_a_reminder_goes_with_what_an_anonymous_survey_leaves_in_the_chat(rounds: Rounds) -> None:
    rounds.turn_to(FIRST)
    rounds.service.look()
    rounds.begin("ann")
    rounds.turn_to(LAST - timedelta(days=1))
    rounds.service.look()
    rounds.turn_to(LAST + timedelta(days=1))
    rounds.service.look()
    with rounds.newsroom.database.unit_of_work() as session:
        assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_who_was_invited_is_reminded_only_of_confidential_ones(
    newsroom: Newsroom, lamps: Survey, *, is_anonymous: bool
) -> None:
    rounds = make(newsroom, replace(lamps, is_anonymous=is_anonymous))
    rounds.turn_to(FIRST)
    rounds.service.look()
    rounds.invite("ann", "ben")
    rounds.begin("ben")
    rounds.turn_to(LAST - timedelta(days=1))
    rounds.service.look()
    assert rounds.told("You can still answer “Street lamps”") == ([] if is_anonymous else ["ann"])
    assert rounds.told("You began to answer") == ["ben"]


def test_an_invitation_leads_to_it(rounds: Rounds) -> None:
    post_id = rounds.invite("ann")
    (message,) = [row for row in rounds.newsroom.put() if row.address == "ann"]
    assert "You can answer until Sunday 21 March." in message.content["text"]
    assert "/survey/lamps" in message.content["text"]
    payloads = [button["payload"] for button in message.content["buttons"]]
    assert '/choose{"value": "survey:open:lamps"}' in payloads
    with rounds.newsroom.database.unit_of_work() as session:
        assert rounds.newsroom.post(session, post_id).expires_on == LAST
        opening = session.get_one(SurveyOpening, rounds.opening_id)
        with pytest.raises(SurveyError, match="invitation already"):
            rounds.service.invitations.draft(session, WRITER, opening)


def test_a_moved_end_is_told_to_those_who_were_told(rounds: Rounds) -> None:
    rounds.turn_to(FIRST)
    rounds.service.look()
    with rounds.newsroom.database.unit_of_work() as session:
        session.add(LinkedChat(channel="telegram", address="-100", title="Lamps"))
    post_id = rounds.invite("ann", "ben")
    rounds.begin("ben")
    rounds.begin("cem")
    rounds.newsroom.subscriber("dora")
    assert rounds.move(LAST + timedelta(days=7)) == 4
    assert rounds.told("There is more time to answer “Street lamps”: until Sunday 28 March") == [
        "-100",
        "ann",
        "ben",
        "cem",
    ]
    with rounds.newsroom.database.unit_of_work() as session:
        post = rounds.newsroom.post(session, post_id)
        assert post.state == PostState.DRAFT
        assert "until Sunday 28 March" in post.body
        assert post.expires_on == LAST + timedelta(days=7)


def test_a_moved_end_is_told_to_those_who_had_the_invitation_in_a_digest(rounds: Rounds) -> None:
    newsroom = rounds.newsroom
    rounds.turn_to(FIRST, 9)
    rounds.service.look()
    for name in ("ann", "ben"):
        newsroom.subscriber(name, Wish(quiet=None, frequency=Frequency.DAILY))
    newsroom.subscriber("eve", Wish(quiet=None, frequency=Frequency.DAILY), "web")
    newsroom.scheduled(_once(newsroom.clock.now + timedelta(minutes=1)))
    newsroom.clock.turn(minutes=2)
    newsroom.sending.send_due()
    # Whoever comes now has a digest without the other post: the invitation alone.
    newsroom.subscriber("cem", Wish(quiet=None, frequency=Frequency.DAILY))
    rounds.invite()
    rounds.turn_to(FIRST, 18)
    assert newsroom.held.send_due() == 4
    newsroom.subscriber("dora", Wish(quiet=None, frequency=Frequency.DAILY))
    assert rounds.move(LAST + timedelta(days=7)) == 4
    assert rounds.told("There is more time to answer") == ["ann", "ben", "cem"]
    assert "There is more time to answer" in (newsroom.chat("eve")[-1].text or "")


def test_an_earlier_end_needs_a_reason_that_people_are_told(rounds: Rounds) -> None:
    rounds.turn_to(FIRST)
    rounds.service.look()
    rounds.begin("ann")
    earlier = LAST - timedelta(days=2)
    with pytest.raises(SurveyError, match="Give the reason"):
        rounds.move(earlier)
    rounds.move(earlier, "The budget meeting is sooner.")
    assert rounds.told("Friday 19 March. The reason: The budget meeting is sooner.") == ["ann"]
    with pytest.raises(SurveyError, match="can't be over"):
        rounds.move(FIRST - timedelta(days=1), "No.")
    rounds.turn_to(LAST)
    rounds.service.look()
    with pytest.raises(SurveyError, match="closed already"):
        rounds.move(LAST + timedelta(days=9))


def test_what_has_not_begun_can_be_taken_back(rounds: Rounds) -> None:
    with rounds.newsroom.database.unit_of_work() as session:
        rounds.service.take_back(session, WRITER, session.get_one(SurveyOpening, rounds.opening_id))
    with rounds.newsroom.database.unit_of_work() as session:
        assert session.scalars(select(SurveyOpening)).all() == []
