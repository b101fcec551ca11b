"""Starts Rasa in its own environment, restarts it when it dies, and stops it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import psutil

from bot.settings import ROOT, Settings

NLU_PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"
TRACKER_FILE = "tracker.db"
_MODULE = "nlu.run"
_STOP_SECONDS = 5.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0


def rasa_environment(settings: Settings, secret: str) -> dict[str, str]:
    """What Rasa is told through its environment: where the hub is, where its tracker lies, the secret."""
    home = settings.home_folder
    return {
        **os.environ,
        "LOCAL_FOCUS_HOME": str(home),
        "LOCAL_FOCUS_ACTION_URL": f"http://127.0.0.1:{settings.port}/rasa/webhook",
        "LOCAL_FOCUS_ACTION_SECRET": secret,
        "LOCAL_FOCUS_ACTION_AUTHORIZATION": f"Bearer {secret}",
        "LOCAL_FOCUS_TRACKER_DATABASE": str(home / TRACKER_FILE),
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
        # A line for each message would say who wrote when, and its making takes time though nobody reads it.
        "SANIC_ACCESS_LOG": "false",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def stop_left_over(settings: Settings) -> bool:
    """Stop the Rasa of a hub that was killed and could not stop it itself.

    False when its hub still runs: then another copy of the product lives in the home folder.
    """
    try:
        process = psutil.Process(int(_pid_file(settings).read_text(encoding="ascii")))
        if _MODULE not in process.cmdline():
            return True
        if _has_hub(process):
            return False
        process.terminate()
        process.wait(_STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
    except (OSError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        pass
    return True


def _has_hub(rasa: psutil.Process) -> bool:
    """Whether the process that started it is still the hub: an orphan is given to another parent."""
    parent = rasa.parent()
    command = parent.cmdline() if parent else []
    return "up" in command and any(part.endswith("local-focus") for part in command)


def _pid_file(settings: Settings) -> Path:
    return settings.home_folder / "rasa.pid"


class RasaProcess:
    """One Rasa that is kept alive."""

    def __init__(self, settings: Settings, secret: str, model: Path, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._secret = secret
        self._model = model
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()

    def restart_with(self, model: Path) -> None:
        """Start with this model from the next time on; the running process isn't touched."""
        self._model = model

    @property
    def pid(self) -> int | None:
        """Number of the running process, or None."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process else None

    async def keep_alive(self) -> None:
        """Run Rasa until `stop`; when it dies it is started again, after a pause that grows."""
        pause = _FIRST_PAUSE
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            code = await self._run_once()
            if self._stopping.is_set():
                return
            pause = _FIRST_PAUSE if loop.time() - began > _STEADY_SECONDS else min(pause * 2, _LONGEST_PAUSE)
            self._say(f"Rasa stopped (code {code}); starting it again. Its log: {self.log_file}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    @property
    def log_file(self) -> Path:
        """Where Rasa's own output goes."""
        return self._settings.home_folder / "logs" / "rasa.log"

    async def _run_once(self) -> int:
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                str(NLU_PYTHON),
                *("-m", _MODULE, str(self._model), str(self._settings.rasa_port)),
                cwd=ROOT,
                env=rasa_environment(self._settings, self._secret),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is the hub's to act on; Rasa is stopped after the last message was answered.
                start_new_session=True,
            )
            _pid_file(self._settings).write_text(str(self._process.pid), encoding="ascii")
            if self._stopping.is_set():
                # Stopping was asked for while the process was being made.
                self._process.terminate()
            return await self._process.wait()

    async def stop(self) -> None:
        """Stop Rasa, by force when it takes too long."""
        self._stopping.set()
        if self.pid is None or self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
