"""Takes words in a language that only a person can read, so that they lead nobody astray and aren't lost."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.danger_languages import ENGLISH
from bot.domain.drafts import ReportDraft, Step
from bot.domain.languages import ENOUGH_KNOWN, TAKEN_FOR
from bot.domain.replies import Reply
from bot.domain.spoken import spoken
from bot.services.draft_answers import FREE_TEXT, DraftAnswers, Said
from bot.services.draft_corrections import SURE, Understands
from bot.services.draft_words import DraftWords

# Here residents tell what it is about: a person has to read that, whatever language we write.
_TELLING = frozenset({Step.WORDS, Step.CATEGORY})
_FEWEST_WORDS_OF_MORE = 3


@dataclass(frozen=True, slots=True)
class ForeignWords:
    """Knows what foreign words do to a draft; keeps nothing itself."""

    understanding: Understands
    words: DraftWords
    answers: DraftAnswers

    def is_foreign(self, said: Said) -> bool:
        """Whether a message is in a language that we can't read, whatever the model took it for."""
        is_likely = said.intent in TAKEN_FOR or said.confidence < SURE
        return is_likely and self.understanding.understand(said.text).is_unreadable

    def take_answer(self, step: Step, draft: ReportDraft, said: Said) -> tuple[Reply, ...] | None:
        """Take the answer of somebody with whom we speak another language than English, as it stands.

        None when it isn't one: then the words mean what they would mean in an English conversation.
        """
        if spoken() == ENGLISH or step in _TELLING or not said.text:
            return None
        heard = self.understanding.understand(said.text)
        if not heard.is_unreadable and heard.known_share >= ENOUGH_KNOWN:
            return None
        if step in FREE_TEXT and self.answers.write(step, draft, said.text):
            return ()
        if len(said.text.split()) < _FEWEST_WORDS_OF_MORE:
            return None
        draft.told.append(said.text.strip())
        return (self.words.phrases.reply("report_added"),)

    def take_for_person(self, draft: ReportDraft, said: Said) -> Reply:
        """Keep words for a person to read, who then decides; nobody would understand the answers either."""
        draft.told.append(said.text.strip())
        draft.is_for_person, draft.concerns = True, []
        self.note_language(draft, self.understanding.understand(said.text).language)
        return self.words.other_language(draft)

    def note_language(self, draft: ReportDraft, language: str) -> None:
        """Tell the rest of the report in the language of its words, unless the person chose one."""
        if spoken() == ENGLISH != language and language in self.words.phrases.catalogues.languages:
            draft.language = language
