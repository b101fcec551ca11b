"""Has a model trained in Rasa's environment when what it is made of has changed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from bot.errors import ModelError
from bot.gateways.model_store import MODELS_FOLDER
from bot.gateways.rasa_process import NLU_PYTHON
from bot.settings import ROOT, Settings


def train_model(settings: Settings, say: Callable[[str], None], *, again: bool = False) -> Path:
    """The model of the present content, trained if there is none yet or `again`; progress goes to `say`.

    Raises ModelError when Rasa's environment is missing or the training fails.
    """
    if not NLU_PYTHON.exists():
        raise ModelError("Rasa's environment is missing: run ./dev run once, which builds it.")
    out = settings.home_folder / MODELS_FOLDER
    command = [str(NLU_PYTHON), "-m", "nlu.training", "--out", str(out), *(["--again"] if again else [])]
    environment = {**os.environ, "LOCAL_FOCUS_HOME": str(settings.home_folder)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines = []
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if not line.startswith("{"):
                say(line.rstrip())
    if process.returncode or not lines:
        raise ModelError("the model could not be trained: " + " ".join(lines[-3:]))
    return Path(json.loads(lines[-1])["model"])
