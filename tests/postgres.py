"""A PostgreSQL of the tests' own, from the programs on this machine; gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_programs() -> Path | None:
    """Folder of `initdb` and `pg_ctl`, or None where PostgreSQL isn't installed."""
    for found in (shutil.which("pg_ctl"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))):
        folder = Path(found).resolve().parent if found else None
        if folder is not None and (folder / "initdb").exists():
            return folder
    return None


@contextmanager
def running_postgres(programs: Path, options: str = _SPEED) -> Iterator[str]:
    """Start one with an empty database; its SQLAlchemy address. Without `options` it writes safely."""
    folder = Path(tempfile.mkdtemp(prefix="local-focus-pg-"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )

    data = str(folder / "data")
    port = _free_port()
    try:
        run("initdb", "-D", data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        where = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        run("pg_ctl", "-D", data, "-w", "-o", f"{where} {options}", "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql+psycopg://hub@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run it as: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
