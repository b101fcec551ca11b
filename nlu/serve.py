"""Starts Rasa's own command line in this environment: `python -m nlu.serve run ...`, `... train ...`."""

import os
import sys
import warnings
from itertools import pairwise
from pathlib import Path

from nlu import lean_server, without_tensorflow
from nlu.private_logs import cap_log_level, hide_words
from nlu.server import replacements


def main(arguments: list[str]) -> None:
    """Run Rasa's main with these arguments; exits with one sentence if the configuration needs TensorFlow."""
    try:
        run_rasa(arguments)
    except without_tensorflow.TensorFlowMissingError as error:
        sys.exit(str(error))


def run_rasa(arguments: list[str]) -> None:
    """Hand over to Rasa's main, with nothing of a message in its log and no TensorFlow.

    Raises TensorFlowMissingError if the configuration names a component that needs it.
    """
    without_tensorflow.check_config(config_path(arguments))
    serves = arguments[:1] == ["run"]
    prepare(lean=serves)
    sys.argv = ["rasa", *cap_log_level(arguments)]
    # Deprecations inside Rasa's frozen dependencies are nobody's to mend.
    with warnings.catch_warnings(record=True):
        hide_words()
        from rasa.__main__ import main as rasa_main

        if serves:
            replacements.install()
    rasa_main()


def prepare(*, lean: bool = False) -> None:
    """Make `import rasa` work here; before anything imports it. A second call changes nothing.

    `lean` is for a process that only serves a trained model: see nlu.lean_server.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if lean:
        lean_server.install()
    else:
        # skops looks through every loaded module once per scipy function, so it goes first.
        import skops.io  # noqa: F401

    without_tensorflow.install()


def config_path(arguments: list[str]) -> Path:
    """The Rasa configuration these arguments name, config.yml by default."""
    for option, value in pairwise(arguments):
        if option in ("-c", "--config"):
            return Path(value)
    return Path("config.yml")


if __name__ == "__main__":
    main(sys.argv[1:])
