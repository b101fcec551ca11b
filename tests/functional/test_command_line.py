"""The command `local-focus`, run as an operator runs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
import sqlalchemy

from bot.settings import ROOT

COMMAND = ROOT / ".venv" / "bin" / "local-focus"


def run(*arguments: str, home: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), *arguments],
        cwd=ROOT,
        env={**os.environ, "LOCAL_FOCUS_HOME": str(home), **environment},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class TestHelp:
    def test_it_names_every_command(self, tmp_path: Path) -> None:
        shown = run("--help", home=tmp_path)
        assert shown.returncode == 0
        for name in ("up", "train", "route", "check", "migrate", "model"):
            assert name in shown.stdout


class TestMigrate:
    def test_it_makes_the_database_and_may_be_run_again(self, tmp_path: Path) -> None:
        for _ in range(2):
            assert run("migrate", home=tmp_path).returncode == 0
        engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'local-focus.db'}")
        assert {"concern", "referral", "message", "draft"} <= set(
            sqlalchemy.inspect(engine).get_table_names()
        )
        engine.dispose()


class TestCheck:
    def test_the_pack_that_comes_with_it_is_in_order(self, tmp_path: Path) -> None:
        shown = run("check", home=tmp_path)
        assert shown.returncode == 0, shown.stderr
        assert "in order" in shown.stdout

    def test_a_mistake_is_named_by_file_and_line(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        shutil.copytree(ROOT / "tests" / "packs" / "westshire", pack)
        routing = pack / "routing.yml"
        text = routing.read_text(encoding="utf-8")
        broken = text.replace('lead: "westshire_police"', 'lead: "no_such_agency"', 1)
        assert broken != text
        routing.write_text(broken, encoding="utf-8")
        line = 1 + broken[: broken.index("no_such_agency")].count("\n")
        shown = run("check", home=tmp_path, LOCAL_FOCUS_PLACE=str(pack))
        assert shown.returncode == 1
        assert f"{routing}:{line}:" in shown.stderr
        assert "no_such_agency" in shown.stderr

    def test_an_old_contact_is_a_warning_only(self, tmp_path: Path) -> None:
        shown = run("check", home=tmp_path, LOCAL_FOCUS_PLACE=str(ROOT / "tests" / "packs" / "westshire"))
        assert shown.returncode == 0, shown.stderr
        assert "warning:" in shown.stderr
        assert "2025-01-01" in shown.stderr


class TestBadSettings:
    @pytest.mark.parametrize(
        ("name", "value"), [("LOCAL_FOCUS_PORT", "eighty"), ("LOCAL_FOCUS_RASA_TIMEOUT_SECONDS", "-1")]
    )
    def test_the_setting_is_named_and_its_value_is_not(self, tmp_path: Path, name: str, value: str) -> None:
        shown = run("migrate", home=tmp_path, **{name: value})
        assert shown.returncode == 1
        assert name in shown.stderr
        assert "Traceback" not in shown.stderr
        assert value not in shown.stderr


class TestUp:
    def test_a_taken_port_is_one_clear_sentence(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            shown = run("up", home=tmp_path, LOCAL_FOCUS_PORT=port)
        assert shown.returncode == 1
        assert f"Port {port} is taken" in shown.stderr
        assert "LOCAL_FOCUS_PORT" in shown.stderr
        assert "Traceback" not in shown.stderr

    def test_a_home_that_is_no_folder_is_one_clear_sentence(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        home.write_text("", encoding="ascii")
        shown = run("up", home=home)
        assert shown.returncode == 1
        assert "LOCAL_FOCUS_HOME" in shown.stderr
        assert "Traceback" not in shown.stderr


class TestRoute:
    def test_without_words_it_says_what_to_give(self, tmp_path: Path) -> None:
        shown = run("route", home=tmp_path)
        assert shown.returncode == 2
        assert "--jsonl" in shown.stderr
