"""The command `local-focus`, run as an operator runs it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
import sqlalchemy

from bot.db.models import AuditEntry
from bot.db.session import Database, create_database_engine
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.errors import DeliveryError
from bot.services.linked_chats import LinkedChatService
from bot.services.outbox import OutboxService
from bot.settings import ROOT
from tests.fakes.mailboxes import FOLDER, PASSWORD, USER, came_back, running_imap_server
from tests.fakes.reports import create_database

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
        for name in (
            "up",
            "train",
            "route",
            "check",
            "migrate",
            "model",
            "outbox",
            "inbox",
            "staff",
            "api-key",
            "feeds",
            "bounces",
            "demo",
        ):
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


class TestDemo:
    def test_it_fills_an_empty_database_and_leaves_one_with_concerns_alone(self, tmp_path: Path) -> None:
        filled = run("demo", "--count", "40", home=tmp_path)
        assert filled.returncode == 0, filled.stderr
        assert "40 of 40" in filled.stdout
        again = run("demo", "--count", "40", home=tmp_path)
        assert (again.returncode, "holds 40 concerns" in again.stderr) == (1, True)
        engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'local-focus.db'}")
        with engine.connect() as connection:
            assert connection.scalar(sqlalchemy.text("SELECT count(*) FROM concern")) == 40
        engine.dispose()


class TestLinkCodes:
    def test_a_code_may_be_for_some_areas_only(self, tmp_path: Path) -> None:
        create_database(tmp_path, "local-focus.db").close()
        asked = ("telegram", "link-code", "--area", "eden", "--area", "carlisle")
        made = run(*asked, home=tmp_path)
        assert made.returncode == 0, made.stderr
        assert run("telegram", "link-code", "--area", "nowhere", home=tmp_path).returncode == 2
        database = Database(create_database_engine(f"sqlite:///{tmp_path / 'local-focus.db'}"))
        with database.unit_of_work() as session:
            code = made.stdout.split()[-1]
            assert LinkedChatService().link(session, "telegram", "-1", "Eden news", code)
            [chat] = LinkedChatService().list_linked(session, "telegram")
            assert chat.areas == ["carlisle", "eden"]
        database.close()


class TestApiKeys:
    def test_a_key_is_shown_once_listed_without_itself_and_taken_back(self, tmp_path: Path) -> None:
        made = run("api-key", "add", "Fix it app", "--scope", "open311_read", home=tmp_path)
        assert made.returncode == 0, made.stderr
        key = made.stdout.split()[-1]
        assert key.startswith("lf_")
        assert "good for nothing" in run("api-key", "revoke", "1", home=tmp_path).stdout
        shown = run("api-key", "list", home=tmp_path).stdout
        assert ("Fix it app" in shown, "taken back" in shown, key in shown) == (True, True, False)
        assert run("api-key", "add", "App", "--scope", "everything", home=tmp_path).returncode == 2


class TestStaff:
    def test_the_first_administrator_gets_a_link_before_the_hub_has_run(self, tmp_path: Path) -> None:
        added = run("staff", "add", "First@Hub.example", home=tmp_path)
        assert added.returncode == 0, added.stderr
        assert "http://127.0.0.1:8000/console/open/" in added.stdout
        assert "first@hub.example  administrator  not opened" in run("staff", "list", home=tmp_path).stdout

    def test_what_can_not_be_done_is_one_clear_sentence(self, tmp_path: Path) -> None:
        run("staff", "add", "first@hub.example", home=tmp_path)
        for arguments, told in (
            (("add", "first@hub.example"), "has an account already"),
            (("add", "nonsense"), "expected an email address"),
            (("add", "p@hub.example", "--role", "partner"), "needs an agency"),
            (("reset", "nobody@hub.example"), "has no account"),
            (("disable", "first@hub.example"), "another administrator"),
        ):
            shown = run("staff", *arguments, home=tmp_path)
            assert (shown.returncode, told in shown.stderr) == (1, True), shown.stderr
            assert "Traceback" not in shown.stderr

    def test_a_reset_makes_a_new_link(self, tmp_path: Path) -> None:
        first = run("staff", "add", "first@hub.example", home=tmp_path).stdout
        again = run("staff", "reset", "first@hub.example", home=tmp_path).stdout
        assert "/console/open/" in again
        assert again != first


class TestBounces:
    def test_it_reads_the_mailbox_once(self, tmp_path: Path) -> None:
        create_database(tmp_path).close()
        with running_imap_server() as server:
            server.put(came_back("somebody@else.example"))
            said = run(
                "bounces",
                home=tmp_path,
                LOCAL_FOCUS_BOUNCE_ADDRESS=USER,
                LOCAL_FOCUS_BOUNCE_IMAP_HOST="127.0.0.1",
                LOCAL_FOCUS_BOUNCE_IMAP_PORT=str(server.port),
                LOCAL_FOCUS_BOUNCE_IMAP_SECURITY="none",
                LOCAL_FOCUS_BOUNCE_IMAP_PASSWORD=PASSWORD,
                LOCAL_FOCUS_BOUNCE_IMAP_FOLDER=FOLDER,
            )
        assert said.returncode == 0, said.stderr
        assert "0 referrals did not arrive." in said.stdout
        assert "1 are not about referrals" in said.stdout

    def test_without_a_mailbox_it_says_what_is_missing(self, tmp_path: Path) -> None:
        said = run("bounces", home=tmp_path)
        assert (said.returncode, "LOCAL_FOCUS_BOUNCE_IMAP_HOST" in said.stderr) == (1, True)

    def test_one_that_can_not_be_read_is_one_sentence(self, tmp_path: Path) -> None:
        where = {"LOCAL_FOCUS_BOUNCE_IMAP_HOST": "127.0.0.1", "LOCAL_FOCUS_BOUNCE_IMAP_PORT": "1"}
        said = run("bounces", home=tmp_path, LOCAL_FOCUS_BOUNCE_ADDRESS=USER, **where)
        assert (said.returncode, "no_connection" in said.stderr) == (1, True)


class TestOutbox:
    @pytest.fixture
    def home(self, tmp_path: Path) -> Path:
        """A home with two messages that could not be delivered."""
        database = create_database(tmp_path, "local-focus.db")
        outbox = OutboxService(database)
        with database.unit_of_work() as session:
            put = [(Outgoing(key, "chat", key, Reply("secret words")), None) for key in ("a", "b")]
            outbox.put(session, put, Priority.ANSWER)
        for message in outbox.claim({"chat"}, 2):
            outbox.fail(message, DeliveryError("bad_request", is_permanent=True))
        database.close()
        return tmp_path

    def test_it_lists_what_was_given_up_without_its_words(self, home: Path) -> None:
        shown = run("outbox", "list", home=home)
        assert shown.stdout.count("bad_request") == 2
        assert "secret" not in shown.stdout

    def test_one_or_all_are_sent_again(self, home: Path) -> None:
        assert run("outbox", "resend", "1", home=home).returncode == 0
        assert run("outbox", "list", home=home).stdout.count("bad_request") == 1
        assert "1 will be" in run("outbox", "resend", "--all", home=home).stdout
        assert "Nothing" in run("outbox", "list", home=home).stdout
        database = Database(create_database_engine(f"sqlite:///{home / 'local-focus.db'}"))
        with database.unit_of_work() as session:
            entries = [(one.actor, one.action, one.subject_id) for one in session.query(AuditEntry)]
        database.close()
        assert entries == [
            ("command line", "outbox.retry", "1"),
            ("command line", "outbox.retry", "all"),
        ]

    def test_a_number_that_is_not_on_the_list_is_refused(self, home: Path) -> None:
        shown = run("outbox", "resend", "77", home=home)
        assert (shown.returncode, "77" in shown.stderr) == (1, True)
        assert run("outbox", "resend", home=home).returncode == 2

    def test_the_inbox_has_the_same(self, home: Path) -> None:
        assert "Nothing" in run("inbox", "list", home=home).stdout
        assert "0 will be" in run("inbox", "retry", "--all", home=home).stdout


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


def test_feeds_are_fetched_and_listed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    create_database(home, "local-focus.db").close()
    assert "There is none yet" in run("feeds", "list", home=home).stdout
    pack = str(ROOT / "tests" / "packs" / "westshire")
    fetched = run("feeds", "fetch", home=home, LOCAL_FOCUS_PLACE=pack)
    assert "1 feed was asked for" in fetched.stdout, fetched.stderr
    shown = run("feeds", "list", home=home).stdout
    assert re.search(r"Westshire Police  broken since [-0-9: ]+: There is no website of that name", shown)
    assert "Westshire Council  off; not fetched yet" in shown
