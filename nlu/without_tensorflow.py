"""Lets Rasa 3.6 run where TensorFlow is not installed, and says so plainly when something really needs it.

Rasa imports TensorFlow for DIET, TED and their relations even where config.yml names none of them.
See docs/adr/0001-rasa-without-tensorflow.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from nlu.stand_ins import leave_out

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

# Components of Rasa 3.6 that run TensorFlow when trained or loaded, and the files that define them.
_DEFINED_IN = {
    "convert_featurizer.py": "ConveRTFeaturizer",
    "diet_classifier.py": "DIETClassifier",
    "lm_featurizer.py": "LanguageModelFeaturizer",
    "response_selector.py": "ResponseSelector",
    "ted_policy.py": "TEDPolicy",
    "unexpected_intent_policy.py": "UnexpecTEDIntentPolicy",
}

NEEDING_TENSORFLOW = frozenset(_DEFINED_IN.values())


class TensorFlowMissingError(Exception):
    """A pipeline component needs TensorFlow, which this installation leaves out on purpose."""

    def __init__(self, component: str, where: str = "config.yml") -> None:
        super().__init__(
            f"{component} in {where} needs TensorFlow, which this installation leaves out: take {component} "
            f"out of {where}, or run it with stock Rasa (docs/adr/0001-rasa-without-tensorflow.md)."
        )
        self.component = component


def install() -> None:
    """Put the stand-in in place; before anything imports Rasa. A second call changes nothing."""
    leave_out(STANDS_IN_FOR, lambda _package: TensorFlowMissingError(_component_in_use(), "the pipeline"))


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


def _component_in_use() -> str:
    """Name the pipeline component whose code is running, found on the stack."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        component = _DEFINED_IN.get(Path(frame.f_code.co_filename).name)
        if component:
            return component
    return "A component"
