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
_AFTER_TITLE = re.compile(
    r"\b(?P<title>(?i:mr|mrs|ms|miss|dr|called|named|name is|name's))\.?\s+"
    r"(?P<name>[^\W\d_]+(?:\s+[A-Z][^\W\d_]+)*)"
)
_CAPITAL = re.compile(r"\b[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Telephone numbers by a library; addresses and plates by their form; names by what they aren't."""

    words: KnownWords
    """Words of the language: a word with a capital that isn't among them may be a name."""
    find_places: Callable[[str], Iterable[PlaceFinding]]
    """The gazetteer: its names may stay."""

    def remove(self, text: str) -> str:
        """The text with something in place of what may be personal; a name in small letters isn't seen."""
        for match in reversed(list(PhoneNumberMatcher(text, _REGION))):
            text = f"{text[: match.start]}a number{text[match.end :]}"
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        text = _AFTER_TITLE.sub(lambda found: f"{found['title']} somebody", text)
        kept = " ".join(finding.matched for finding in self.find_places(text)).lower()
        places = set(re.findall(r"[^\W\d_]+", kept))
        return " ".join(_CAPITAL.sub(lambda found: self._unless_known(found[0], places), text).split())

    def _unless_known(self, word: str, places: set[str]) -> str:
        plain = word.lower().replace("’", "'")
        is_known = plain in self.words.words or plain.removesuffix("'s") in self.words.words
        return word if is_known or plain.removesuffix("'s") in places else "somebody"
