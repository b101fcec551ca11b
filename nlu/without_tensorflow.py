"""Lets Rasa 3.6 run where TensorFlow is not installed, and says so plainly when something really needs it.

Rasa imports TensorFlow for DIET, TED and their relations even where config.yml names none of them. The
stand-in satisfies those imports, class statements, annotations and decorators; any other use of it raises
TensorFlowMissingError. See docs/adr/0001-rasa-without-tensorflow.md.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, MutableSequence, Sequence
from pathlib import Path
from typing import Any

import yaml

STANDS_IN_FOR = frozenset(
    {
        "tensorflow",
        "tensorflow_addons",
        "tensorflow_hub",
        "tensorflow_text",
        "tensorflow_probability",
        "keras",
    }
)

# Components of Rasa 3.6 that run TensorFlow when trained or loaded.
NEEDING_TENSORFLOW = frozenset(
    {
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)

# Files of Rasa that define those components, to name the culprit when the stand-in is used.
_DEFINED_IN = {
    "convert_featurizer.py": "ConveRTFeaturizer",
    "diet_classifier.py": "DIETClassifier",
    "lm_featurizer.py": "LanguageModelFeaturizer",
    "response_selector.py": "ResponseSelector",
    "ted_policy.py": "TEDPolicy",
    "unexpected_intent_policy.py": "UnexpecTEDIntentPolicy",
}


class TensorFlowMissingError(Exception):
    """A pipeline component needs TensorFlow, which this installation leaves out on purpose."""

    def __init__(self, component: str, where: str = "config.yml") -> None:
        super().__init__(
            f"{component} in {where} needs TensorFlow, which this installation leaves out: take {component} "
            f"out of {where}, or run it with stock Rasa (docs/adr/0001-rasa-without-tensorflow.md)."
        )
        self.component = component


class _AnyAttribute(type):
    """Class attributes of a stand-in (tf.keras.layers.Layer and the like) are stand-ins too."""

    def __getattr__(cls, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _stand_in(name)


class StandIn(metaclass=_AnyAttribute):
    """Whatever Rasa's modules name from TensorFlow while they are imported; of no other use, on purpose."""

    def __init_subclass__(cls, **_options: Any) -> None:
        super().__init_subclass__()

    def __class_getitem__(cls, _item: Any) -> type[StandIn]:
        return cls

    def __new__(cls, *args: Any, **options: Any) -> Any:
        if _is_decoration(args, options):
            return args[0] if args else _hand_back
        raise TensorFlowMissingError(_component_in_use(), "the pipeline")


class StandInModule(types.ModuleType):
    """A module of TensorFlow, or anything below it, as far as an import statement can tell."""

    __path__: MutableSequence[str] = []  # noqa: RUF012  the type that importlib gives it

    def __getattr__(self, name: str) -> Any:
        if _is_dunder(name):
            raise AttributeError(name)
        return _stand_in(name)


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers `import tensorflow...` with stand-ins."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname.partition(".")[0] in STANDS_IN_FOR:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        del module


def install() -> None:
    """Put the stand-in in place; before anything imports Rasa. A second call changes nothing."""
    if not any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, StandInFinder())


def check_config(path: Path) -> None:
    """Raise TensorFlowMissingError if Rasa's configuration at `path` names a component that needs it."""
    if not path.is_file():
        return  # Rasa's own message about a missing file is the better one
    config = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for section in ("pipeline", "policies"):
        for entry in config.get(section) or []:
            name = str(entry.get("name", "") if isinstance(entry, dict) else entry)
            if name.rpartition(".")[2] in NEEDING_TENSORFLOW:
                raise TensorFlowMissingError(name.rpartition(".")[2], path.name)


def _stand_in(name: str) -> type[StandIn]:
    return type(name, (StandIn,), {})


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _hand_back(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _is_decoration(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """@tf.function, bare or with options, is all that Rasa's modules call while they are imported."""
    if len(args) == 1 and not options:
        return isinstance(args[0], types.FunctionType)
    return not args and "input_signature" in options


def _component_in_use() -> str:
    """Name the pipeline component whose code is running, found on the stack."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        component = _DEFINED_IN.get(Path(frame.f_code.co_filename).name)
        if component:
            return component
    return "A component"
