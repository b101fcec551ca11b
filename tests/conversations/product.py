"""The whole product as residents meet it: hub and Rasa as processes, in a folder of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import psutil

from bot.settings import PREFIX, ROOT

COMMAND = ROOT / ".venv" / "bin" / "local-focus"
#: Others may keep the machine busy: starting takes three seconds where it is idle.
PATIENCE_SECONDS = 180.0
_BETWEEN_LOOKS_SECONDS = 0.05
_STOP_SECONDS = 30.0


class ProductError(Exception):
    """The product ended by itself or didn't get there in time."""


class Product:
    """One running copy, started by the command that people use."""

    def __init__(
        self,
        home: Path,
        models: Path,
        encoder: Path,
        command: Sequence[str] = (str(COMMAND), "up"),
        **settings: object,
    ) -> None:
        """`models` and `encoder` are the folders of an earlier training; nothing is trained again.

        `settings` are more of them, by name in capitals.
        """
        self._command = command
        self._settings = settings
        #: More of it for its processes.
        self.environment: dict[str, str] = {}
        home.mkdir(parents=True, exist_ok=True)
        (home / "models").symlink_to(models, target_is_directory=True)
        (home / "encoder").symlink_to(encoder, target_is_directory=True)
        self.home = home
        self.port, self.rasa_port = _free_ports()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """The file that holds everything that was told."""
        return self.home / "local-focus.db"

    def start(self) -> None:
        """Start it and wait until it can serve; raises ProductError."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self.home, env=self._environment(), stdout=log, stderr=log
            )
        try:
            self.wait_until_ready()
        except ProductError:
            self.kill_hub()
            raise

    def wait_until_ready(self) -> None:
        """Wait until hub and Rasa both answer; raises ProductError."""
        self._wait(lambda: self.is_ready, "to be ready")

    @property
    def is_ready(self) -> bool:
        """Whether the whole product can serve, by its own account."""
        try:
            return (
                httpx.get(f"{self.address}/healthz", timeout=PATIENCE_SECONDS).status_code == httpx.codes.OK
            )
        except httpx.HTTPError:
            return False

    def kill_rasa(self) -> None:
        """End Rasa at once; the hub starts it again by itself."""
        rasa = psutil.Process(self._rasa_pid())
        rasa.kill()
        self._wait(lambda: not self.is_ready, "to notice that Rasa is gone")

    def kill_hub(self) -> None:
        """End the hub as a power cut would: no goodbye to anybody."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_STOP_SECONDS)

    def stop(self) -> None:
        """Stop everything as Ctrl-C does; raises ProductError when that isn't clean."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            code = self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise ProductError("it didn't stop when it was asked to") from None
        if code not in {0, 130}:
            raise ProductError(f"it stopped with code {code}: {self._last_words()}")

    def start_again_beside(self) -> subprocess.CompletedProcess[str]:
        """Start a second copy in the same folder, on ports of its own; what it said when it ended."""
        port, rasa_port = _free_ports()
        ports = {f"{PREFIX}PORT": str(port), f"{PREFIX}RASA_PORT": str(rasa_port)}
        return subprocess.run(
            self._command,
            cwd=self.home,
            env={**self._environment(), **ports},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def _rasa_pid(self) -> int:
        return int((self.home / "rasa.pid").read_text(encoding="ascii"))

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        assert self._process is not None
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            try:
                self._process.wait(_BETWEEN_LOOKS_SECONDS)
            except subprocess.TimeoutExpired:
                if time.monotonic() < end:
                    continue
            raise ProductError(f"it did not get {what}: {self._last_words()}")

    def _environment(self) -> dict[str, str]:
        """Ours alone: no setting of whoever runs the tests comes in."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        ours = {
            "HOME": self.home,
            "PORT": self.port,
            "RASA_PORT": self.rasa_port,
            "MESSAGES_PER_MINUTE": 100_000,
            "RASA_TIMEOUT_SECONDS": 30,
            **self._settings,
        }
        return {**others, **self.environment, **{PREFIX + name: str(value) for name, value in ours.items()}}

    @property
    def _log(self) -> Path:
        return self.home / "up.log"

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8")[-2000:]


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
