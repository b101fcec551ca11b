"""Measures the trained model on messages it was never shown: `python -m nlu.evaluate`.

Trains first if need be, prints a summary, writes a page and the figures as JSON under var/evaluation/.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from nlu.encoder.files import home_folder
from nlu.encoder.sentences import SentenceEncoder
from nlu.errors import UnderstandingError
from nlu.evaluation_page import summary, write_page
from nlu.measures import Labelled, Measures, measure
from nlu.model_archive import read_intent_model
from nlu.training import ROOT, TrainingFailedError, train_if_stale

TEST_SET = ROOT / "nlu" / "evaluation" / "intents.jsonl"


def main(arguments: list[str]) -> None:
    """Measure, print and write; exits with one sentence where that can't be done."""
    options = _parse(arguments)
    try:
        model = options.model or train_if_stale(home_folder() / "models")[0]
        measures = measure_model(model, read_messages(options.messages))
        page = options.out / f"{model.name.removesuffix('.tar.gz')}.html"
        write_page(measures, model.name, page)
        page.with_suffix(".json").write_text(json.dumps(asdict(measures), indent=1), encoding="utf-8")
    except (UnderstandingError, TrainingFailedError, OSError, ValueError) as error:
        sys.exit(f"The model could not be measured: {error}")
    for name, figure in summary(measures):
        _say(f"{name:45} {figure:>8}")
    _say(f"Page: {page}")


def read_messages(path: Path) -> list[Labelled]:
    """The labelled messages of a JSON Lines file. Raises OSError, ValueError if a line isn't one."""
    messages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            messages.append(Labelled(row["text"], row["label"], tuple(row.get("also", ()))))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: not a labelled message") from error
    return messages


def measure_model(model: Path, messages: list[Labelled]) -> Measures:
    """The model's figures on these messages. Raises ModelUnreadableError, EncoderMissingError."""
    intents = read_intent_model(model)
    embeddings = SentenceEncoder.open(home_folder(), intents.encoder_id).encode([m.text for m in messages])
    rankings = [
        intents.classify(message.text, embedding)
        for message, embedding in zip(messages, embeddings, strict=True)
    ]
    return measure(messages, rankings, intents.ask_below)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, help="model archive; by default that of the present content")
    parser.add_argument("--messages", type=Path, default=TEST_SET, help="labelled messages as JSON lines")
    parser.add_argument("--out", type=Path, default=home_folder() / "evaluation", help="folder for the page")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
