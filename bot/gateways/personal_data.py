"""Takes what may say who somebody is out of a message, as a first go before a person looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from phonenumbers import PhoneNumberMatcher

from bot.domain.places import PlaceFinding
from nlu.known_words import KnownWords

_REGION = "GB"
#: What is found by its form, and what is said in its place.
_FORMS = (
    (re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE), "a web page"),
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), "an address"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE), "a postcode"),
    (re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b", re.IGNORECASE), "a number plate"),
    (re.compile(r"\b[A-Z]\d{1,3}\s?[A-Z]{3}\b|\b[A-Z]{3}\s?\d{1,3}[A-Z]\b"), "a number plate"),
    (re.compile(r"\b[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b", re.IGNORECASE), "a number"),
    (re.compile(r"\bLF-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.IGNORECASE), "a reference"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"), "a date"),
    (
        re.compile(r"(?<![\w-])(?:flat|number|no\.?|house|unit)\s+\d+[a-z]?\b", re.IGNORECASE),
        "a house",
    ),
    (re.compile(r"\b\d{1,4}[a-z]?(?=,?\s+[A-Z][a-z])"), ""),
    (re.compile(r"\d{4,}"), "a number"),
)
_NAME = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_WORD = re.compile(_NAME)
#: Words after which a name comes, whatever word it is; but for those that follow "called" anyway.
_AFTER_TITLE = re.compile(
    r"\b(?P<cue>(?i:mr|mrs|ms|miss|dr|called|named|name is|name's))\.?\s+"
    r"(?!(?i:out|the|an?|it|us|me|you|him|her|them|by|and|for|on|in|at|to|off|about|again|when|round)\b)"
    rf"(?P<name>{_NAME})(?P<rest>.*)",
    re.DOTALL,
)
#: Words after which a name may come: what isn't a word of the language there is taken for one.
_AFTER_PERSON = re.compile(
    r"\b(?P<cue>(?i:neighbours?|friend|mate|son|daughter|brother|sister|mum|dad|mother|father|husband|wife"
    r"|partner|boyfriend|girlfriend|ex|cousin|uncle|aunt|nephew|niece|landlord|landlady|tenant|lad|lass|bloke"
    r"|guy|boss|it'?s|by|this is|i'?m|i am|from))\s+(?P<rest>[^\W\d_].*)",
    re.DOTALL,
)
_MOST_NAMES = 3
_CAPITAL = re.compile(r"\b[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Telephone numbers by a library; addresses and plates by their form; names by what they aren't."""

    words: KnownWords
    """Words of the language: a word with a capital that isn't among them may be a name."""
    find_places: Callable[[str], Iterable[PlaceFinding]]
    """The gazetteer: its names may stay."""

    def remove(self, text: str) -> str:
        """The text with something in place of what may be personal.

        A name in small letters is seen after words such as "called" and "my neighbour" only.
        """
        for match in reversed(list(PhoneNumberMatcher(text, _REGION))):
            text = f"{text[: match.start]}a number{text[match.end :]}"
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        kept = " ".join(finding.matched for finding in self.find_places(text)).lower()
        places = set(re.findall(r"[^\W\d_]+", kept))
        text = self._without_names(_AFTER_TITLE, text, places)
        text = self._without_names(_AFTER_PERSON, text, places)
        return " ".join(_CAPITAL.sub(lambda found: self._unless_known(found[0], places), text).split())

    def _without_names(self, cue: re.Pattern[str], text: str, places: set[str]) -> str:
        """The text without the names that follow a cue, wherever it stands."""
        done = ""
        while found := cue.search(text):
            is_named = "name" in cue.groupindex
            rest = self._after_names(found["rest"], places, _MOST_NAMES - is_named)
            is_named = is_named or rest != found["rest"]
            done += text[: found.end("cue")] + (" somebody" if is_named else " ")
            text = rest
        return done + text

    def _after_names(self, text: str, places: set[str], most: int) -> str:
        """What is left of a text behind the names that it begins with."""
        word = _WORD.match(text.lstrip()) if most else None
        if word is None or not self._is_name(word[0], places):
            return text
        return self._after_names(text.lstrip()[word.end() :], places, most - 1)

    def _unless_known(self, word: str, places: set[str]) -> str:
        return "somebody" if self._is_name(word, places) else word

    def _is_name(self, word: str, places: set[str]) -> bool:
        """Whether a word is none of the language and of no place."""
        plain = word.lower().replace("’", "'")
        is_known = plain in self.words.words or plain.removesuffix("'s") in self.words.words
        return not is_known and plain.removesuffix("'s") not in places
