"""What the danger gate listens for, gathered from the files of all languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_patterns import CuePattern, index_keys


class Firmness(StrEnum):
    """How much a cue says by itself."""

    ALWAYS = "always"
    """Alarms wherever it stands, unless it is part of a saying or a what-if, or was got over long ago."""
    UNLESS_OVER = "unless_over"
    """Alarms unless the message says that it is past, made up or settled."""
    IN_FEW_WORDS = "in_few_words"
    """The same, but only in a message of few words: in a long story the same words mean other things."""
    WITH_PLEA = "with_plea"
    """Alarms only beside a plea or a word of fear or haste, and not when it is over."""


class Setting(StrEnum):
    """What the rest of a message can say about a cue."""

    PAST = "past"
    """It happened days ago or more."""
    EARLIER = "earlier"
    """It happened some hours ago, or happens again and again: no emergency, but people may still be hurt."""
    NOW = "now"
    """It is going on, whatever else is past."""
    STORY = "story"
    """A film, a game, the news, a joke, a training."""
    SETTLED = "settled"
    """Nobody is in danger, or help has been."""
    RECOVERED = "recovered"
    """Somebody came through it, long ago."""
    AGAIN = "again"
    """It is back, whatever was got over."""
    PLEA = "plea"
    """Asks for help, tells of fear, is in a hurry."""
    DENIED = "denied"
    """Stands just before what is said not to be."""


@dataclass(frozen=True, slots=True)
class Said:
    """A setting, and the language in which it is said."""

    setting: Setting
    language: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One pattern and what it means."""

    pattern: CuePattern
    kind: DangerKind
    firmness: Firmness
    language: str


class PatternIndex[T]:
    """Finds the few patterns that can be in a message by the words that are in it."""

    def __init__(self, entries: Iterable[tuple[CuePattern, T]]) -> None:
        self._by_key: dict[str, list[int]] = {}
        self._keyless: list[int] = []
        self._entries = list(entries)
        for number, (pattern, _) in enumerate(self._entries):
            if not pattern.shape.keys:
                self._keyless.append(number)
            for key in pattern.shape.keys or ():
                self._by_key.setdefault(key, []).append(number)

    def candidates(self, words: list[str]) -> list[tuple[CuePattern, T]]:
        """The patterns worth looking for, in the order in which they were given."""
        numbers = set(self._keyless)
        for key in index_keys(words):
            numbers.update(self._by_key.get(key, ()))
        return [self._entries[number] for number in sorted(numbers)]


@dataclass(frozen=True, slots=True)
class DangerLexicon:
    """Everything the gate knows, of all languages."""

    cues: tuple[Cue, ...]
    innocent: tuple[CuePattern, ...]
    """Sayings that only sound like danger; what they cover is not listened to."""
    what_if: tuple[CuePattern, ...]
    """Openings of questions about something that hasn't happened; they cover the rest of their sentence."""
    settings: Mapping[Said, tuple[CuePattern, ...]]
    written_as: Mapping[str, str]
    """Short, run-together and misspelt forms with what they stand for."""
    run_together: frozenset[str]
    """Words that lose the space between them in haste ("helpme")."""
    mended: frozenset[str]
    """Words of danger that are recognised when a letter is wrong."""
    not_misspelt: frozenset[str]
    """Real words that are a letter off one of those ("breeding" beside "bleeding")."""
    telltale: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Language -> little words that only it has."""
