"""A message that the model can't read is told by its letters and little words, or left to English."""

from __future__ import annotations

import pytest

from bot.domain.catalogue_languages import CatalogueLanguages
from bot.gateways.catalogue_languages import load_catalogue_languages
from bot.settings import ROOT


@pytest.fixture(scope="module")
def languages() -> CatalogueLanguages:
    """Those of the product."""
    return load_catalogue_languages(ROOT / "data" / "languages")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sąsiedzi hałasują każdej nocy", "pl"),
        ("ktos wyrzucil smieci kolo mojego domu", "pl"),
        ("Lampa uliczna nie świeci od tygodnia", "pl"),
        ("Vecinii fac zgomot în fiecare noapte", "ro"),
        ("mi-au furat bicicleta ieri", "ro"),
        ("stâlpul de iluminat nu merge", "ro"),
        ("Сусіди шумлять щоночі", "uk"),
        ("на нашій вулиці не світить ліхтар", "uk"),
    ],
)
def test_ours_are_told(languages: CatalogueLanguages, text: str, language: str) -> None:
    assert languages.guess(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "на нашей улице сломан фонарь и очень темно",
        "Мои соседи шумят каждую ночь",
        "вчера украли велосипед возле магазина",
        "на нашай вуліцы зламаны ліхтар і ўчора",
        "в нашия квартал има боклук",
        "Quelqu'un a volé mon vélo devant la gare",
        "tai yra šiukšlės mūsų gatvėje",
        "meine nachbarn sind sehr laut",
        "",
        "😡😡😡",
    ],
)
def test_others_are_not_taken_for_ours(languages: CatalogueLanguages, text: str) -> None:
    assert languages.guess(text) == "en"
