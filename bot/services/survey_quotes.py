"""What people wrote, as it is published: only what somebody looked at, and themes without small numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening, TextDecision
from bot.domain.suppression import CountTable, suppress
from bot.domain.survey_publishing import PublicTable
from bot.domain.surveys import Kind, Question
from bot.services.survey_openings import survey_of
from bot.services.survey_texts import SurveyTextService, WrittenText

_OTHER = "Something else"


@dataclass(frozen=True, slots=True)
class SurveyQuoteService:
    """Reads what was decided about texts."""

    texts: SurveyTextService
    threshold: int

    def list_ready(
        self, session: Session, opening: SurveyOpening, tables: Sequence[PublicTable]
    ) -> list[tuple[Question, int]]:
        """Questions of which something may be published, with how many texts."""
        found = []
        for question in survey_of(opening).questions:
            if question.kind is Kind.TEXT and _may_quote(question, tables):
                written = self.texts.list_texts(session, opening, question.id)
                found.append((question, sum(one.decision == TextDecision.PUBLISH for one in written)))
        return [(question, count) for question, count in found if count]

    def quote(
        self,
        session: Session,
        opening: SurveyOpening,
        questions: Collection[str],
        tables: Sequence[PublicTable],
    ) -> list[dict[str, Any]]:
        """The chosen ones of them, with their themes and texts."""
        quoted = []
        for question, _ in self.list_ready(session, opening, tables):
            if question.id in questions:
                written = self.texts.list_texts(session, opening, question.id)
                shown = sorted(one.shown for one in written if one.decision == TextDecision.PUBLISH)
                themes = self._count(written)
                quoted.append(
                    {"question": question.id, "title": question.text, "themes": themes, "texts": shown}
                )
        return quoted

    def _count(self, written: Sequence[WrittenText]) -> list[dict[str, Any]]:
        """How many wrote about each theme that staff named; empty where that would tell of a few people."""
        counts = Counter(
            one.theme.name if one.theme is not None and one.theme.is_named else _OTHER for one in written
        )
        if len(written) < self.threshold or set(counts) == {_OTHER}:
            return []
        names = sorted(counts, key=lambda name: (name == _OTHER, name.casefold()))
        table = CountTable(tuple(names), ("all",), tuple((counts[name],) for name in names))
        safe = suppress(table, self.threshold)
        if safe is None:
            return []
        return [{"name": name, "count": count} for name, (count,) in zip(names, safe.counts, strict=True)]


def _may_quote(question: Question, tables: Sequence[PublicTable]) -> bool:
    """Whether it tells nothing of hidden counts that somebody was asked this."""
    whole = {table.question for table in tables if not table.has_hidden}
    return all(condition.question in whole for condition in question.show_if)
