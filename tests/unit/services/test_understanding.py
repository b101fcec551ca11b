"""What a message is understood to mean: with a scripted model, and with the really trained one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.domain.categories import Category
from bot.domain.danger import DangerKind
from bot.domain.places import PlaceFinding
from bot.domain.understanding import NextAction, Reading, Understanding, UnderstoodConcern
from bot.gateways.trained_model import TrainedModel
from bot.services.danger import Alarm
from bot.services.understanding import UnderstandingService
from nlu.encoder.remembering import RememberingEncoder
from nlu.encoder.sentences import SentenceEncoder
from nlu.errors import ModelUnreadableError
from nlu.known_words import KnownWords
from nlu.model_archive import read_danger_model, read_foreign_danger_model, read_intent_model
from nlu.presence_model import PresenceModel
from nlu.several_model import SeveralModel
from tests.conftest import KEPT

LITTER = UnderstoodConcern(Category.LITTER, 0.8, "cans everywhere")


def found(hub_area: str) -> PlaceFinding:
    return PlaceFinding(None, (), hub_area, 1.0, hub_area, "reds", "name")


@dataclass
class Scripted:
    """Danger, model and gazetteer that say what a test told them."""

    reading: Reading
    alarm: Alarm | None = None
    places: dict[str, PlaceFinding] = field(default_factory=dict)

    def hear(self, text: str) -> Alarm | None:
        return self.alarm

    def read(self, text: str) -> Reading:
        return self.reading

    def find(self, text: str) -> PlaceFinding | None:
        return self.places.get(text)

    def understand(self, text: str, place: str | None = None) -> Understanding:
        return UnderstandingService(self, self, self, lambda _text: "pl").understand(text, place)


def reading(*ranking: tuple[str, float], known_share: float = 1.0) -> Reading:
    return Reading(ranking, (LITTER,), known_share)


class TestDeciding:
    def test_a_clear_report_is_routed_with_its_concerns(self) -> None:
        heard = Scripted(reading(("report_litter", 0.8))).understand("cans everywhere")
        assert (heard.action, heard.concerns) == (NextAction.ROUTE, (LITTER,))

    def test_an_unclear_one_is_asked_about_with_the_three_likeliest(self) -> None:
        ranking = (
            ("report_litter", 0.2),
            ("ask_contact", 0.15),
            ("report_noise", 0.1),
            ("report_asb", 0.1),
            ("report_fire", 0.1),
        )
        guess = UnderstoodConcern(Category.LITTER, 0.2, "the thing by the beck")
        heard = Scripted(Reading(ranking, (guess,))).understand("the thing by the beck")
        assert heard.action is NextAction.CLARIFY
        assert heard.likely == (Category.LITTER, Category.NOISE, Category.ASB)
        assert heard.concerns == (guess,)

    def test_danger_comes_first_and_the_rest_is_kept(self) -> None:
        alarm = Alarm(DangerKind.EMERGENCY, "en")
        heard = Scripted(reading(("out_of_scope", 0.9)), alarm).understand("help")
        assert (heard.action, heard.danger) == (NextAction.EMERGENCY, DangerKind.EMERGENCY)
        assert heard.concerns == (LITTER,)

    @pytest.mark.parametrize("intent", ["greet", "ask_noise_advice", "out_of_scope", "ask_human"])
    def test_what_reports_nothing_has_no_concerns(self, intent: str) -> None:
        assert Scripted(reading((intent, 0.9))).understand("hello").concerns == ()

    def test_another_language_goes_to_a_person(self) -> None:
        heard = Scripted(reading(("report_noise", 0.3), known_share=0.0)).understand("ktoś wyrzucił meble")
        assert (heard.action, heard.concerns) == (NextAction.HUMAN, ())
        assert heard.language == "pl"

    def test_a_place_given_apart_counts_before_one_in_the_words(self) -> None:
        scripted = Scripted(
            reading(("report_litter", 0.8)), places={"cans": found("east"), "w": found("west")}
        )
        assert scripted.understand("cans", "w").place == found("west")
        assert scripted.understand("cans", "nowhere").place == found("east")
        assert scripted.understand("cans").place == found("east")


@pytest.fixture(scope="module")
def model(trained_model: Path) -> TrainedModel:
    return TrainedModel.open(trained_model, KEPT)


@pytest.mark.slow
class TestReading:
    @pytest.mark.parametrize(
        ("message", "categories"),
        [
            ("the street light outside our house has been out for two weeks", {"street_light"}),
            (
                "somebody dumped a settee and bags in the back lane, and there's dog mess all over the path",
                {"fly_tipping", "dog_fouling"},
            ),
            (
                "Two things: the bin men missed our bin again. Also the street light on the corner is broken",
                {"missed_bin", "street_light"},
            ),
        ],
    )
    def test_the_concerns_of_a_message_are_heard(
        self, model: TrainedModel, message: str, categories: set[str]
    ) -> None:
        assert {concern.category.value for concern in model.read(message).concerns} == categories

    def test_each_of_several_concerns_has_its_own_words(self, model: TrainedModel) -> None:
        heard = model.read("the bin men missed our bin again. also the street light on the corner is broken")
        words = {concern.category: concern.text for concern in heard.concerns}
        assert words[Category.MISSED_BIN] == "the bin men missed our bin again"
        assert words[Category.STREET_LIGHT] == "the street light on the corner is broken"

    def test_the_ranking_is_a_distribution_headed_by_the_first_concern(self, model: TrainedModel) -> None:
        heard = model.read(
            "graffiti sprayed all over the wall of the chapel, it looks awful, can you clean it"
        )
        assert sum(chance for _, chance in heard.ranking) == pytest.approx(1.0, abs=1e-3)
        assert heard.ranking[0][0] == heard.concerns[0].category.report_intent == "report_graffiti"

    @pytest.mark.parametrize("message", ["", "?", "🙂", "x" * 5000, "a b " * 3000])
    def test_nonsense_of_any_length_is_read(self, model: TrainedModel, message: str) -> None:
        assert model.read(message).ranking

    def test_words_of_another_language_are_not_known(self, model: TrainedModel) -> None:
        assert model.read("ktoś wyrzucił stare meble przed domem").known_share < 0.3
        assert model.read("somebody left old furniture outside the house").known_share > 0.8


class CountingEncoder(RememberingEncoder):
    """Counts how often it was asked."""

    asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return super().encode(texts)


@pytest.mark.slow
class TestReadingAhead:
    @pytest.fixture
    def encoder(self) -> CountingEncoder:
        return CountingEncoder(SentenceEncoder.open(KEPT))

    @pytest.fixture
    def model(self, trained_model: Path, encoder: CountingEncoder) -> TrainedModel:
        return TrainedModel(
            read_intent_model(trained_model),
            encoder,
            SeveralModel.load(),
            KnownWords.load(),
            read_danger_model(trained_model),
            read_foreign_danger_model(trained_model),
        )

    @pytest.mark.parametrize(
        ("message", "is_read"),
        [
            ("somebody dumped a settee in the back lane, and there's dog mess all over the path", True),
            ("how do I stop burglars getting into my shed, and what locks should I buy", False),
        ],
    )
    def test_only_what_reports_something_is_read(
        self, model: TrainedModel, encoder: CountingEncoder, message: str, is_read: bool
    ) -> None:
        model.think_of_danger(message)
        model.read_ahead(message)
        before = encoder.asked
        model.read(message)
        assert (encoder.asked == before) is is_read

    def test_what_nobody_heard_yet_is_left(self, model: TrainedModel, encoder: CountingEncoder) -> None:
        model.read_ahead("somebody dumped a settee in the back lane")
        assert encoder.asked == 0


@pytest.mark.slow
def test_a_model_with_the_encoder_of_another_version_is_refused(
    trained_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = SeveralModel.load()
    narrow = PresenceModel(present.presence.intents, present.presence.weights[:9], present.presence.biases)
    monkeypatch.setattr(SeveralModel, "load", lambda: replace(present, presence=narrow))
    with pytest.raises(ModelUnreadableError, match="another version"):
        TrainedModel.open(trained_model, KEPT)
