"""Loads what the danger gate listens for out of data/danger/*.yml; broken files stop the start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.domain.danger import DangerGate
from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_lexicon import Cue, DangerLexicon, Firmness, Said, Setting
from bot.domain.danger_patterns import CuePattern, PatternError, Shape, parse_pattern, parse_set
from bot.domain.danger_words import fold
from bot.gateways.danger_cards import load_danger_cards
from bot.gateways.place_pack_yaml import LocatedYaml, Spot, read_yaml, validate
from bot.services.danger import DangerService, ForeignOpinion, Opinion

type _Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
type _Phrase = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
type _Phrases = list[_Phrase]


class _DangerFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: _Language
    sets: dict[str, _Phrases] = {}
    written_as: dict[str, _Phrase] = {}
    run_together: _Phrases = []
    mended: _Phrases = []
    not_misspelt: _Phrases = []
    telltale: _Phrases = []
    innocent: _Phrases = []
    what_if: _Phrases = []
    settings: dict[Setting, _Phrases] = {}
    cues: dict[DangerKind, dict[Firmness, Annotated[_Phrases, Field(min_length=1)]]] = {}


def open_danger(
    folder: Path, opinion: Opinion | None, foreign_opinion: ForeignOpinion | None = None
) -> DangerService:
    """The danger gate with the model's opinions, if there are any, and the cards.

    Raises PlacePackError with file and line when a file is missing or broken.
    """
    gate = DangerGate(load_danger_lexicon(folder))
    return DangerService(gate, opinion, load_danger_cards(folder / "cards"), foreign_opinion)


def load_danger_lexicon(folder: Path) -> DangerLexicon:
    """The lexicon of all languages in the folder.

    Raises PlacePackError with file and line when a file is missing or broken.
    """
    reader = _LexiconReader()
    sources = [read_yaml(file) for file in sorted(folder.glob("*.yml"))]
    for source in sources:
        reader.add(source)
    if not reader.cues:
        raise read_yaml(folder / "en.yml").error("no file in this folder has any cues")
    return reader.lexicon()


class _LexiconReader:
    """Gathers the files; sets of words are shared by the files of a language, in the order of their names."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self._sets: dict[str, dict[str, Shape]] = {}
        self._innocent: list[CuePattern] = []
        self._what_if: list[CuePattern] = []
        self._settings: dict[Said, list[CuePattern]] = {}
        self._written_as: dict[str, str] = {}
        self._run_together: set[str] = set()
        self._mended: set[str] = set()
        self._not_misspelt: set[str] = set()
        self._telltale: dict[str, frozenset[str]] = {}

    def add(self, source: LocatedYaml) -> None:
        """Take in one file; raises PlacePackError."""
        content = validate(_DangerFile, source)
        language = content.language
        sets = self._sets.setdefault(language, {})
        for name, phrases in content.sets.items():
            sets[name] = _set(source, name, phrases, sets)
        self._innocent += _patterns(source, ("innocent",), content.innocent, sets)
        self._what_if += _patterns(source, ("what_if",), content.what_if, sets)
        for setting, phrases in content.settings.items():
            read = _patterns(source, ("settings", setting.value), phrases, sets)
            self._settings.setdefault(Said(setting, language), []).extend(read)
        for kind, by_firmness in content.cues.items():
            for firmness, phrases in by_firmness.items():
                spot = ("cues", kind.value, firmness.value)
                for pattern in _patterns(source, spot, phrases, sets):
                    self.cues.append(Cue(pattern, kind, firmness, language))
        self._written_as.update(content.written_as)
        self._run_together.update(content.run_together)
        self._mended.update(content.mended)
        self._not_misspelt.update(content.not_misspelt)
        if content.telltale:
            self._telltale[language] = frozenset(fold(word) for word in content.telltale)

    def lexicon(self) -> DangerLexicon:
        """All that was read."""
        return DangerLexicon(
            cues=tuple(self.cues),
            innocent=tuple(self._innocent),
            what_if=tuple(self._what_if),
            settings={said: tuple(patterns) for said, patterns in self._settings.items()},
            written_as=self._written_as,
            run_together=frozenset(self._run_together),
            mended=frozenset(self._mended),
            not_misspelt=frozenset(self._not_misspelt),
            telltale=self._telltale,
        )


def _set(source: LocatedYaml, name: str, phrases: list[str], sets: dict[str, Shape]) -> Shape:
    try:
        return parse_set(phrases, sets)
    except PatternError as error:
        raise source.error(f"the set {name!r} can't be read: {error}", "sets", name) from None


def _patterns(
    source: LocatedYaml, spot: Spot, phrases: list[str], sets: dict[str, Shape]
) -> list[CuePattern]:
    patterns: list[CuePattern] = []
    for position, phrase in enumerate(phrases):
        try:
            patterns.append(parse_pattern(phrase, sets))
        except PatternError as error:
            raise source.error(f"{phrase!r} can't be read: {error}", *spot, position) from None
    return patterns
