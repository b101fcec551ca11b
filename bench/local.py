"""Our side: the product as it is, in a copy of the tree, so that it can be given fewer examples."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

from bench.processes import Program, free_port, run_to_end
from bench.sides import Chat, LocalChat, log_in

_FOLDERS = ("bot", "actions", "nlu", "data")
_FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "pyproject.toml")
_LEFT_OUT = shutil.ignore_patterns(".venv", "__pycache__", "*.pyc")
_UNLIMITED = "10000000"


@dataclass(slots=True)
class Local:
    """A copy of the product with a home folder of its own."""

    tree: Path
    home: Path
    port: int
    rasa_port: int
    name: str = "ours"

    @classmethod
    def prepare(cls, root: Path, folder: Path, examples: Path) -> Local:
        """Copy the product from `root` with other examples; its environments are linked, not copied.

        Raises OSError.
        """
        tree = folder / "product"
        tree.mkdir(parents=True)
        for name in _FOLDERS:
            shutil.copytree(root / name, tree / name, ignore=_LEFT_OUT)
        for name in _FILES:
            shutil.copyfile(root / name, tree / name)
        for environment in (".venv", "nlu/.venv"):
            (tree / environment).symlink_to(root / environment)
        shutil.rmtree(tree / "data" / "nlu")
        shutil.copytree(examples, tree / "data" / "nlu")
        return cls(tree, folder / "home", free_port(), free_port())

    def train(self) -> float:
        """Train from an empty home folder, the encoder built first, and return the seconds.

        Raises BenchError.
        """
        seconds = run_to_end(self._product("train"))
        assert seconds is not None  # noqa: S101 -- there was no limit
        return seconds

    @property
    def server(self) -> Program:
        """`local-focus up`: the hub, which starts Rasa."""
        return self._product("up")

    @property
    def base_url(self) -> str:
        """Where the hub listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def chat(self) -> Chat:
        """The JSON interface."""
        responses = yaml.safe_load((self.tree / "domain.yml").read_text(encoding="utf-8"))["responses"]
        return LocalChat(
            tuple(
                variant["text"].partition("{")[0]
                for name, variants in responses.items()
                if name in ("utter_down", "utter_down_nothing")
                for variant in variants
            )
        )

    def is_ready(self, client: httpx.Client) -> bool:
        """The hub says when Rasa is there too."""
        return client.get("/healthz").status_code == httpx.codes.OK

    def _product(self, command: str) -> Program:
        settings = {
            # The copy's code goes before the installed one's.
            "PYTHONPATH": str(self.tree),
            "LOCAL_FOCUS_HOME": str(self.home),
            "LOCAL_FOCUS_PORT": str(self.port),
            "LOCAL_FOCUS_RASA_PORT": str(self.rasa_port),
            "LOCAL_FOCUS_MESSAGES_PER_MINUTE": _UNLIMITED,
            "LOCAL_FOCUS_LOG_LEVEL": "WARNING",
        }
        program = str(self.tree / ".venv" / "bin" / "local-focus")
        return Program([program, command], self.tree, settings, log_in(self.home.parent, f"ours-{command}"))
