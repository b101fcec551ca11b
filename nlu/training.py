"""Trains Rasa's model when what it is made of has changed: `python -m nlu.training --out var/models`.

The model is named after the content it was trained from, so the same content is never trained twice and
two models are never confused. The last line printed is JSON:
{"model": path, "trained": true|false, "seconds": s}.
"""

import argparse
import hashlib
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nlu.encoder.build import build_encoder
from nlu.encoder.files import fingerprint, home_folder
from nlu.serve import prepare
from nlu.without_tensorflow import TensorFlowMissingError, check_config

ROOT = Path(__file__).resolve().parents[1]

_LANGUAGE_FOLDERS = ("data/nlu", "data/rules", "data/stories")
_CODE = ("nlu/*.py", "nlu/components/*.py", "nlu/encoder/*.py")
_FRESH = "fresh"
_LAST_LINES = 12


class TrainingFailedError(Exception):
    """Rasa made no model out of the configuration, the domain and the examples."""


def main(arguments: list[str]) -> None:
    """Train if need be; exits with one sentence where that can't be done."""
    options = _parse(arguments)
    os.chdir(ROOT)
    began = time.perf_counter()
    try:
        model, trained = train_if_stale(options.out, again=options.again)
    except (TensorFlowMissingError, TrainingFailedError, OSError) as error:
        sys.exit(f"The model could not be trained: {error}")
    seconds = round(time.perf_counter() - began, 1)
    _say(json.dumps({"model": str(model), "trained": trained, "seconds": seconds}))


def train_if_stale(out: Path, *, again: bool = False) -> tuple[Path, bool]:
    """The model of the present content in `out`, and whether it had to be trained.

    Raises TensorFlowMissingError, TrainingFailedError, OSError.
    """
    model = out / f"{content_hash(ROOT, home_folder())}.tar.gz"
    encoder = build_encoder(home_folder())
    if model.is_file() and not again:
        _say(f"The model is up to date: {model}")
        return model, False
    check_config(ROOT / "config.yml")
    _say(f"Sentence encoder ready: {encoder.graph.name}")
    _say("Training the model (a minute or two) ...")
    _train(model)
    _say(f"Trained: {model}")
    return model, True


def content_hash(root: Path, home: Path) -> str:
    """Sixteen hex digits over all that the model is made of: examples, rules, domain, configuration, code.

    Examples that staff of this hub approved lie in its home folder.
    """
    digest = hashlib.sha256(fingerprint().encode())
    for base, paths in ((root, _content(root)), (home, approved_examples(home))):
        for path in sorted(paths):
            digest.update(str(path.relative_to(base)).encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def approved_examples(home: Path) -> list[Path]:
    """The files of examples that staff of this hub approved."""
    return sorted((home / "training").glob("*.yml"))


def _content(root: Path) -> Iterator[Path]:
    yield root / "config.yml"
    yield from (root / "domain").rglob("*.yml")
    if (root / "domain.yml").is_file():
        yield root / "domain.yml"
    for folder in _LANGUAGE_FOLDERS:
        yield from (root / folder).rglob("*.yml")
    yield from (root / "data/danger/examples").rglob("*.yml")
    for pattern in _CODE:
        yield from root.glob(pattern)


def _train(model: Path) -> None:
    """Have Rasa train into `model`, which appears in whole or not at all."""
    model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=model.parent) as aside, _output_held_back() as last_lines:
        prepare()
        import rasa.api
        from rasa.shared.exceptions import RasaException
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.WARNING)
        try:
            result = rasa.api.train(
                domain="domain" if (ROOT / "domain").is_dir() else "domain.yml",
                config="config.yml",
                training_files=[
                    *(folder for folder in _LANGUAGE_FOLDERS if (ROOT / folder).is_dir()),
                    *(str(file) for file in approved_examples(home_folder())),
                ],
                output=aside,
                # Rasa's cache of earlier steps doesn't see changes of our code, so it is left alone.
                force_training=True,
                fixed_model_name=_FRESH,
            )
        except RasaException as error:
            raise TrainingFailedError(str(error).strip()) from error
        if result.code != 0:
            raise TrainingFailedError(f"Rasa refused the examples or the domain: {last_lines()}")
        (Path(aside) / f"{_FRESH}.tar.gz").replace(model)


@contextmanager
def _output_held_back() -> Iterator[Callable[[], str]]:
    """What Rasa prints while it trains, its bars and its dependencies' deprecations, is shown to nobody.

    Yields what gives the last lines of it, for an error. They are kept in no file that stays: examples that
    staff approved were residents' words once.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    shown = {number: os.dup(number) for number in (1, 2)}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as held:

        def last_lines() -> str:
            sys.stdout.flush()
            sys.stderr.flush()
            held.seek(0)
            return " ".join(held.read().split("\n")[-_LAST_LINES:]).strip()

        try:
            for number in shown:
                os.dup2(held.fileno(), number)
            yield last_lines
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, kept in shown.items():
                os.dup2(kept, number)
                os.close(kept)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlu.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=home_folder() / "models", help="folder of the models")
    parser.add_argument("--again", action="store_true", help="train even if nothing has changed")
    return parser.parse_args(arguments)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
