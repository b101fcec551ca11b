"""Themes of what people wrote: found by meaning, named and corrected by staff, once a round is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.db.models import OpeningState, SurveyOpening, SurveyText, SurveyTheme
from bot.domain.staff import Actor
from bot.errors import NotFoundError, SurveyError
from bot.services.audit import AuditService
from bot.services.survey_texts import SurveyTextService

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Texts that mean something similar, by their places in the list, under a provisional name."""

    name: str
    members: tuple[int, ...]


class FindsThemes(Protocol):
    """Groups texts by what they mean."""

    def group(self, texts: Sequence[str]) -> list[TextGroup]:
        """Groups of two texts and more; what is like no other is in none."""


@dataclass(frozen=True, slots=True)
class SurveyThemeService:
    """The only writer of themes."""

    audit: AuditService
    texts: SurveyTextService
    finder: FindsThemes

    def group(self, session: Session, actor: Actor, opening: SurveyOpening, question_id: str) -> int:
        """Group what stands in no theme that staff named; how many new themes there are.

        Raises SurveyError while answers can still come or change.
        """
        if opening.state in {OpeningState.PLANNED, OpeningState.OPEN}:
            raise SurveyError("Close the survey first: texts are grouped when all are there.")
        for theme in self.list_themes(session, opening, question_id):
            if not theme.is_named:
                session.execute(
                    update(SurveyText).where(SurveyText.theme_id == theme.id).values(theme_id=None)
                )
                session.delete(theme)
        session.flush()
        session.expire_all()
        waiting = [one for one in self.texts.list_texts(session, opening, question_id) if one.theme is None]
        groups = self.finder.group([one.text for one in waiting])
        for group in groups:
            theme = self._add(session, opening, question_id, group.name[:LONGEST_NAME])
            for number in group.members:
                self.texts.row_for(session, waiting[number].response_id, question_id).theme_id = theme.id
        self._record(session, actor, "survey.group_texts", opening)
        return len(groups)

    def list_themes(self, session: Session, opening: SurveyOpening, question_id: str) -> list[SurveyTheme]:
        """The themes of a question."""
        return list(
            session.scalars(
                select(SurveyTheme)
                .where(SurveyTheme.opening_id == opening.id, SurveyTheme.question_id == question_id)
                .order_by(SurveyTheme.id)
            )
        )

    def name(self, session: Session, actor: Actor, theme: SurveyTheme, name: str) -> None:
        """Call a theme something else; one that is called so already takes its texts. Raises SurveyError."""
        wanted = name.strip()
        if not 0 < len(wanted) <= LONGEST_NAME:
            raise SurveyError(f"A theme's name has 1 to {LONGEST_NAME} characters.")
        same = session.scalar(
            select(SurveyTheme).where(
                SurveyTheme.opening_id == theme.opening_id,
                SurveyTheme.question_id == theme.question_id,
                func.lower(SurveyTheme.name) == wanted.lower(),
                SurveyTheme.id != theme.id,
            )
        )
        opening = session.get_one(SurveyOpening, theme.opening_id)
        if same is not None:
            session.execute(
                update(SurveyText).where(SurveyText.theme_id == theme.id).values(theme_id=same.id)
            )
            same.is_named = True
            session.delete(theme)
        else:
            theme.name, theme.is_named = wanted, True
        self._record(session, actor, "survey.name_theme", opening)

    def move(
        self,
        session: Session,
        actor: Actor,
        opening: SurveyOpening,
        question_id: str,
        response_id: str,
        to: str,
    ) -> None:
        """Put a text into a theme by its id, into a new one by `new:` and its name, or into none by "".

        Raises NotFoundError and SurveyError.
        """
        self.texts.find(session, opening, question_id, response_id)
        row = self.texts.row_for(session, response_id, question_id)
        if to.startswith("new:"):
            wanted = to.removeprefix("new:").strip()[:LONGEST_NAME]
            theme = self._add(session, opening, question_id, wanted)
            row.theme_id = theme.id
            session.flush()
            # One that is called so already takes the text.
            self.name(session, actor, theme, wanted)
        else:
            row.theme_id = self.get_theme(session, opening, int(to)).id if to else None
        self._record(session, actor, "survey.move_text", opening)

    def get_theme(self, session: Session, opening: SurveyOpening, theme_id: int) -> SurveyTheme:
        """A theme of a round; raises NotFoundError."""
        theme = session.get(SurveyTheme, theme_id)
        if theme is None or theme.opening_id != opening.id:
            raise NotFoundError("there is no such theme")
        return theme

    def _add(self, session: Session, opening: SurveyOpening, question_id: str, name: str) -> SurveyTheme:
        theme = SurveyTheme(opening_id=opening.id, question_id=question_id, name=name)
        session.add(theme)
        session.flush()
        return theme

    def _record(self, session: Session, actor: Actor, action: str, opening: SurveyOpening) -> None:
        self.audit.record(session, actor, action, ("survey_opening", str(opening.id)))
