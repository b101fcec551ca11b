"""Claims rows of a queue for one worker: in order for an address, in parallel across addresses, once each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import Session, aliased

from bot.db.models import InboxUpdate, OutgoingMessage, ReferralDelivery

_WAITING = "waiting"
_CLAIMED = "claimed"
GIVEN_UP = "given_up"
FORGOTTEN = "forgotten"


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

    only_if: Callable[[], ColumnElement[bool]] = true
    """What has to hold too for an address to have its turn."""

    def claim_heads(
        self, session: Session, now: datetime, channels: Collection[str], limit: int
    ) -> Sequence[Row]:
        """Claim the first waiting row of each address that has none claimed and whose first is due."""
        asked = {"now": now, "channels": list(channels), "most": limit}
        return self._claim(session, now, session.scalars(_heads(self), asked).all())

    def claim_next(self, session: Session, now: datetime, channel: str, address: str) -> Row | None:
        """Claim what waits next at an address whose claimed row was just let go; None when it isn't due."""
        found = session.execute(_first(self), {"channel": channel, "address": address}).one_or_none()
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

    def forget_given_up(self, session: Session, before: datetime) -> int:
        """Empty what was given up before a moment: nobody will try it again. How many there were."""
        emptied = (
            update(self.rows)
            .where(self.rows.state == GIVEN_UP, self.rows.due_at < before)
            .values(state=FORGOTTEN, content={})
            .execution_options(synchronize_session=False)
        )
        return int(session.execute(emptied).rowcount)  # type: ignore[attr-defined]

    def forget(self, session: Session, row_id: int) -> bool:
        """Empty one row that was given up: nobody will try it again. Whether it was."""
        emptied = (
            update(self.rows)
            .where(self.rows.state == GIVEN_UP, self.rows.id == row_id)
            .values(state=FORGOTTEN, content={})
            .execution_options(synchronize_session=False)
        )
        return bool(session.execute(emptied).rowcount)  # type: ignore[attr-defined]

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


# What is asked at every message is made once: making it takes longer than asking.
@cache
def _heads(claims: Claims[Any]) -> Select[int]:
    """The first row of each address in line, for `now`, of `channels`, `most` of them."""
    rows = claims.rows
    other = aliased(rows)
    is_before = or_(
        other.state == _CLAIMED,
        and_(other.state == _WAITING, tuple_(*_turn(claims, other)) < tuple_(*_turn(claims, rows))),
    )
    return (
        select(rows.id)
        .where(
            rows.state == _WAITING,
            rows.due_at <= bindparam("now"),
            rows.channel.in_(bindparam("channels", expanding=True)),
            ~exists().where(other.channel == rows.channel, other.address == rows.address, is_before),
            claims.only_if(),
        )
        .order_by(*_turn(claims, rows))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=rows)
    )


@cache
def _first(claims: Claims[Any]) -> Select[int, datetime]:
    """The row of `channel` and `address` whose turn is next."""
    rows = claims.rows
    of_address = (rows.channel == bindparam("channel"), rows.address == bindparam("address"))
    return (
        select(rows.id, rows.due_at)
        .where(*of_address, rows.state == _WAITING)
        .order_by(*_turn(claims, rows))
        .limit(1)
    )


def _turn(claims: Claims[Any], rows: Any) -> list[Any]:
    return [getattr(rows, name) for name in claims.sorting]
