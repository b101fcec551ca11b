"""The product's gate alone, on pleas and harmless messages in the languages of Eastern Europe."""

from __future__ import annotations

import pytest

from bot.gateways.danger_pack import open_danger
from bot.services.danger import DangerService
from bot.settings import ROOT


@pytest.fixture(scope="module")
def gate() -> DangerService:
    """The product's gate, with no model."""
    return open_danger(ROOT / "data" / "danger", None)


@pytest.mark.parametrize(
    "text",
    [
        "kolega przejechany przez wózek widłowy, jest pod spodem",
        "usta jej zsiniały i nie otwiera oczu",
        "siostra pisze że nie chce być dla nas ciężarem",
        "îl aud cum urcă pe scări, sunt sub pat",
        "i s-a vărsat apă clocotită pe picioare, pielea se ia",
        "губи сині, не відкриває очі",
        "чоловік замкнув нас у кімнаті і забрав телефон",
        "šuo įsikando vaikui į ranką ir nepaleidžia",
        "valtis apvirto, žmonės vandenyje",
        "valaki feszegeti az ajtót, egyedül vagyok",
        "anyu furcsán beszél és lelóg az arca",
        "едната страна на лицето ѝ увисна",
        "кучето захапа детето и не пуска",
    ],
)
def test_it_hears_pleas_without_the_obvious_words(text: str, gate: DangerService) -> None:
    assert gate.hear(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "zostawiłem portfel w autobusie 555, gdzie dzwonić",
        "tata miał udar w zeszłym roku, szukamy rehabilitacji",
        "cineva mi-a blocat mașina pe stradă",
        "mă duc după copil la școală la trei, e trafic?",
        "не можу говорити англійською, є перекладач?",
        "діти кидають м'яч об стіну будинку",
        "konteineriai stovi prie namo jau savaitę",
        "kaimynas kirviu skaldo malkas nuo ryto",
        "a füstjelző sípol egész éjjel",
        "elzárták a vizet, mikor jön vissza",
        "съседът пуши в коридора",
        "топката падна в реката",
    ],
)
def test_it_lets_everyday_messages_pass(text: str, gate: DangerService) -> None:
    assert gate.hear(text) is None
