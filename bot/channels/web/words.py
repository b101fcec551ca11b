"""The sentences that pages and JSON answers use when something can't be done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.domain.catalogues import Catalogues

FILE = Path(__file__).parent / "words.yml"


class ProblemWords:
    """Says what went wrong, by code."""

    def __init__(
        self, sentences: Mapping[str, str], common: Mapping[str, str | int], catalogues: Catalogues
    ) -> None:
        self._sentences = dict(sentences)
        self._common = dict(common)
        self._catalogues = catalogues

    @property
    def codes(self) -> frozenset[str]:
        """All codes that there are."""
        return frozenset(self._sentences)

    def text(self, code: str) -> str:
        """The sentence for a code, in the spoken language; raises KeyError for a code that doesn't exist."""
        return self._catalogues.gettext(self._sentences[code]).format_map(self._common)


def read_problem_words(longest_text: int, photo_max_bytes: int, catalogues: Catalogues) -> ProblemWords:
    """Read the sentences and fill in the limits."""
    sentences = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    megabytes = photo_max_bytes / (1024 * 1024)
    common = {"characters": f"{longest_text:,}", "megabytes": f"{megabytes:.2g}"}
    return ProblemWords(sentences, common, catalogues)
