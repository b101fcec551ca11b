"""When a model has to be trained again."""

from pathlib import Path

import pytest

from nlu.training import content_hash


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu/litter.yml", "data/rules/report.yml", "nlu/serve.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    return tmp_path


class TestContentHash:
    def test_the_same_content_has_the_same_hash(self, root: Path) -> None:
        assert content_hash(root, root / "home") == content_hash(root, root / "home")

    @pytest.mark.parametrize(
        "changed",
        ["config.yml", "domain.yml", "data/nlu/litter.yml", "data/rules/report.yml", "nlu/serve.py"],
    )
    def test_a_change_of_any_part_changes_it(self, root: Path, changed: str) -> None:
        before = content_hash(root, root / "home")
        (root / changed).write_text("two", encoding="utf-8")
        assert content_hash(root, root / "home") != before

    def test_a_new_file_of_examples_changes_it(self, root: Path) -> None:
        before = content_hash(root, root / "home")
        (root / "data/nlu/noise.yml").write_text("one", encoding="utf-8")
        assert content_hash(root, root / "home") != before

    def test_what_the_model_is_not_made_of_does_not(self, root: Path) -> None:
        before = content_hash(root, root / "home")
        (root / "data/cumbria").mkdir()
        (root / "data/cumbria/areas.yml").write_text("one", encoding="utf-8")
        assert content_hash(root, root / "home") == before

    def test_an_example_that_staff_approved_changes_it(self, root: Path) -> None:
        before = content_hash(root, root / "home")
        (root / "home" / "training").mkdir(parents=True)
        (root / "home" / "training" / "approved.yml").write_text("version: '3.1'")
        assert content_hash(root, root / "home") != before
