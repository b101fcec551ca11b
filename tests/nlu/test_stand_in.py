"""Rasa without TensorFlow: what is not there may be imported, but not used."""

import importlib
import sys
from types import SimpleNamespace

import pytest

from nlu.stand_ins import StandInFinder
from nlu.without_tensorflow import STANDS_IN_FOR, TensorFlowMissingError, install


class TestInstall:
    def test_a_second_call_changes_nothing(self) -> None:
        install()
        finders = [finder for finder in sys.meta_path if isinstance(finder, StandInFinder)]
        assert sum(finder.packages == STANDS_IN_FOR for finder in finders) == 1

    @pytest.mark.parametrize(
        "module",
        [
            "rasa.core.policies.ted_policy",
            "rasa.core.policies.unexpected_intent_policy",
            "rasa.nlu.classifiers.diet_classifier",
            "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
            "rasa.nlu.selectors.response_selector",
        ],
    )
    def test_rasas_modules_that_name_tensorflow_can_be_imported(self, module: str) -> None:
        assert importlib.import_module(module)

    def test_what_is_no_part_of_tensorflow_is_left_to_python(self) -> None:
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("tensorflower")


class TestUse:
    def test_a_call_is_refused(self) -> None:
        tensorflow = importlib.import_module("tensorflow")
        with pytest.raises(TensorFlowMissingError, match="needs TensorFlow"):
            tensorflow.keras.layers.Dense(12)

    def test_the_component_whose_code_made_the_call_is_named(self) -> None:
        diet = importlib.import_module("rasa.nlu.classifiers.diet_classifier")
        classifier = SimpleNamespace(
            model_class=lambda: diet.DIET, _label_data=None, _entity_tag_specs=None, component_config={}
        )
        data = SimpleNamespace(get_signature=dict)
        with pytest.raises(TensorFlowMissingError) as caught:
            diet.DIETClassifier._instantiate_model_class(classifier, data)
        assert caught.value.component == "DIETClassifier"

    def test_a_decorator_hands_the_function_back(self) -> None:
        tensorflow = importlib.import_module("tensorflow")

        def double(number: int) -> int:
            return 2 * number

        assert tensorflow.function(double)(21) == 42
        assert tensorflow.function(input_signature=[])(double)(21) == 42
