"""Rasa's server without what only its other commands use."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BEGIN = "from nlu.serve import prepare\nprepare(lean=True)\n"


def run(program: str) -> str:
    """What the program prints, in a process of its own: imports can't be taken back in this one."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BEGIN + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


class TestInstall:
    def test_rasas_server_and_our_components_can_be_imported(self) -> None:
        modules = (
            "rasa.server, rasa.core.run, nlu.components.intent_classifier, nlu.components.sentence_features"
        )
        assert run(f"import {modules}\nprint('imported')") == "imported"

    def test_nothing_of_scikit_learn_is_loaded(self) -> None:
        program = (
            "import sys, rasa.server\nprint('sklearn.base' in sys.modules, 'scipy.stats' in sys.modules)"
        )
        assert run(program) == "False False"

    def test_a_use_of_what_is_left_out_says_what_to_do(self) -> None:
        program = (
            "from sklearn.linear_model import LogisticRegression\n"
            "try:\n    LogisticRegression(C=1)\n"
            "except Exception as error:\n    print(type(error).__name__, error.package)"
        )
        assert run(program) == "LeftOutOfServerError sklearn"
