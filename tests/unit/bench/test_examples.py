"""A share of the training examples."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.examples import spread, thin_entry, thin_folder


@pytest.mark.parametrize(("there", "kept"), [(200, 20), (61, 7), (60, 6), (30, 6), (6, 6), (4, 4)])
def test_a_tenth_is_kept_but_at_least_six(there: int, kept: int) -> None:
    lines = [f"- {number}" for number in range(there)]

    found = spread(lines, 10)

    assert len(found) == len(set(found)) == kept
    assert found[0] == "- 0"


def test_one_in_one_is_everything() -> None:
    assert spread(["- a", "- b", "- c"], 1) == ["- a", "- b", "- c"]


def test_synonyms_stay_whole() -> None:
    synonyms = {"synonym": "skip", "examples": "".join(f"- {n}\n" for n in range(100))}

    assert thin_entry(synonyms, 10) is synonyms


def test_a_folder_is_copied_with_its_intents(tmp_path: Path) -> None:
    source = tmp_path / "nlu"
    source.mkdir()
    examples = "".join(f'- there\'s mess no. {n}: "bags" and so on\n' for n in range(100))
    text = yaml.safe_dump({"version": "3.1", "nlu": [{"intent": "report_litter", "examples": examples}]})
    (source / "litter.yml").write_text(text, encoding="utf-8")

    count = thin_folder(source, tmp_path / "thin", 10)

    written = yaml.safe_load((tmp_path / "thin" / "litter.yml").read_text(encoding="utf-8"))
    assert count == 10
    assert written["nlu"][0]["intent"] == "report_litter"
    assert written["nlu"][0]["examples"].splitlines() == examples.splitlines()[::10]
