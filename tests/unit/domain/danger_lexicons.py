"""Small lexicons for tests of the danger gate's parts."""

from __future__ import annotations

from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_lexicon import Cue, DangerLexicon, Firmness, Said, Setting
from bot.domain.danger_patterns import CuePattern, parse_pattern


def patterns(*written: str) -> tuple[CuePattern, ...]:
    """These patterns, without named sets."""
    return tuple(parse_pattern(phrase, {}) for phrase in written)


def cue(
    written: str,
    kind: DangerKind = DangerKind.EMERGENCY,
    firmness: Firmness = Firmness.UNLESS_OVER,
    language: str = "en",
) -> Cue:
    """One cue."""
    return Cue(parse_pattern(written, {}), kind, firmness, language)


def lexicon(*cues: Cue) -> DangerLexicon:
    """A lexicon with these cues and a few settings."""
    return DangerLexicon(
        cues=cues,
        innocent=patterns("on fire this season"),
        what_if=patterns("what should i do if"),
        settings={
            Said(Setting.PAST, "en"): patterns("last week", "years ago"),
            Said(Setting.EARLIER, "en"): patterns("last night"),
            Said(Setting.NOW, "en"): patterns("now"),
            Said(Setting.STORY, "en"): patterns("film"),
            Said(Setting.SETTLED, "en"): patterns("false alarm"),
            Said(Setting.PLEA, "en"): patterns("help"),
            Said(Setting.DENIED, "en"): patterns("no|not|nobody"),
            Said(Setting.PAST, "hu"): patterns("eve"),
        },
        written_as={"hes": "he is", "cant": "can not", "hlp": "help"},
        run_together=frozenset({"help", "me"}),
        mended=frozenset({"burning"}),
        not_misspelt=frozenset({"turning"}),
        telltale={"en": frozenset({"the", "is", "my", "he"}), "pl": frozenset({"jest", "się", "pali"})},
    )
