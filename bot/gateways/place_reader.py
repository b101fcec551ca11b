"""Reads the mentions of places out of a message's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.place_mentions import Mention
from bot.domain.places import Areas
from bot.gateways.place_certainty import PlaceCertainty, word_before
from bot.gateways.place_names import Named, PlaceNames
from bot.gateways.place_postcodes import find_postcodes
from bot.gateways.place_spans import Span, without_outside
from bot.gateways.place_spelling import NameGuesser
from bot.gateways.place_street_slips import StreetSlips
from bot.gateways.place_words import PlaceWords, Word

#: Words in a row that may be one misspelt or split name.
_LONGEST_GUESS = 3


class PlaceReader:
    """Looks the words of a message up among a pack's names."""

    def __init__(self, names: PlaceNames, areas: Areas, language: PlaceWords) -> None:
        self._names = names
        self._guesser = NameGuesser(names.items())
        self._street_slips = StreetSlips(names.items(), language.cues.street_words)
        self._areas = areas
        self._cues = language.cues
        self._certainty = PlaceCertainty(language)

    def read(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Everything in the message that names a place, an area, a council or a postcode, in its order."""
        mentions, taken = self._postcodes(text, words)
        spans = self._with_guesses(words, taken, self._exact_spans(words, taken))
        slip = None if spans or mentions else self._street_slips.find(words)
        if slip:
            spans = [Span(*slip)]
        spans.sort(key=lambda span: span.first)
        mentions += [self._mention(text, words, span) for span in without_outside(text, words, spans)]
        return sorted(mentions, key=lambda mention: mention.first)

    def _postcodes(self, text: str, words: Sequence[Word]) -> tuple[list[Mention], set[int]]:
        """The postcodes, and the words they take; one that may lie outside tells nothing."""
        mentions = []
        taken: set[int] = set()
        known = {area.id for area in self._areas.hub_areas}
        for code in find_postcodes(text, self._areas):
            inside = [i for i, word in enumerate(words) if word.start < code.end and word.end > code.start]
            taken.update(inside)
            if inside and known.issuperset(code.hub_areas):
                span = Mention(inside[0], inside[-1] + 1, code.code, (), "postcode", hub_areas=code.hub_areas)
                mentions.append(span)
        return mentions, taken

    def _exact_spans(self, words: Sequence[Word], taken: set[int]) -> list[Span]:
        """Names that are spelt right, the longest first at each word; their words are added to `taken`."""
        spans: list[Span] = []
        position = 0
        while position < len(words):
            span = None if position in taken else self._longest_from(words, position, taken)
            if span is None:
                position += 1
                continue
            taken.update(range(span.first, span.last))
            if not self._certainty.is_street_after_town(words, span.last) or span.is_landscape:
                spans.append(span)
            else:
                taken.add(span.last)
                if self._tells_its_town(words, span):
                    spans.append(replace(span, is_hint=True))
            position = span.last
        return spans

    def _tells_its_town(self, words: Sequence[Word], span: Span) -> bool:
        """Whether a street called after it lies there: a town has one estate of a rare name.

        So does a road called after a village, but "the Hollinbeck road" leads there from anywhere.
        """
        before = word_before(words, span.first)
        leads_there = before is not None and before.key in self._cues.before_thing
        is_one_word = span.last - span.first == 1
        if span.is_one_village:
            return is_one_word and not leads_there
        is_estate = bool(span.named.places) and all(place.kind == "estate" for place in span.named.places)
        return is_estate and is_one_word and not self._certainty.is_compound(words[span.first])

    def _longest_from(self, words: Sequence[Word], first: int, taken: set[int]) -> Span | None:
        longest = self._names.longest_after(words[first].key)
        for length in range(min(max(longest, _LONGEST_GUESS), len(words) - first), 0, -1):
            last = first + length
            window = words[first:last]
            if any(p in taken for p in range(first, last)) or any(w.follows_break for w in window[1:]):
                continue
            named = self._listed(window) if length <= longest or length == 1 else None
            slip = self._names.find_nearly([w.key for w in window]) if named is None and length > 1 else None
            if slip and (named := self._names.find(slip[0])):
                return Span(first, last, named, slip[1])
            is_joined = named is None
            if is_joined and length <= _LONGEST_GUESS and not (length > 1 and self._has_loose_end(window)):
                named = self._names.find_joined("".join(word.key for word in window))
            if named is None or self._certainty.is_person(words, first):
                continue
            is_council = named.how in ("council", "former_council") and length > 1
            is_town = any(place.kind == "town" for place in named.places)
            is_sure = is_council or self._certainty.is_sure(
                words, first, last, is_joined=is_joined, is_town=is_town
            )
            return Span(first, last, named, is_sure=is_sure)
        return None

    def _listed(self, window: Sequence[Word]) -> Named | None:
        keys = [word.key for word in window]
        named = self._names.find(" ".join(keys))
        owner = window[-1].owner
        return named or (self._names.find(" ".join([*keys[:-1], owner])) if owner else None)

    def _has_loose_end(self, window: Sequence[Word]) -> bool:
        return self._certainty.is_joint(window[0]) or self._certainty.is_joint(window[-1])

    def _with_guesses(self, words: Sequence[Word], taken: set[int], exact: list[Span]) -> list[Span]:
        """The exact names, and those that are misspelt among the words that are left.

        A word beside an exact name may be the misspelt rest of a longer one ("Nweton Abbot").
        """
        short = {span.first for span in exact if span.last - span.first == 1}
        spans: list[Span] = []
        for first in range(len(words)):
            best: Span | None = None
            for last in range(first + 1, min(first + _LONGEST_GUESS, len(words)) + 1):
                is_closed = last - 1 in taken and last - 1 not in short
                if is_closed or (last - first > 1 and words[last - 1].follows_break):
                    break
                left = [words[p] for p in range(first, last) if p not in taken]
                is_left = any(not self._certainty.is_plain(word) for word in left)
                span = self._guess(words, first, last) if is_left else None
                if span and (best is None or span.score > best.score):
                    best = span
            if best:
                covered = range(best.first, best.last)
                spans.append(best)
                taken.update(covered)
                short.difference_update(covered)
                exact = [span for span in exact if span.first not in covered]
        return [*exact, *spans]

    def _guess(self, words: Sequence[Word], first: int, last: int) -> Span | None:
        window = words[first:last]
        certainty = self._certainty
        if (
            all(certainty.is_plain(w) for w in window)
            or certainty.is_joint(window[0])
            or certainty.is_joint(window[-1])
        ):
            return None
        keys = [word.key for word in window]
        letters = "".join(keys)
        if (
            not letters.isalpha()
            or not self._cues.street_words.isdisjoint(keys[1:] if keys[0] == "st" else keys)
            or certainty.is_person(words, first)
        ):
            return None
        before = word_before(words, first)
        has_cue = before is not None and before.key in self._cues.before_place
        guess = self._guesser.guess(letters, has_cue=has_cue, is_one_word=len(keys) == 1)
        named = self._names.find_any(guess.keys) if guess else None
        if guess is None or named is None or certainty.is_street_after_town(words, last):
            return None
        return Span(first, last, named, guess.score)

    def _is_elsewhere(self, words: Sequence[Word], first: int) -> bool:
        """Whether something only comes from there or goes there, or somebody lives there; or "not" there."""
        came = [word.key for word in words[max(first - 4, 0) : first]]
        if came[-1:] == ["to"] and not self._cues.before_arrival.isdisjoint(came):
            return False
        before = came[-2:]
        if len(before) == 2 and before[1] in self._cues.before_place:
            return before[0] in self._cues.before_elsewhere or before[0] in self._cues.before_home
        return bool(before) and before[-1] in self._cues.before_elsewhere

    def _mention(self, text: str, words: Sequence[Word], span: Span) -> Mention:
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
            is_elsewhere=self._is_elsewhere(words, span.first),
            is_sure=span.is_sure,
            is_hint=span.is_hint,
            is_common=all(self._certainty.is_plain(word) for word in words[span.first : span.last]),
        )
