"""Claims rows of a queue for one worker: in order for an address, in parallel across addresses, once each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true, tuple_, update
from sqlalchemy.orm import Session, aliased

from bot.db.models import InboxUpdate, OutgoingMessage, ReferralDelivery

_WAITING = "waiting"
_CLAIMED = "claimed"
GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Claims[Row: (InboxUpdate, OutgoingMessage, ReferralDelivery)]:
    """The claiming of one table's rows.

    A claim is an update that holds only if the row still waits; on PostgreSQL rows that another hub is
    just claiming are passed over. That one address has two claimed rows is impossible by an index.
    """

    rows: type[Row]
    sorting: tuple[str, ...]
    """Columns by which rows of one address, and whole addresses, take their turns."""
    lease: timedelta
    """How long a claim holds: whoever claimed is taken for dead after that."""

    def claim_heads(
        self,
        session: Session,
        now: datetime,
        channels: Collection[str],
        limit: int,
        also: ColumnElement[bool] | None = None,
    ) -> Sequence[Row]:
        """Claim the first waiting row of each address that has none claimed and whose first is due."""
        other = aliased(self.rows)
        is_before = or_(
            other.state == _CLAIMED, and_(other.state == _WAITING, self._comes_before(other, self.rows))
        )
        heads = (
            select(self.rows.id)
            .where(
                self.rows.state == _WAITING,
                self.rows.due_at <= now,
                self.rows.channel.in_(channels),
                ~exists().where(
                    other.channel == self.rows.channel, other.address == self.rows.address, is_before
                ),
                true() if also is None else also,
            )
            .order_by(*self._order())
            .limit(limit)
            .with_for_update(skip_locked=True, of=self.rows)
        )
        return self._claim(session, now, session.scalars(heads).all())

    def claim_next(self, session: Session, now: datetime, channel: str, address: str) -> Row | None:
        """Claim what waits next at an address whose claimed row was just let go; None when it isn't due."""
        first = (
            select(self.rows.id, self.rows.due_at)
            .where(self.rows.channel == channel, self.rows.address == address, self.rows.state == _WAITING)
            .order_by(*self._order())
            .limit(1)
        )
        found = session.execute(first).one_or_none()
        if found is None or found.due_at > now:
            return None
        return next(iter(self._claim(session, now, [found.id])), None)

    def put_back(self, session: Session, ids: Collection[int]) -> None:
        """Let claimed rows wait again, as if they had not been begun."""
        session.execute(
            update(self.rows)
            .where(self.rows.id.in_(ids), self.rows.state == _CLAIMED)
            .values(state=_WAITING, claimed_until=None, attempts=self.rows.attempts - 1)
            .execution_options(synchronize_session=False)
        )

    def take_back(self, session: Session, now: datetime | None, most_attempts: int) -> int:
        """Let rows wait again whose worker died; what killed it too often is given up. How many there were.

        `now` tells the claims that ran out; None stands for all, where nobody else can have any.
        """
        ran_out = and_(self.rows.state == _CLAIMED, true() if now is None else self.rows.claimed_until < now)
        change = update(self.rows).execution_options(synchronize_session=False)
        given_up = session.execute(
            change.where(ran_out, self.rows.attempts >= most_attempts).values(
                state=GIVEN_UP, claimed_until=None, reason="stopped_in_the_middle"
            )
        )
        again = session.execute(change.where(ran_out).values(state=_WAITING, claimed_until=None))
        return int(given_up.rowcount + again.rowcount)  # type: ignore[attr-defined]

    def retry(self, session: Session, now: datetime, row_id: int | None) -> int:
        """Let a row that was given up, or all of them, wait again from the first try on; how many did."""
        given_up = self.rows.state == GIVEN_UP
        again = (
            update(self.rows)
            .where(given_up, true() if row_id is None else self.rows.id == row_id)
            .values(state=_WAITING, attempts=0, due_at=now, reason=None)
            .execution_options(synchronize_session=False)
        )
        return int(session.execute(again).rowcount)  # type: ignore[attr-defined]

    def _claim(self, session: Session, now: datetime, ids: Sequence[int]) -> Sequence[Row]:
        if not ids:
            return []
        claimed = session.scalars(
            update(self.rows)
            .where(self.rows.id.in_(ids), self.rows.state == _WAITING)
            .values(state=_CLAIMED, claimed_until=now + self.lease, attempts=self.rows.attempts + 1)
            .returning(self.rows)
            .execution_options(synchronize_session=False, populate_existing=True)
        ).all()
        return sorted(claimed, key=lambda row: ids.index(row.id))

    def _order(self) -> list[Any]:
        return self._turn_of(self.rows)

    def _comes_before(self, one: Any, other: Any) -> ColumnElement[bool]:
        """Whether one row has its turn earlier, column by column."""
        return tuple_(*self._turn_of(one)) < tuple_(*self._turn_of(other))

    def _turn_of(self, rows: Any) -> list[Any]:
        return [getattr(rows, name) for name in self.sorting]
