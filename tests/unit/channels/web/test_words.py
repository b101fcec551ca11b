"""Every refusal has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.web.words import ProblemWords, read_problem_words
from bot.domain.catalogues import Catalogues

ROOT = Path(__file__).resolve().parents[4]
USED = re.compile(r'(?:RequestRefusedError|PhotoRefusedError|words\.text)\(\s*[\'"]([a-z_]+)[\'"]')


@pytest.fixture
def words() -> ProblemWords:
    return read_problem_words(4000, 10 * 1024 * 1024, Catalogues())


def used_codes() -> set[str]:
    """The codes that code and templates name."""
    files = [
        *(ROOT / "bot" / "channels" / "web").rglob("*.py"),
        *(ROOT / "bot" / "channels" / "web" / "templates").glob("*.html"),
        ROOT / "bot" / "gateways" / "photos.py",
    ]
    return {code for file in files for code in USED.findall(file.read_text(encoding="utf-8"))}


def test_every_code_in_use_has_a_sentence(words: ProblemWords) -> None:
    assert used_codes()
    assert used_codes() - words.codes == set()


def test_every_sentence_is_whole(words: ProblemWords) -> None:
    for code in words.codes:
        assert re.fullmatch(r"[A-Z][^{}]*\.", words.text(code)), code


@pytest.mark.parametrize(("size", "said"), [(10 * 1024 * 1024, "10 MB"), (1536 * 1024, "1.5 MB")])
def test_the_limit_is_filled_in(size: int, said: str) -> None:
    assert said in read_problem_words(4000, size, Catalogues()).text("photo_too_large")
