"""Whether danger that only the model heard holds in the conversation in which it was said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.db.models import Draft
from bot.db.session import Database
from bot.domain.danger import DangerKind
from bot.domain.drafts import ReportDraft, Step
from bot.domain.replies import Incoming, Reply
from bot.services.alarms import AlarmService
from bot.services.danger import Alarm
from bot.services.people import PeopleService
from tests.fakes.reports import phrases

WORSE = "it's the second time this month and it is getting worse"
TOLD = "the light in our lane is out"
DOUBT = Alarm(DangerKind.SUICIDE_SELF_HARM, "en", is_opinion=True, surety=0.55)


@dataclass
class HearsTogether:
    """Hears danger in the words alone, and after what was told or not."""

    in_context: Alarm | None = None

    def hear(self, text: str) -> Alarm | None:
        return self.in_context if TOLD in text else DOUBT

    def replies(self, alarm: Alarm) -> list[Reply]:
        return []


def begin(database: Database, draft: ReportDraft | None) -> None:
    with database.unit_of_work() as session:
        conversation = PeopleService().meet(session, "web", "ann")
        conversation.draft = Draft(body=draft.to_json()) if draft is not None else None


def holds(database: Database, alarm: Alarm, in_context: Alarm | None = None, text: str = WORSE) -> bool:
    danger = HearsTogether(in_context)
    service = AlarmService(danger, phrases(), PeopleService(), database)  # type: ignore[arg-type]
    return asyncio.run(service.holds(alarm, Incoming("web", "ann", "1", text)))


ASKED = ReportDraft(told=[TOLD], asking=Step.WHEREABOUTS)


def test_a_doubt_is_none_where_the_whole_report_is_harmless(database: Database) -> None:
    begin(database, ASKED)
    assert not holds(database, DOUBT)


def test_it_holds_where_the_whole_sounds_like_danger_too(database: Database) -> None:
    begin(database, ASKED)
    assert holds(database, DOUBT, in_context=DOUBT)


@pytest.mark.parametrize("alarm", [replace(DOUBT, surety=0.9), replace(DOUBT, is_opinion=False)])
def test_who_is_sure_and_the_gate_are_believed_at_once(database: Database, alarm: Alarm) -> None:
    begin(database, ASKED)
    assert holds(database, alarm)


@pytest.mark.parametrize(
    "draft", [None, ReportDraft(asking=Step.WORDS), replace(ASKED, asking=Step.CATEGORY)]
)
def test_it_holds_where_somebody_only_begins_to_tell(database: Database, draft: ReportDraft | None) -> None:
    begin(database, draft)
    assert holds(database, DOUBT)


def test_of_a_short_answer_the_gate_is_the_judge(database: Database) -> None:
    begin(database, ASKED)
    assert not holds(database, replace(DOUBT, surety=0.9), in_context=DOUBT, text="he was on foot")
