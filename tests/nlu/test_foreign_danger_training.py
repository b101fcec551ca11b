"""The opinion on danger in other languages that is learned from examples."""

import pytest

from nlu.danger_examples import DangerExample
from nlu.danger_model import NONE
from nlu.foreign_danger_model import ForeignDangerModel
from nlu.foreign_danger_training import fit_foreign_danger_model

PLACES = ("kuchni", "sklepie", "piwnicy", "szkole", "parku", "garazu", "lesie", "aucie", "hali", "domu")
ROOMS = (
    "mutfakta",
    "dukkanda",
    "okulda",
    "parkta",
    "garajda",
    "evde",
    "ormanda",
    "arabada",
    "yolda",
    "odada",
)
ENGLISH = ("kitchen", "shop", "cellar", "school", "park", "garage", "wood", "car", "hall", "house")


@pytest.fixture(scope="module")
def model() -> ForeignDangerModel:
    examples = []
    for place, room, where in zip(PLACES, ROOMS, ENGLISH, strict=True):
        examples += [
            DangerExample(f"pali sie w {place}", "emergency", language="pl"),
            DangerExample(f"smieci leza w {place}", NONE, is_look_alike=True, language="pl"),
            DangerExample(f"{room} yangin var", "emergency", language="tr"),
            DangerExample(f"{room} cop var", NONE, is_look_alike=True, language="tr"),
            *(
                DangerExample(f"the {word} is in the {where}", NONE)
                for word in ("lamp", "bin", "dog", "fire")
            ),
        ]
    return fit_foreign_danger_model(examples)


class TestFitForeignDangerModel:
    @pytest.mark.parametrize(
        ("text", "heard"),
        [
            ("pali sie w banku", ("pl", True)),
            ("smieci leza w banku", ("pl", False)),
            ("bankada yangin var", ("tr", True)),
            ("bankada cop var", ("tr", False)),
        ],
    )
    def test_it_tells_languages_and_danger(
        self, model: ForeignDangerModel, text: str, heard: tuple[str, bool]
    ) -> None:
        assert model.listen(text) == heard

    def test_english_is_left_to_the_other_opinion(self, model: ForeignDangerModel) -> None:
        assert model.listen("the fire is in the bank") == ("en", False)
