"""Long texts in pieces that Telegram takes."""

from __future__ import annotations

import pytest

from bot.gateways.telegram_texts import LONGEST, split_text, units


class TestSplitting:
    def test_a_short_text_stays_whole(self) -> None:
        assert split_text(" Hello.\nThere. ") == ["Hello.\nThere."]

    def test_nothing_is_no_piece(self) -> None:
        assert split_text("  \n ") == []

    def test_length_is_counted_as_telegram_does(self) -> None:
        text = "\N{GRINNING FACE}" * (LONGEST // 2)
        assert split_text(text) == [text]
        assert [units(piece) for piece in split_text(text + "a")] == [LONGEST, 1]

    def test_half_a_character_is_never_cut_off(self) -> None:
        pieces = split_text("a" + "\N{GRINNING FACE}" * LONGEST)
        assert "".join(pieces) == "a" + "\N{GRINNING FACE}" * LONGEST
        assert all(units(piece) <= LONGEST for piece in pieces)

    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("First part.\n\nSecond. Third part.", ["First part.", "Second. Third part."]),
            ("First line. More\nSecond line here", ["First line. More", "Second line here"]),
            ("One sentence. Another one here", ["One sentence.", "Another one here"]),
            ("only words and no end of any", ["only words and no", "end of any"]),
            ("call us on 0800 555 111 at once", ["call us on", "0800 555 111 at once"]),
            ("see https://a.example/long-one now", ["see", "https://a.example/long-one", "now"]),
        ],
    )
    def test_it_is_cut_where_it_reads_best(self, text: str, pieces: list[str]) -> None:
        longest = 26 if "https" in text else 20
        assert split_text(text, longest) == pieces
