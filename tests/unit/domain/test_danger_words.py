"""Messages become plain words, however they are typed."""

from __future__ import annotations

import pytest

from bot.domain.danger_spelling import Speller
from bot.domain.danger_words import WordReader, fold

READER = WordReader(
    written_as={"hes": "he is", "cant": "can not", "sum1": "someone", "hlp": "help", "plz": "please"},
    known={
        "help",
        "knife",
        "hitting",
        "bleeding",
        "screaming",
        "he",
        "is",
        "someone",
        "please",
        "breathe",
        "cars",
    },
    run_together={"help", "me", "cant", "breathe", "please"},
    speller=Speller(["bleeding", "knife", "strangling"], ["breeding"]),
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("He's hitting", "he is hitting"),
        ("HES HITTIN", "he is hitting"),
        ("he’s hitting", "he is hitting"),
        ("the lad's hitting", "the lad is hitting"),
        ("the car's upside down", "the car is upside down"),
        ("the cars", "the cars"),
        ("heeeelp", "help"),
        ("screeeaming", "screaming"),
        ("h3lp", "help"),
        ("h e l p", "help"),
        ("hlp plz", "help please"),
        ("sum1", "someone"),
        ("helpme", "help me"),
        ("cantbreathe", "can not breathe"),
        ("bleding", "bleeding"),
        ("bleedign", "bleeding"),
        ("knfie", "knife"),
        ("breeding", "breeding"),
        ("help! he is", "help . he is"),
        ("救命", "救 命"),
        ("Pożar, łóżko", "pozar lozko"),
        ("5pm on the A66", "5pm on the a66"),
    ],
)
def test_it_reads(typed: str, words: str) -> None:
    assert " ".join(READER.read(typed)) == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ağlıyor", "agliyor"), ("ПОЖЕЖА їде", "пожежа іде"), ("أُحِبُّ", "احب"), ("ſtraße", "strasse")],
)
def test_it_folds_letters_of_many_scripts(text: str, folded: str) -> None:
    assert fold(text) == folded


class TestSpeller:
    SPELLER = Speller(["strangling"], ["strangely"])

    @pytest.mark.parametrize(
        "typed", ["strangling", "stranglng", "strrangling", "strangliing", "stranglnig", "stramgling"]
    )
    def test_it_mends_one_slip(self, typed: str) -> None:
        assert self.SPELLER.correct(typed) == "strangling"

    @pytest.mark.parametrize("typed", ["angling", "wrangling", "strngln", "strangely", "gling", "str"])
    def test_it_leaves_other_words_alone(self, typed: str) -> None:
        assert self.SPELLER.correct(typed) is None
