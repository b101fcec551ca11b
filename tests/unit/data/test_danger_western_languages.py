"""The product's gate alone, in Portuguese, Spanish, Arabic, Turkish and Chinese."""

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
        "os lábios dele estão azuis",
        "o barco virou e o meu irmão não voltou à superfície",
        "a maré já nos chega à cintura",
        "mi novio me tiene del cuello",
        "un coche va por la autopista en sentido contrario",
        "me han echado algo en la bebida",
        "البحر ساحب ولدين",
        "khouya dareb bmous f kerchou",
        "شفايفه زرقا وما عم يتنفس",
        "elini kıyma makinesine kaptırdı",
        "deniz belime kadar yükseldi çıkamıyorum",
        "dedem yerde inliyor kalkamıyor",
        "船翻了，两个人没上来",
        "机器把他的手绞进去了",
        "爷爷叫不醒，脸色发青",
    ],
)
def test_it_hears_pleas_without_the_obvious_words(text: str, gate: DangerService) -> None:
    assert gate.hear(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "não consigo falar inglês muito bem, há alguém que fale português?",
        "quem cuida do meu cão se eu for para o hospital?",
        "caiu-me o telemóvel na água, isso conta como lixo eletrónico?",
        "veneno para ratas, ¿lo ponen ustedes o lo tengo que comprar?",
        "me despido, gracias por la ayuda",
        "no se mueve el tráfico en la rotonda",
        "في صوت عالي فوقي كل ليلة، الجيران بيرقصوا",
        "ما بقدر احكي انكليزي في مترجم",
        "حافة الرصيف مكسورة قدام المدرسة",
        "derede köpük var, fabrikadan geliyor galiba",
        "kızım okula tek başına gidiyor, yaya geçidi lazım",
        "yarın evde olmayacağım, çöpü kim alacak",
        "墙倒了，挡住人行道，请派人来修",
        "楼道都是烟味，邻居抽烟",
        "收到一封信，是关于房租的",
    ],
)
def test_it_lets_everyday_messages_pass(text: str, gate: DangerService) -> None:
    assert gate.hear(text) is None


def test_a_spanish_pronoun_is_no_hungarian_shot(gate: DangerService) -> None:
    assert gate.hear("el banco lo pintaron ayer y lo quiero igual") is None
    assert gate.hear("valaki lő az utcán") is not None
