"""Rules on partners' news, kept: written and taken away by staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.db.models import FeedSource, StoredFeedRule
from bot.domain.feed_rules import FeedRule, RuleKind, read_phrases
from bot.domain.staff import Actor
from bot.errors import FeedRuleError, NotFoundError
from bot.services.audit import AuditService


def list_rules(session: Session) -> list[FeedRule]:
    """All, as they are asked."""
    return [
        FeedRule(row.id, RuleKind(row.kind), tuple(row.phrases), row.source_id)
        for row in session.scalars(select(StoredFeedRule).order_by(StoredFeedRule.id))
    ]


@dataclass(frozen=True, slots=True)
class FeedRuleService:
    """The only writer of rules."""

    audit: AuditService

    def list_stored(self, session: Session) -> Sequence[StoredFeedRule]:
        """All, with their sources."""
        return session.scalars(
            select(StoredFeedRule)
            .options(joinedload(StoredFeedRule.source))
            .order_by(StoredFeedRule.kind, StoredFeedRule.id)
        ).all()

    def add(
        self, session: Session, actor: Actor, kind: RuleKind, text: str, source_id: int | None
    ) -> StoredFeedRule:
        """A rule of the phrases in a text, one a line; raises FeedRuleError, NotFoundError."""
        phrases = read_phrases(text)
        if source_id is not None and session.get(FeedSource, source_id) is None:
            raise NotFoundError("no such feed")
        if kind is RuleKind.PUBLISH and source_id is None:
            raise FeedRuleError("choose the source whose news may go out by themselves")
        rule = StoredFeedRule(kind=kind, source_id=source_id, phrases=list(phrases))
        session.add(rule)
        session.flush()
        told = {"kind": kind.value, "source": source_id, "phrases": list(phrases)}
        self.audit.record(session, actor, "feed_rule.add", ("feed_rule", str(rule.id)), after=told)
        return rule

    def remove(self, session: Session, actor: Actor, rule_id: int) -> None:
        """Take one away: what it left out stays so, what comes is judged without it. Raises NotFoundError."""
        rule = session.get(StoredFeedRule, rule_id)
        if rule is None:
            raise NotFoundError("no such rule")
        told = {"kind": str(rule.kind), "source": rule.source_id, "phrases": list(rule.phrases)}
        self.audit.record(session, actor, "feed_rule.remove", ("feed_rule", str(rule_id)), before=told)
        session.delete(rule)
