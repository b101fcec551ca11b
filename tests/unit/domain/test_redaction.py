"""What is suggested to be hidden, and what is left of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.redaction import REMOVED, find_spans, parts_of, redact, suggest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ann.b@example.org please", ["ann.b@example.org"]),
        ("Ring 07700 900123 or 01632 960001.", ["07700 900123", "01632 960001"]),
        ("I live at 12 Clay Street, CA14 2AB", ["12 Clay Street", "CA14 2AB"]),
        ("Mrs Example next door saw AB12 CDE", ["Mrs Example", "AB12 CDE"]),
        ("my name is Ann Example", ["my name is Ann Example"]),
        ("It is dark, 3 lamps are out since 2026", []),
    ],
)
def test_what_may_say_who_somebody_is(text: str, found: list[str]) -> None:
    assert suggest(text) == found


def test_every_place_is_hidden_whatever_its_case() -> None:
    text = "Ann saw it. ANN's door. Annexe."
    spans = find_spans(text, ["Ann", "nn's", ""])
    assert redact(text, spans) == f"{REMOVED} saw it. {REMOVED} door. {REMOVED}exe."
    assert parts_of(text, spans) == ["Ann", "ANN's"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_nothing_of_what_is_hidden_stays(text: str, parts: list[str]) -> None:
    spans = find_spans(text, parts)
    kept = [text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)])]  # noqa: B905
    assert redact(text, spans) == REMOVED.join(kept)
    for part in parts:
        if part.strip():
            assert not any(part.strip() in piece for piece in kept)
