"""Fills a database with a made-up year, routed by the same table as real concerns; never called by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.db.base import random_key
from bot.db.models import Classification, Concern, FollowUp, Person, Referral, ReferralRole
from bot.db.session import Database
from bot.domain.demo import MadeUp
from bot.domain.drafts import DraftPlace, ReportDraft
from bot.domain.reaching import contact_key
from bot.domain.references import make_reference
from bot.domain.routing import RoutingDecision
from bot.domain.staff import COMMAND_LINE
from bot.errors import DemoRefusedError
from bot.services.audit import AuditService
from bot.services.demo_rows import classification_row, follow_up_row, state_of
from bot.services.draft_words import HUMAN_TARGET_DAYS
from bot.services.routing import RoutingService

_AT_ONCE = 500
#: Rows with and without an empty column would otherwise be sent apart, a few at a time.
_IN_ONE_GO = {"render_nulls": True}


@dataclass(frozen=True, slots=True)
class DemoService:
    """Writes many rows at once, such as `ConcernService` and `CaseService` would have written one by one."""

    database: Database
    routing: RoutingService
    target_day: Callable[[date, int], date]
    retention: timedelta
    audit: AuditService

    def fill(self, made_up: Sequence[MadeUp], *, is_added: bool, tell: Callable[[int, int], None]) -> None:
        """Add the concerns; `tell` hears how many of how many are there.

        Raises DemoRefusedError for a database with concerns in it, unless they are to be added to those.
        """
        with self.database.unit_of_work() as session:
            references = set(session.scalars(select(Concern.reference)))
            if references and not is_added:
                raise DemoRefusedError(len(references))
            first = (session.scalar(select(func.max(Concern.id))) or 0) + 1
            people = self._people(session, {one.person for one in made_up})
            done = 0
            for some in batched(made_up, _AT_ONCE):
                numbered = list(zip(range(first + done, first + done + len(some)), some, strict=True))
                self._insert(session, numbered, people, references)
                done += len(some)
                tell(done, len(made_up))
            self.audit.record(session, COMMAND_LINE, "demo.fill", ("concerns", str(len(made_up))))
        self._settle_keys()

    def _people(self, session: Session, numbers: set[int]) -> dict[int, str]:
        people = {number: random_key() for number in sorted(numbers)}
        if people:
            session.execute(insert(Person), [{"id": key} for key in people.values()])
        return people

    def _insert(
        self,
        session: Session,
        numbered: list[tuple[int, MadeUp]],
        people: dict[int, str],
        references: set[str],
    ) -> None:
        decisions = {number: self._decide(one) for number, one in numbered}
        concerns = []
        for number, one in numbered:
            row = self._concern(number, one, decisions[number])
            concerns.append({**row, "person_id": people[one.person], "reference": _unused(references)})
        targets = {row["id"]: row["target_on"] for row in concerns}
        session.execute(insert(Concern).execution_options(**_IN_ONE_GO), concerns)
        session.execute(insert(Classification), [classification_row(number, one) for number, one in numbered])
        session.execute(
            insert(Referral).execution_options(**_IN_ONE_GO),
            [
                referral
                for number, one in numbered
                for referral in self._referrals(number, one, decisions[number], targets[number])
            ],
        )
        # Nobody is asked after something sensitive.
        askable = {row["id"] for row in concerns if not row["is_sensitive"]}
        follow_ups = [
            follow_up_row(number, one, one.follow_up)
            for number, one in numbered
            if one.follow_up and number in askable
        ]
        if follow_ups:
            session.execute(insert(FollowUp).execution_options(**_IN_ONE_GO), follow_ups)

    def _decide(self, one: MadeUp) -> RoutingDecision | None:
        if one.category is None:
            return None
        place = one.place
        return self.routing.agreed(
            one.category,
            ReportDraft(place=DraftPlace(place.name, place.hub_area, place.council) if place else None),
        )

    def _concern(self, number: int, one: MadeUp, decision: RoutingDecision | None) -> dict[str, Any]:
        days = decision.target_working_days if decision else HUMAN_TARGET_DAYS
        place = one.place
        return {
            "id": number,
            "draft_id": random_key(),
            "position": 0,
            "channel": one.channel,
            "category": one.category.value if one.category else None,
            "description": one.words,
            "place_name": place.name if place else None,
            "place_id": place.id if place else None,
            "latitude": place.lat if place else None,
            "longitude": place.lon if place else None,
            "hub_area": place.hub_area if place else None,
            "council": place.council if place else None,
            "facts": {},
            "contact": one.contact,
            "contact_key": contact_key(one.contact) if one.contact else None,
            "is_anonymous": one.is_anonymous,
            "is_sensitive": decision.sensitive if decision else True,
            "state": one.state,
            "outcome": one.outcome,
            "version": 1,
            "routing_row": decision.row_id if decision else None,
            "why": decision.why if decision else self.routing.table.unplaced_why,
            "target_on": self.target_day(one.filed_at.date(), days),
            "filed_at": one.filed_at,
            "closed_at": one.closed_at,
            "retain_until": (one.filed_at + self.retention).date(),
        }

    def _referrals(
        self, number: int, one: MadeUp, decision: RoutingDecision | None, target_on: date
    ) -> Iterator[dict[str, Any]]:
        hub = self.routing.hub_for(one.place.hub_area if one.place else None)
        agencies = (decision.lead, *decision.partners) if decision else (hub,)
        for position, agency in enumerate(agencies):
            yield {
                "concern_id": number,
                "agency_id": agency,
                "role": ReferralRole.PARTNER if position else ReferralRole.LEAD,
                "state": state_of(one),
                "target_on": target_on,
                "sent_at": one.filed_at,
                "acknowledged_at": one.acknowledged_at,
            }

    def _settle_keys(self) -> None:
        """Let PostgreSQL go on numbering after the keys that were given."""
        if self.database.engine.dialect.name == "postgresql":
            with self.database.statements() as connection:
                connection.exec_driver_sql(
                    "SELECT setval(pg_get_serial_sequence('concern', 'id'), (SELECT max(id) FROM concern))"
                )


def _unused(references: set[str]) -> str:
    while (drawn := make_reference()) in references:
        pass
    references.add(drawn)
    return drawn
