"""Reads the mentions of places out of a message's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.domain.place_mentions import Mention
from bot.domain.places import Areas
from bot.gateways.place_names import Named, PlaceNames
from bot.gateways.place_postcodes import find_postcodes
from bot.gateways.place_spelling import NameGuesser
from bot.gateways.place_words import PlaceWords, Word

_LONGEST_GUESS = 3
#: Letters by which a name of two or three letters is an abbreviation, which any other may share.
_ABBREVIATION = 3


@dataclass(frozen=True, slots=True)
class _Span:
    """Words that are called like something of the pack, before it is sure that they mean it."""

    first: int
    last: int
    named: Named
    score: float
    is_sure: bool


class PlaceReader:
    """Looks the words of a message up among a pack's names."""

    def __init__(self, names: PlaceNames, guesser: NameGuesser, areas: Areas, language: PlaceWords) -> None:
        self._names = names
        self._guesser = guesser
        self._areas = areas
        self._language = language

    def read(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Everything in the message that names a place, an area, a council or a postcode, in its order."""
        mentions, taken = self._postcodes(text, words)
        spans = list(self._exact_spans(words, taken))
        taken |= {position for span in spans for position in range(span.first, span.last)}
        spans += self._guessed_spans(words, taken)
        spans.sort(key=lambda span: span.first)
        sure = [span for span in spans if span.is_sure]
        has_place = bool(mentions) or any(not span.named.is_outside for span in sure)
        kept = [span for span in spans if span.is_sure or (has_place and self._may_be_name(words, span))]
        for span in self._ours(words, kept):
            mentions.append(self._mention(text, words, span))
        return sorted(mentions, key=lambda mention: mention.first)

    def _postcodes(self, text: str, words: Sequence[Word]) -> tuple[list[Mention], set[int]]:
        mentions = []
        taken: set[int] = set()
        known = {area.id for area in self._areas.hub_areas}
        for code in find_postcodes(text, self._areas):
            inside = [i for i, word in enumerate(words) if word.start < code.end and word.end > code.start]
            taken.update(inside)
            if known.issuperset(code.hub_areas):
                mention = Mention(
                    inside[0], inside[-1] + 1, code.code, (), "postcode", hub_areas=code.hub_areas
                )
                mentions.append(mention)
        return mentions, taken

    def _exact_spans(self, words: Sequence[Word], taken: set[int]) -> Iterator[_Span]:
        position = 0
        while position < len(words):
            span = None if position in taken else self._longest_from(words, position, taken)
            if span is None:
                position += 1
                continue
            if not self._is_street_after_town(words, span):
                yield span
            position = span.last

    def _longest_from(self, words: Sequence[Word], first: int, taken: set[int]) -> _Span | None:
        longest = self._names.longest_after(words[first].key)
        for length in range(min(max(longest, _LONGEST_GUESS), len(words) - first), 0, -1):
            last = first + length
            if any(position in taken for position in range(first, last)):
                continue
            named, is_joined = self._look_up(words[first:last], is_listed=length <= longest)
            if named is not None and not (length > 1 and self._has_break(words, first, last)):
                return _Span(
                    first, last, named, 1.0, self._is_sure(words, first, last, named, is_joined=is_joined)
                )
        return None

    def _look_up(self, words: Sequence[Word], *, is_listed: bool) -> tuple[Named | None, bool]:
        if is_listed:
            keys = [word.key for word in words]
            named = self._names.find(" ".join(keys))
            if named is None and words[-1].owner:
                named = self._names.find(" ".join([*keys[:-1], words[-1].owner]))
            if named is not None:
                return named, False
        if len(words) > _LONGEST_GUESS:
            return None, False
        key = self._names.find_joined("".join(word.key for word in words))
        if key is None and len(words) == 1 and words[0].owner:
            key = self._names.find(words[0].owner) and words[0].owner
        return (self._names.find(key) if key else None), True

    def _is_sure(
        self, words: Sequence[Word], first: int, last: int, named: Named, *, is_joined: bool
    ) -> bool:
        """Whether these words mean the place, though they may be ordinary words."""
        cues = self._language.cues
        keys = [word.key for word in words[first:last]]
        before = words[first - 1] if first and not words[first].follows_break else None
        if before and before.key in cues.before_person:
            return False
        if named.how in ("council", "former_council") and len(keys) > 1:
            return True
        if not self._is_ordinary(keys, is_joined=is_joined):
            return True
        if first == 0 and last == len(words):
            return True
        if before and before.key in cues.before_thing and len(keys) == 1:
            return False
        if len(keys) > 1:
            before_the = words[first - 2] if before and before.key == "the" and first > 1 else before
            is_led = before_the is not None and before_the.key in cues.before_street
            return (
                is_led or self._is_written_as_name(words, first, last) or self._is_clause(words, first, last)
            )
        if self._is_phrase(words, first, last):
            return False
        return (before is not None and before.key in cues.before_place) or (
            words[first].is_capital and not words[first].follows_break
        )

    def _is_ordinary(self, keys: Sequence[str], *, is_joined: bool) -> bool:
        everyday = self._language.everyday
        if len(keys) == 1:
            return keys[0] in everyday or len(keys[0]) <= _ABBREVIATION
        return (
            " ".join(keys) in everyday or keys[0] == "the" or (is_joined and all(k in everyday for k in keys))
        )

    def _is_phrase(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Whether the word is part of an everyday phrase ("on sale", "bank holiday")."""
        around = words[max(first - 1, 0) : last + 1]
        return any(
            f"{a.key} {b.key}" in self._language.everyday for a, b in zip(around, around[1:], strict=False)
        )

    def _may_be_name(self, words: Sequence[Word], span: _Span) -> bool:
        """With another place in the message, several ordinary words may be a name; a single one rarely is."""
        is_person = span.first > 0 and words[span.first - 1].key in self._language.cues.before_person
        return span.last - span.first > 1 and not is_person

    def _is_written_as_name(self, words: Sequence[Word], first: int, last: int) -> bool:
        named = [word for word in words[first:last] if len(word.key) > _ABBREVIATION]
        return bool(named) and all(word.is_capital for word in named)

    def _is_clause(self, words: Sequence[Word], first: int, last: int) -> bool:
        return words[first].follows_break and (last == len(words) or words[last].follows_break)

    def _has_break(self, words: Sequence[Word], first: int, last: int) -> bool:
        return any(word.follows_break for word in words[first + 1 : last])

    def _is_street_after_town(self, words: Sequence[Word], span: _Span) -> bool:
        """ "Carlisle Road" is a road, most likely somewhere else."""
        cues = self._language.cues
        if span.last >= len(words) or words[span.last].follows_break:
            return False
        if words[span.last].key not in cues.street_after_town:
            return False
        after = words[span.last + 1] if span.last + 1 < len(words) else None
        return after is None or after.follows_break or after.key not in cues.not_after_street

    def _guessed_spans(self, words: Sequence[Word], taken: set[int]) -> list[_Span]:
        spans: list[_Span] = []
        for first in range(len(words)):
            best: _Span | None = None
            for last in range(first + 1, min(first + _LONGEST_GUESS, len(words)) + 1):
                if last - 1 in taken or (last - first > 1 and words[last - 1].follows_break):
                    break
                span = self._guess(words, first, last)
                if span and (best is None or span.score > best.score):
                    best = span
            if best:
                spans.append(best)
                taken.update(range(best.first, best.last))
        return spans

    def _guess(self, words: Sequence[Word], first: int, last: int) -> _Span | None:
        cues = self._language.cues
        window = words[first:last]
        keys = [word.key for word in window]
        if (
            all(self._is_plain(word) for word in window)
            or self._is_joint(keys[0])
            or self._is_joint(keys[-1])
        ):
            return None
        letters = "".join(keys)
        if not letters.isalpha():
            return None
        before = words[first - 1] if first and not words[first].follows_break else None
        if before and before.key in cues.before_person:
            return None
        has_cue = before is not None and before.key in cues.before_place
        guess = self._guesser.guess(letters, has_cue=has_cue, is_one_word=len(keys) == 1)
        named = self._names.find(guess.key) if guess else None
        if guess is None or named is None:
            return None
        span = _Span(first, last, named, guess.score, True)
        return None if self._is_street_after_town(words, span) else span

    def _is_plain(self, word: Word) -> bool:
        everyday = self._language.everyday
        return word.key in everyday or (word.key.endswith("s") and word.key[:-1] in everyday)

    def _is_joint(self, key: str) -> bool:
        cues = self._language.cues
        return key in cues.before_thing or key in cues.before_street or key in cues.before_elsewhere

    def _ours(self, words: Sequence[Word], spans: Sequence[_Span]) -> Iterator[_Span]:
        """The spans that are not outside, nor named together with a town outside ("Dalton, Huddersfield")."""
        for span, following in zip_longest(spans, spans[1:]):
            if span.named.is_outside:
                continue
            between = words[span.last : following.first] if following else ()
            is_beyond = (
                following is not None and following.named.is_outside and all(w.key == "in" for w in between)
            )
            if not is_beyond:
                yield span

    def _mention(self, text: str, words: Sequence[Word], span: _Span) -> Mention:
        before = words[span.first - 1].key if span.first else ""
        named = span.named
        return Mention(
            first=span.first,
            last=span.last,
            matched=text[words[span.first].start : words[span.last - 1].end],
            places=named.places,
            how="fuzzy" if span.score < 1 and named.how == "name" else named.how,
            score=span.score,
            hub_areas=() if named.places else named.hub_areas,
            council=None if named.places else named.council,
            is_elsewhere=before in self._language.cues.before_elsewhere,
        )
