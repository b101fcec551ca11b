"""The stock side: Rasa 3.6.21 with TensorFlow as its makers ship it, in an environment of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.errors import BenchError
from bench.processes import Program, free_port, run_to_end
from bench.sides import Chat, StockChat, log_in
from bench.stock_project import write_stock_project

_ENVIRONMENT = Path(__file__).resolve().parent / "stock"
_PYTHON = _ENVIRONMENT / ".venv" / "bin" / "python"
_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
_MODEL = "stock"
EPOCHS = 100
"""What `rasa init` asks for."""
STAND_IN_EPOCHS = 1
"""For a model that only has to be as big and as slow as the real one."""


def build_environment(uv: str, log: Path) -> None:
    """Install stock Rasa from its lock file where it isn't yet; raises BenchError."""
    command = [uv, "sync", "--frozen", "--no-progress", "--directory", str(_ENVIRONMENT)]
    run_to_end(Program(command, _ENVIRONMENT, {}, log))


@dataclass(slots=True)
class Stock:
    """Stock Rasa's project in a folder; the examples stand in its data/nlu."""

    project: Path
    port: int
    name: str = "stock"

    @classmethod
    def prepare(cls, folder: Path, examples: Path) -> Stock:
        """Begin the project with a copy of the examples; raises BenchError and OSError."""
        if not _PYTHON.exists():
            raise BenchError("Stock Rasa's environment is missing: it is built by `python -m bench`.")
        shutil.copytree(examples, folder / "data" / "nlu")
        return cls(folder, free_port())

    def train(self, limit_seconds: float | None) -> float | None:
        """Train as `rasa init` would and return the seconds; None when the limit came first."""
        return self._train(EPOCHS, limit_seconds)

    def train_stand_in(self) -> None:
        """Train a model of the same size and speed whose weights are unfinished; raises BenchError."""
        self._train(STAND_IN_EPOCHS, None)

    def _train(self, epochs: int, limit_seconds: float | None) -> float | None:
        write_stock_project(self.project, epochs)
        # Without --force Rasa would take over what an earlier training left in its cache.
        return run_to_end(self._rasa("train", "--force", "--fixed-model-name", _MODEL), limit_seconds)

    @property
    def server(self) -> Program:
        """`rasa run` with the REST channel, on loopback."""
        return self._rasa(
            *("run", "--model", f"models/{_MODEL}.tar.gz", "--interface", "127.0.0.1"),
            *("--port", str(self.port), "--credentials", "credentials.yml", "--endpoints", "endpoints.yml"),
        )

    @property
    def base_url(self) -> str:
        """Where Rasa listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def chat(self) -> Chat:
        """The REST channel."""
        return StockChat()

    def is_ready(self, client: httpx.Client) -> bool:
        """Rasa listens only once its model is loaded."""
        return client.get("/").status_code == httpx.codes.OK

    def _rasa(self, *arguments: str) -> Program:
        command = [str(_PYTHON), "-m", "rasa", *arguments]
        return Program(command, self.project, _SETTINGS, log_in(self.project.parent, f"stock-{arguments[0]}"))
