"""Our Rasa components, through Rasa itself: train on a few examples, load the archive, read a message."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rasa.api
from rasa.core.agent import Agent

from nlu.encoder.files import home_folder
from nlu.encoder.sentences import SentenceEncoder
from nlu.model_archive import read_actions, read_intent_model

ROOT = Path(__file__).parents[2]

EXAMPLES = {
    "report_litter": [
        "crisp packets all over the verge",
        "the bin by the shop is overflowing",
        "rubbish everywhere",
    ],
    "report_noise": ["music till three again", "their dog barks all day", "an alarm has gone since dawn"],
    "thank": ["cheers", "thanks a lot", "ta very much"],
}

Parse = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with our own configuration and three intents.

    It doesn't learn to hear danger: that takes a minute, and the whole model, which other tests use, does.
    """
    folder = tmp_path_factory.mktemp("small")
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    assert "hears_danger: true" in config
    (folder / "config.yml").write_text(
        config.replace("hears_danger: true", "hears_danger: false"), encoding="utf-8"
    )
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in EXAMPLES.items()
    ]
    (folder / "nlu.yml").write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
    (folder / "rules.yml").write_text(
        'version: "3.1"\nrules:\n- rule: welcome\n  steps:\n  - intent: thank\n  - action: utter_welcome\n',
        encoding="utf-8",
    )
    (folder / "domain.yml").write_text(
        'version: "3.1"\nintents: [report_litter, report_noise, thank]\nactions: [action_answer]\n'
        "responses:\n  utter_welcome:\n  - text: You're welcome.\n",
        encoding="utf-8",
    )
    result = rasa.api.train(
        domain=str(folder / "domain.yml"),
        config=str(folder / "config.yml"),
        training_files=[str(folder / "nlu.yml"), str(folder / "rules.yml")],
        output=str(folder),
        force_training=True,
        fixed_model_name="small",
    )
    assert result.code == 0
    return folder / "small.tar.gz"


@pytest.fixture(scope="module")
def parse(archive: Path) -> Parse:
    agent = Agent.load(str(archive))

    def parsed(text: str) -> dict[str, Any]:
        found: dict[str, Any] = asyncio.run(agent.parse_message(text))
        return found

    return parsed


class TestTrainedPipeline:
    def test_it_understands_a_message_it_was_not_shown(self, parse: Parse) -> None:
        ranking = parse("cans and wrappers dropped along the pavement")["intent_ranking"]
        assert next(row["name"] for row in ranking if row["name"] != "nlu_fallback") == "report_litter"

    def test_the_archive_says_which_actions_it_runs(self, archive: Path) -> None:
        assert read_actions(archive) == {"action_answer"}

    def test_rasa_and_the_hub_agree(self, parse: Parse, archive: Path) -> None:
        model = read_intent_model(archive)
        encoder = SentenceEncoder.open(home_folder(), model.encoder_id)
        text = "that stereo next door never stops"
        told = {row["name"]: row["confidence"] for row in parse(text)["intent_ranking"]}
        told.pop("nlu_fallback", None)
        assert told == dict(model.classify_text(text, encoder))

    def test_a_message_without_words_is_not_understood(self, parse: Parse) -> None:
        assert parse("   ")["intent"]["name"] in (None, "nlu_fallback")

    def test_a_button_says_its_intent_outright(self, parse: Parse) -> None:
        assert parse("/report_noise")["intent"] == {"name": "report_noise", "confidence": 1.0}
