"""The bench's own side of partners' feeds, with a few of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import feed_side
from bench.feed_files import write_feeds
from bench.feeds import count_kept, prepare_database
from tests.fakes.feed_server import Page, running_feed_server


def test_each_story_is_kept_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stories = write_feeds(tmp_path / "files", 6, 10)
    assert stories == 60 - 5
    with running_feed_server() as server:
        files = sorted((tmp_path / "files").iterdir())
        urls = [server.put(f"/{file.name}", Page(file.read_bytes(), "text/xml")) for file in files]
        prepare_database(urls, tmp_path / "hub.db")
        feed_side.main(tmp_path / "hub.db")
    assert json.loads(capsys.readouterr().out)["before_memory_mb"] > 0
    assert count_kept(tmp_path / "hub.db") == {"kept": stories, "broken": 0}


def loaded_by(module: str) -> set[str]:
    """What a new process has loaded after it imported one module."""
    code = f"import sys, {module}; print(*sys.modules)"
    return set(
        subprocess.run(
            (sys.executable, "-c", code), capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_nothing_counts_as_there_before_that_no_hub_has() -> None:
    only_of_the_bench = {"bench", "bench.feed_base"}
    assert loaded_by("bench.feed_base") - loaded_by("bot.app.hub") == only_of_the_bench
