"""Who answers a survey, as far as that is known: one person in the chat, on the form, or by a pass to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import ContactPoint, Conversation, SurveyOpening
from bot.services.survey_answers import SurveyAnswerService

WEB = "web"
_SALT = "survey-pass"


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody in one round: the tokens that they may have answered under, the first for what begins now."""

    tokens: tuple[str, ...]
    person_id: str | None = None
    """None where nobody is known behind the form."""


@dataclass(frozen=True, slots=True)
class SurveyPeople:
    """Finds the tokens of a person; each tells nothing without the key, and stands for one round."""

    answers: SurveyAnswerService
    hub_address: str

    def in_chat(self, session: Session, opening_id: int, conversation: Conversation) -> Answering:
        """Who talks there: the person, and whoever used the form in the browser that they chat in."""
        return self._of_person(session, opening_id, conversation.person_id)

    def on_form(self, session: Session, opening_id: int, browser: str, given: str = "") -> Answering:
        """Who uses a browser's session, with what `read_pass` found of the pass that they came with."""
        person_id = session.scalar(
            select(ContactPoint.person_id).where(ContactPoint.channel == WEB, ContactPoint.address == browser)
        )
        passed = (given,) if given else ()
        if person_id is None:
            return Answering((*passed, self._form_token(opening_id, browser)))
        known = self._of_person(session, opening_id, person_id)
        return Answering((*passed, *known.tokens), person_id)

    def make_pass(self, opening: SurveyOpening, conversation: Conversation) -> str:
        """An address of the form under which somebody from another channel counts as the same person."""
        token = self.answers.token_for(opening.id, conversation.person_id)
        signed = self._signer.dumps([opening.id, token])
        return f"{self.hub_address}/survey/{opening.survey_id}?pass={signed}"

    def read_pass(self, signed: str, opening_id: int) -> str:
        """The token in a pass for this round; empty for one that is forged or for another."""
        try:
            of_round, token = self._signer.loads(signed)
        except (BadSignature, ValueError, TypeError):
            return ""
        return str(token) if of_round == opening_id else ""

    def _of_person(self, session: Session, opening_id: int, person_id: str) -> Answering:
        browsers: Sequence[str] = session.scalars(
            select(ContactPoint.address).where(
                ContactPoint.person_id == person_id, ContactPoint.channel == WEB
            )
        ).all()
        own = self.answers.token_for(opening_id, person_id)
        return Answering((own, *(self._form_token(opening_id, one) for one in browsers)), person_id)

    def _form_token(self, opening_id: int, browser: str) -> str:
        return self.answers.token_for(opening_id, f"form:{browser}")

    @property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.answers.key, salt=_SALT)
