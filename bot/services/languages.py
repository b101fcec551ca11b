"""Languages: takes the choice of one, and short answers that are given in another than English."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.models import Conversation
from bot.domain.danger_languages import ENGLISH
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Incoming, Reply
from bot.domain.short_words import ShortWords
from bot.domain.spoken import speaking, spoken
from bot.services.drafts import DraftService
from bot.services.language_choices import language_choice, offer_languages, offer_to_go_on, read_choice

_GREET, _CHOOSE = "greet", "choose_language"


@dataclass(frozen=True, slots=True)
class LanguageService:
    """Needs no dialogue, so a language can be chosen while Rasa is down too."""

    drafts: DraftService
    phrases: Phrases
    short_words: ShortWords

    def find_answer(self, incoming: Incoming) -> str | None:
        """The button that a short answer in another language means, or None."""
        if incoming.payload or incoming.location or incoming.photo_ids:
            return incoming.payload
        answer = self.short_words.find(incoming.text)
        if answer is None:
            return None
        greets = answer.intent == _GREET and spoken() == ENGLISH
        is_choice = answer.intent == _CHOOSE or greets
        return language_choice(answer.language) if is_choice else f"/{answer.intent}"

    def choose(self, session: Session, conversation: Conversation, payload: str) -> list[Reply]:
        """Speak the chosen language from now on, and repeat in it what was asked last."""
        language = read_choice(payload)
        if language not in self.phrases.catalogues.languages:
            return [self.phrases.reply("language_choose", offer_languages(self.phrases))]
        conversation.person.language = language
        draft = self.drafts.find(session, conversation)
        if draft is not None:
            draft.language = None
            self.drafts.save(session, conversation, draft)
        with speaking(language):
            _, questions = self.drafts.ask(session, conversation)
            chosen = self.phrases.reply("language_chosen", self._way_back(language))
            return [chosen, *(questions or [self.phrases.reply("start_report")])]

    def _way_back(self, language: str) -> tuple[Button, ...]:
        return offer_to_go_on(self.phrases, ENGLISH) if language != ENGLISH else ()
