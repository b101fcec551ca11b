"""Message templates: the place pack's, with what coordinators changed, added and took away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import random_key, utc_now
from bot.db.models import EditedTemplate
from bot.domain.message_templates import MessageTemplate, check_template
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A template and where it comes from."""

    template: MessageTemplate
    is_edited: bool
    """Whether it is other than in the place pack, or not there at all."""
    is_in_pack: bool
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class MessageTemplateService:
    """The only writer of templates."""

    pack: Sequence[MessageTemplate]
    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def list_all(self, session: Session) -> list[KnownTemplate]:
        """Every template by its title, those that were taken away too."""
        edited = {row.key: row for row in session.scalars(select(EditedTemplate))}
        in_pack = {template.key for template in self.pack}
        known = [KnownTemplate(t, is_edited=False, is_in_pack=True) for t in self.pack if t.key not in edited]
        known += [
            KnownTemplate(_template(row), True, row.key in in_pack, row.is_withdrawn)
            for row in edited.values()
        ]
        return sorted(known, key=lambda one: one.template.title.casefold())

    def list_for(self, session: Session, category: str | None, state: str) -> list[MessageTemplate]:
        """Those that are offered on such a case."""
        return [
            one.template
            for one in self.list_all(session)
            if not one.is_withdrawn and one.template.fits(category, state)
        ]

    def get(self, session: Session, key: str) -> KnownTemplate:
        """One of them; raises NotFoundError."""
        for one in self.list_all(session):
            if one.template.key == key:
                return one
        raise NotFoundError(f"no template {key}")

    def save(self, session: Session, actor: Actor, template: MessageTemplate) -> MessageTemplate:
        """Keep a changed or a new one (with an empty key); raises StaffError for what can't be kept."""
        check_template(template)
        kept = template if template.key else replace(template, key=random_key())
        self._keep(session, actor, kept, "template.change", is_withdrawn=False)
        return kept

    def withdraw(self, session: Session, actor: Actor, key: str) -> None:
        """Offer it no more; raises NotFoundError."""
        self._keep(session, actor, self.get(session, key).template, "template.withdraw", is_withdrawn=True)

    def reset(self, session: Session, actor: Actor, key: str) -> None:
        """Take it as the place pack has it; raises NotFoundError for one that isn't in it."""
        known = self.get(session, key)
        row = session.get(EditedTemplate, key)
        if not known.is_in_pack:
            raise NotFoundError(f"no template {key} in the place pack")
        if row is not None:
            session.delete(row)
            session.flush()
            before, after = _shown(known.template), _shown(self.get(session, key).template)
            self.audit.record(session, actor, "template.reset", ("template", key), before=before, after=after)

    def _keep(
        self, session: Session, actor: Actor, template: MessageTemplate, action: str, *, is_withdrawn: bool
    ) -> None:
        known = {one.template.key: one for one in self.list_all(session)}.get(template.key)
        row = session.get(EditedTemplate, template.key) or EditedTemplate(key=template.key)
        row.title, row.text = template.title, template.text
        row.categories, row.states = sorted(template.categories), sorted(template.states)
        row.is_withdrawn, row.changed_by, row.changed_at = is_withdrawn, actor.staff_id, self.now()
        session.add(row)
        before = {**_shown(known.template), "withdrawn": known.is_withdrawn} if known else {}
        after = {**_shown(template), "withdrawn": is_withdrawn}
        subject = ("template", template.key)
        self.audit.record(session, actor, action, subject, before=before, after=after)


def _template(row: EditedTemplate) -> MessageTemplate:
    return MessageTemplate(row.key, row.title, row.text, frozenset(row.categories), frozenset(row.states))


def _shown(template: MessageTemplate) -> dict[str, Any]:
    """What the audit trail keeps: they are staff's own words, and about nobody."""
    return {
        "title": template.title,
        "text": template.text,
        "categories": template.categories,
        "states": template.states,
    }
