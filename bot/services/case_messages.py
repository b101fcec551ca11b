"""Case messages: what staff write to a resident about their case, shown first just as they will see it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.danger_languages import ENGLISH
from bot.domain.message_templates import MessageTemplate, fill
from bot.domain.replies import Reply
from bot.domain.spoken import speaking
from bot.domain.staff import Actor
from bot.errors import StaffError
from bot.services.cases import CaseService
from bot.services.routing import show_date

_PHRASE = "case_message"


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """A message as the resident will see it."""

    channel: str
    language: str
    """In which they are written to (ISO 639-1)."""
    reply: Reply
    filled: str
    """What staff wrote, with placeholders filled in."""

    @property
    def seen(self) -> str:
        """Stands for the whole of it: what is sent has to be what was shown."""
        return hashlib.sha256(f"{self.channel}\n{self.language}\n{self.reply.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CaseMessageService:
    """Writes to residents through `CaseNews`, in the transaction that enters it."""

    cases: CaseService

    def begin(self, session: Session, concern: Concern, template: MessageTemplate) -> str:
        """The template's text for this case in the resident's language.

        A placeholder without a value stays for the writer to see; the preview says what is missing.
        """
        language = self._language(session, concern)
        with speaking(language):
            text = self.cases.news.phrases.translate(template.text)
        try:
            return fill(text, self._values(session, concern, language))
        except StaffError:
            return text

    def preview(self, session: Session, concern: Concern, text: str) -> MessagePreview:
        """What the resident will see, where and in which language.

        Raises StaffError where they can't be written to, and for what can't be filled in.
        """
        language = self._language(session, concern)
        filled = fill(text.strip(), self._values(session, concern, language))
        found = self.cases.news.compose(session, concern, _PHRASE, message=filled)
        if found is None:
            raise StaffError("the resident can't be reached here")
        channel, language, reply = found
        return MessagePreview(channel, language, reply, filled)

    def send(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        preview: MessagePreview,
        template: str,
    ) -> None:
        """Send what was shown; `template` is the key of the one that it began as, if any."""
        self.cases.claim(session, concern, version)
        after = {"template": template or None, "channel": preview.channel, "language": preview.language}
        self.cases.enter(session, actor, concern, "case.message", {}, after)
        self.cases.news.tell(session, concern, _PHRASE, message=preview.filled)

    def _language(self, session: Session, concern: Concern) -> str:
        return self.cases.news.language_of(session, concern) or ENGLISH

    def _values(self, session: Session, concern: Concern, language: str) -> dict[str, str | None]:
        """Of a sensitive concern neither kind nor place is written: somebody else may read along."""
        is_open = not concern.is_sensitive
        phrases = self.cases.news.phrases
        with speaking(language):
            category = phrases.text(f"category_{concern.category}") if concern.category else None
            return {
                "reference": concern.reference,
                "agency": self.cases.news.lead(session, concern) or None,
                "category": category if is_open else None,
                "place": concern.place_name if is_open else None,
                "filed_date": show_date(concern.filed_at.date()),
                "expected_date": show_date(concern.target_on),
                "hub": self.cases.news.hub,
            }
