"""What staff did reaches a pushed channel through the outbox, in the transaction of the change."""

from __future__ import annotations

from datetime import date

import pytest

from bot.db.models import Concern, OutgoingMessage, Referral, ReferralRole
from bot.db.session import Database
from bot.domain.references import make_reference
from bot.domain.staff import COMMAND_LINE
from bot.errors import CaseChangedError
from bot.services.audit import AuditService
from bot.services.case_news import CaseNews
from bot.services.cases import CaseService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.routing import RoutingService
from tests.fakes.reports import phrases, westshire


@pytest.fixture
def cases(database: Database) -> CaseService:
    """The service, with one channel that is pushed to."""
    routing = RoutingService(westshire().table, westshire().directory)
    news = CaseNews(phrases(), routing, OutboxService(database), frozenset({"telegram"}))
    return CaseService(AuditService(), news)


@pytest.fixture
def reference(database: Database) -> str:
    """A concern that was told over the pushed channel."""
    made = make_reference()
    with database.unit_of_work() as session:
        concern = Concern(
            reference=made,
            draft_id="d",
            position=0,
            person_id=PeopleService().meet(session, "telegram", "4711").person_id,
            channel="telegram",
            category="noise",
            description="loud",
            why="theirs",
            target_on=date(2099, 1, 1),
            retain_until=date(2099, 1, 1),
        )
        concern.referrals = [
            Referral(agency_id="westshire_police", role=ReferralRole.LEAD, target_on=concern.target_on)
        ]
        session.add(concern)
    return made


def ask(database: Database, cases: CaseService, reference: str, version: int) -> None:
    with database.unit_of_work() as session:
        concern = cases.get(session, COMMAND_LINE, reference)
        cases.ask_resident(session, COMMAND_LINE, concern, version, "How loud?")


def test_it_is_pushed_once_with_the_button_for_the_answer(
    database: Database, cases: CaseService, reference: str
) -> None:
    ask(database, cases, reference, 1)
    with pytest.raises(CaseChangedError):
        ask(database, cases, reference, 1)
    with database.unit_of_work() as session:
        pushed = session.query(OutgoingMessage).one()
        assert (pushed.key, pushed.address) == (f"case:{reference}:2", "4711")
        assert "How loud?" in pushed.content["text"]
        assert reference in pushed.content["buttons"][0]["payload"]


def test_what_fails_afterwards_takes_the_message_back(
    database: Database, cases: CaseService, reference: str
) -> None:
    def ask_and_fail() -> None:
        with database.unit_of_work() as session:
            concern = cases.get(session, COMMAND_LINE, reference)
            cases.ask_resident(session, COMMAND_LINE, concern, 1, "How loud?")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    with database.unit_of_work() as session:
        assert session.query(OutgoingMessage).count() == 0
        assert cases.get(session, COMMAND_LINE, reference).state == "open"
