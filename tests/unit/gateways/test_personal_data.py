"""What may say who somebody is is taken out of messages, and the rest stays."""

from __future__ import annotations

import pytest

from bot.gateways.personal_data import PersonalData
from nlu.known_words import KnownWords
from tests.fakes.reports import westshire

KEPT = [
    "There are mattresses dumped behind the garages on Mill Lane, Upper Vale.",
    "The street light has been out for 3 weeks!",
    "I saw 12 bags of rubbish by the beck",
    "my neighbour keeps shouting and my mate heard it",
    "it comes from king street by the bridge",
    "they are called out every night",
]
TAKEN = [
    ("Ring me on 07700 900123 please", ["07700", "900123"]),
    ("my number is +44 1900 123456", ["123456"]),
    ("write to ann.other@people.example", ["ann", "people.example"]),
    ("it was AB12 CDE, a red van", ["AB12", "CDE"]),
    ("I live at 14 Mill Lane, WS1 4AB", ["14", "WS1", "4AB"]),
    ("flat 3b is the trouble", ["3b"]),
    ("Darren Smithson next door shouts", ["Darren", "Smithson"]),
    ("he is called dave and his dog barks", ["dave"]),
    ("my neighbour dave smith parks there", ["dave", "smith"]),
    ("a lass called sarah smithson did it", ["sarah", "smithson"]),
    ("mr jones and mrs o'neill both saw", ["jones", "neill"]),
    ("ask my brother mohammed, or my sister jo-anne", ["mohammed", "anne"]),
    ("its dave, the lad kieran told me", ["dave", "kieran"]),
    ("her name is mark and he lives there", ["mark"]),
    ("Mrs Brown's bin was missed", ["Brown"]),
    ("you had it as LF-AB12-CD34", ["AB12"]),
    ("see https://people.example/ann", ["people"]),
]


@pytest.fixture(scope="module")
def remover() -> PersonalData:
    """With the product's words, and the made-up county's places."""
    return PersonalData(KnownWords.load(), westshire().index.find_all)


@pytest.mark.parametrize("text", KEPT)
def test_what_isnt_personal_stays(remover: PersonalData, text: str) -> None:
    assert remover.remove(text) == text


@pytest.mark.parametrize(("text", "gone"), TAKEN)
def test_what_is_personal_goes(remover: PersonalData, text: str, gone: list[str]) -> None:
    left = remover.remove(text)
    assert [part for part in gone if part in left] == []
