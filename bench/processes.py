"""Starts what is measured, weighs its whole tree of processes, and stops it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.errors import BenchError

_STOP_SECONDS = 15.0
_TAIL_LINES = 15
_WEIGHED_EVERY_SECONDS = 0.1
# Whatever the caller's shell has set for another environment must not reach the programs that are compared.
_FOREIGN = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "UV_PROJECT_ENVIRONMENT")


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a tree of processes, in MB (10^6 bytes)."""

    pss: float
    """What is shared between processes is divided among them; the same as RSS where the system can't tell."""
    rss: float
    """What is shared is counted once a process."""
    processes: int


@dataclass(frozen=True, slots=True)
class Program:
    """A program as it is to be run."""

    command: Sequence[str]
    folder: Path
    settings: Mapping[str, str]
    """Added to the environment."""
    log: Path
    """Takes all that it prints."""


def free_port() -> int:
    """A port of the loopback address that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def run_to_end(program: Program, limit_seconds: float | None = None) -> float | None:
    """Run a program and return how many seconds it took; None when it was stopped at the limit.

    Raises BenchError with the end of what it printed when it fails.
    """
    with started(program) as process:
        began = time.perf_counter()
        try:
            code = process.wait(limit_seconds)
        except subprocess.TimeoutExpired:
            return None
        seconds = time.perf_counter() - began
    _check_code(program, code)
    return seconds


def run_and_weigh(program: Program) -> float:
    """Run a program to its end; the most that its whole tree of processes held at once, in MB of PSS.

    Raises BenchError with the end of what it printed when it fails.
    """
    peak = 0.0
    with started(program) as process:
        while process.poll() is None:
            # Whatever ended while it was weighed is weighed again.
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                peak = max(peak, weigh(process.pid).pss)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_WEIGHED_EVERY_SECONDS)
    _check_code(program, process.returncode)
    return peak


@contextmanager
def started(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program; its whole tree is stopped at the end of the block."""
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            list(program.command),
            cwd=program.folder,
            env={**environment, **program.settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop_tree(process)


def _check_code(program: Program, code: int) -> None:
    if code:
        raise BenchError(f"{Path(program.command[0]).name} failed with code {code}:\n{_tail(program.log)}")


def check_alive(process: subprocess.Popen[bytes], log: Path) -> None:
    """Raise BenchError with the end of the log when the process has ended."""
    if process.poll() is not None:
        raise BenchError(f"it stopped with code {process.returncode}:\n{_tail(log)}")


def weigh(pid: int) -> Memory:
    """The resident memory of a process and all below it; raises psutil.NoSuchProcess."""
    pss = rss = 0
    tree = _tree(pid)
    for process in tree:
        full = process.memory_full_info()
        rss += full.rss
        pss += getattr(full, "pss", full.rss)
    return Memory(pss / 1e6, rss / 1e6, len(tree))


def cpu_seconds(pid: int) -> float:
    """Processor time used so far by a process and all now below it."""
    return sum(sum(process.cpu_times()[:2]) for process in _tree(pid))


def _tree(pid: int) -> list[psutil.Process]:
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


def _stop_tree(process: subprocess.Popen[bytes]) -> None:
    try:
        tree = _tree(process.pid)
    except psutil.NoSuchProcess:
        tree = []
    if process.poll() is None:
        # The top one stops what it started; the rest is only for when it doesn't.
        process.terminate()
    _, left = psutil.wait_procs(tree, _STOP_SECONDS)
    for one in left:
        one.kill()
    process.wait()


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_TAIL_LINES:])
