"""Writes the stock side's Rasa project: `rasa init`'s configuration, our intents, one answer for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FALLBACK = "nlu_fallback"
_RESTART = "restart"
_STORY_OPENERS = ("greet", "thank", "goodbye")


def stock_config(epochs: int) -> dict[str, Any]:
    """What `rasa init` of 3.6.21 sets up when nothing is chosen; it asks for 100 epochs."""
    learned = {"epochs": epochs, "constrain_similarities": True}
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", **learned},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", **learned},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, **learned},
        ],
    }


def stock_domain(intents: list[str]) -> dict[str, Any]:
    """The same intents, each with one answer of its own; no forms, no actions, nothing behind it."""
    return {
        "version": "3.1",
        "intents": intents,
        "responses": {
            _answer_to(intent): [{"text": f"This is the answer to {intent.replace('_', ' ')}."}]
            for intent in [*intents, _FALLBACK]
        },
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def stock_rules(intents: list[str]) -> dict[str, Any]:
    """A rule for each intent: it is answered at once. To "restart" Rasa has an action of its own."""
    return {
        "version": "3.1",
        "rules": [
            {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": _answer_to(intent)}]}
            for intent in [*intents, _FALLBACK]
            if intent != _RESTART
        ],
    }


def stock_stories(intents: list[str]) -> dict[str, Any]:
    """Three short stories, as many as `rasa init` writes: without any, TED would not be trained at all."""
    reports = [intent for intent in intents if intent not in (*_STORY_OPENERS, _RESTART)]
    openers = [intent for intent in _STORY_OPENERS if intent in intents]
    return {
        "version": "3.1",
        "stories": [
            {
                "story": f"{first} and {second}",
                "steps": [
                    {"intent": first},
                    {"action": _answer_to(first)},
                    {"intent": second},
                    {"action": _answer_to(second)},
                ],
            }
            for first, second in zip(openers, reports, strict=False)
        ],
    }


def intents_with_examples(folder: Path) -> list[str]:
    """The intents that the examples in a folder teach, in the order of the files."""
    found = [
        entry["intent"]
        for file in sorted(folder.glob("*.yml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        if "intent" in entry
    ]
    return list(dict.fromkeys(found))


def write_stock_project(project: Path, epochs: int) -> None:
    """Write all but the examples, which stand in data/nlu already; raises OSError."""
    intents = intents_with_examples(project / "data" / "nlu")
    files = {
        "config.yml": stock_config(epochs),
        "domain.yml": stock_domain(intents),
        "data/rules.yml": stock_rules(intents),
        "data/stories.yml": stock_stories(intents),
        "credentials.yml": {"rest": None},
        "endpoints.yml": {},
    }
    for name, content in files.items():
        (project / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _answer_to(intent: str) -> str:
    return f"utter_{intent}"
