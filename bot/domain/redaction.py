"""Redaction: which parts of a text may say who somebody is, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

REMOVED = "[removed]"
#: From the first character to the one after the last.
type Span = tuple[int, int]

_TELLING = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?:\+44|\b0)\s?\d(?:[\s-]?\d){8,10}\b"),
    re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}\b"),
    # A vehicle's number plate, as given out since 2001.
    re.compile(r"\b[A-Za-z]{2}\d{2}\s?[A-Za-z]{3}\b"),
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|PC|Cllr)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"),
    re.compile(r"\b(?:my name is|I am called)\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"),
    re.compile(
        r"\b(?:number|no\.?|flat)?\s?\d{1,4}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|Road|Lane|Close|"
        r"Avenue|Drive|Terrace|Place|Court|Way|Crescent|Row|Gardens|Square)\b"
    ),
    re.compile(r"(?<!\w)@\w{3,}"),
    re.compile(r"https?://\S+|www\.\S+"),
)


def suggest(text: str) -> list[str]:
    """Parts that look like an address, a number, a name with a title; a person still has to look."""
    found = {
        match.group().strip(" .,"): match.start() for shape in _TELLING for match in shape.finditer(text)
    }
    return sorted((part for part in found if part), key=lambda part: found[part])


def find_spans(text: str, parts: Iterable[str]) -> list[Span]:
    """Wherever one of the parts stands in the text, whatever its case; what overlaps is one span."""
    wanted = [part.strip() for part in parts if part.strip()]
    spans = sorted(
        match.span() for part in wanted for match in re.finditer(re.escape(part), text, re.IGNORECASE)
    )
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def redact(text: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced; spans stand in order and don't overlap."""
    shown, position = [], 0
    for start, end in spans:
        shown += [text[position:start], REMOVED]
        position = end
    return "".join((*shown, text[position:]))


def parts_of(text: str, spans: Sequence[Span]) -> list[str]:
    """What stands in the spans, each once."""
    return list(dict.fromkeys(text[start:end] for start, end in spans))
