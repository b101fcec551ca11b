"""The trained model and its sentence encoder, opened in the hub to read messages without asking Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from bot.domain.categories import category_of_intent
from bot.domain.danger import DangerKind
from bot.domain.danger_opinion import DangerOpinion
from bot.domain.danger_parts import split_parts
from bot.domain.understanding import Reading, UnderstoodConcern
from nlu.danger_model import PART_ALARMS_FROM, DangerModel
from nlu.encoder.given import as_text
from nlu.encoder.remembering import RememberingEncoder
from nlu.encoder.sentences import SentenceEncoder, last_layer
from nlu.errors import ModelUnreadableError
from nlu.foreign_danger_model import ForeignDangerModel
from nlu.intent_model import IntentModel
from nlu.known_words import KnownWords
from nlu.model_archive import read_danger_model, read_foreign_danger_model, read_intent_model
from nlu.scored_message import REPORT
from nlu.several_concerns import read_message
from nlu.several_model import SeveralModel

_READ = 64
"""Messages of which is remembered what was made of them: while one is answered, it is asked for again."""


class TrainedModel:
    """Reads messages; safe to share between threads."""

    def __init__(
        self,
        intents: IntentModel,
        encoder: RememberingEncoder,
        several: SeveralModel,
        words: KnownWords,
        danger: DangerModel,
        foreign: ForeignDangerModel,
    ) -> None:
        self._danger = danger
        self._foreign = foreign
        self._intents = intents
        self._several = several
        self._words = words
        self._encoder = encoder
        self._read = lru_cache(_READ)(self._read_anew)
        self._think = lru_cache(_READ)(self._think_anew)

    @classmethod
    def open(cls, archive: Path, home: Path) -> Self:
        """Open a model that `local-focus train` made, with the encoder it was trained on, kept under `home`.

        Raises nlu.errors.ModelUnreadableError or EncoderMissingError.
        """
        intents = read_intent_model(archive)
        encoder = RememberingEncoder(SentenceEncoder.open(home, intents.encoder_id))
        danger, foreign = read_danger_model(archive), read_foreign_danger_model(archive)
        several = SeveralModel.load()
        if encoder.width != several.presence.width:
            raise ModelUnreadableError(
                "its encoder is that of another version: train it again. With one of your own "
                "(LOCAL_FOCUS_ENCODER_FOLDER) run `python -m nlu.several_training` in nlu/.venv first."
            )
        return cls(intents, encoder, several, KnownWords.load(), danger, foreign)

    def embed(self, texts: Sequence[str]) -> Any:
        """Embeddings of length 1, one row a text: near meanings are near."""
        return last_layer(self._encoder.encode(texts))

    def think_of_danger(self, text: str) -> DangerOpinion:
        """How likely the message, or a part of a long one, tells of danger, and of which kind."""
        return self._think(text)

    def _think_anew(self, text: str) -> DangerOpinion:
        whole, *parts = self._danger_in([text, *split_parts(text)])
        surest = max(parts, key=lambda part: part.chance, default=whole)
        if surest.chance >= PART_ALARMS_FROM and not whole.alarms:
            return replace(surest, alarms=True, is_calm=False)
        return replace(whole, is_calm=whole.is_calm and not surest.alarms)

    def _danger_in(self, texts: list[str]) -> list[DangerOpinion]:
        thoughts = [
            self._danger.think(*pair) for pair in zip(texts, self._encoder.encode(texts), strict=True)
        ]
        return [
            DangerOpinion(
                DangerKind(kind),
                chance,
                alarms=chance >= self._danger.alarm_from,
                is_calm=chance < self._danger.calm_below,
            )
            for kind, chance in thoughts
        ]

    def listen_to_foreign(self, text: str) -> tuple[str, bool]:
        """The likeliest language of a message that isn't in English, and whether it tells of danger."""
        return self._foreign.listen(text)

    def recall_embedding(self, text: str) -> dict[str, str] | None:
        """The text's embedding as Rasa takes it, if it was made lately: the encoder's id and the values."""
        embedding = self._encoder.recall(text)
        return None if embedding is None else {"encoder": self._encoder.id, "values": as_text(embedding)}

    def read(self, text: str) -> Reading:
        """What the message is about, as a whole and part by part."""
        return self._read(text)

    def read_ahead(self, text: str) -> None:
        """Read a message so that it is read when it is asked for.

        Only one that seems to report something, and was heard already: nobody asks for the others.
        """
        embedding = self._encoder.recall(text)
        if embedding is not None and self._intents.classify(text, embedding)[0][0].startswith(REPORT):
            self._read(text)

    def _read_anew(self, text: str) -> Reading:
        ranking, heard = read_message(text, self._intents, self._encoder, self._several)
        concerns = [
            UnderstoodConcern(category, concern.confidence, concern.text)
            for concern in heard
            if (category := category_of_intent(concern.intent)) is not None
        ]
        return Reading(tuple(ranking), tuple(concerns), self._words.share(text))
