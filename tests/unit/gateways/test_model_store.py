"""The models that are kept: the one in use, the scores beside them, the history."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.model_review import ModelScores
from bot.domain.models import Choice
from bot.errors import ModelError, NotFoundError
from bot.gateways.model_store import ModelStore

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SCORES = ModelScores(0.9, 0.98, 0.02, "today")


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    (tmp_path / "models").mkdir()
    return ModelStore(tmp_path, lambda: NOW)


def make(home: Path, name: str, made_at: int = 0) -> Path:
    archive = home / "models" / f"{name}.tar.gz"
    archive.write_bytes(b"")
    os.utime(archive, (made_at, made_at))
    return archive


class TestListModels:
    def test_a_home_without_models_has_none(self, tmp_path: Path) -> None:
        assert ModelStore(tmp_path).list_models() == []

    def test_the_newest_comes_first_and_the_current_is_marked(
        self, tmp_path: Path, store: ModelStore
    ) -> None:
        old, _ = make(tmp_path, "old", 100), make(tmp_path, "new", 200)
        store.promote(old, "the first", Choice.AUTOMATIC)
        store.keep_scores(old, SCORES)
        new_one, old_one = store.list_models()
        assert (new_one.name, new_one.is_current, new_one.scores) == ("new", False, None)
        assert (old_one.name, old_one.is_current, old_one.scores) == ("old", True, SCORES)
        assert old_one.made_at == datetime.fromtimestamp(100, UTC)


class TestCurrent:
    def test_before_the_first_promotion_there_is_none(self, store: ModelStore) -> None:
        assert store.current() is None
        assert store.mark() is None

    def test_it_is_what_was_promoted_last(self, tmp_path: Path, store: ModelStore) -> None:
        one, two = make(tmp_path, "one"), make(tmp_path, "two")
        store.promote(one, "", Choice.AUTOMATIC)
        store.promote(two, "", Choice.AUTOMATIC)
        assert store.current() == two
        assert ModelStore(tmp_path).current() == two

    def test_a_deleted_model_is_not(self, tmp_path: Path, store: ModelStore) -> None:
        one = make(tmp_path, "one")
        store.promote(one, "", Choice.AUTOMATIC)
        one.unlink()
        assert store.current() is None

    def test_every_promotion_leaves_another_mark(self, tmp_path: Path, store: ModelStore) -> None:
        one = make(tmp_path, "one")
        store.promote(one, "", Choice.AUTOMATIC)
        first = store.mark()
        store.promote(one, "trained again", Choice.AUTOMATIC)
        assert store.mark() != first

    def test_nothing_else_is_left_behind(self, tmp_path: Path, store: ModelStore) -> None:
        one = make(tmp_path, "one")
        store.promote(one, "", Choice.AUTOMATIC)
        store.keep_scores(one, SCORES)
        assert {file.name for file in tmp_path.iterdir()} == {
            "models",
            "current-model",
            "model-history.jsonl",
        }
        assert {file.name for file in one.parent.iterdir()} == {"one.tar.gz", "one.scores.json"}


class TestHistory:
    def test_time_name_and_reason_are_kept(self, tmp_path: Path, store: ModelStore) -> None:
        store.promote(make(tmp_path, "one"), "hears “nö” – at last", Choice.BY_HAND)
        (promotion,) = ModelStore(tmp_path).history()
        assert (promotion.at, promotion.name, promotion.reason, promotion.choice) == (
            NOW,
            "one",
            "hears “nö” – at last",
            Choice.BY_HAND,
        )

    def test_a_line_that_was_cut_short_is_left_out(self, tmp_path: Path, store: ModelStore) -> None:
        store.promote(make(tmp_path, "one"), "", Choice.AUTOMATIC)
        with (tmp_path / "model-history.jsonl").open("a", encoding="utf-8") as history:
            history.write('{"at": "2026-')
        assert [promotion.name for promotion in store.history()] == ["one"]


class TestRollback:
    def test_it_goes_back_to_the_one_before(self, tmp_path: Path, store: ModelStore) -> None:
        one, two, three = (make(tmp_path, name) for name in ("one", "two", "three"))
        for archive in (one, two, three):
            store.promote(archive, "", Choice.AUTOMATIC)
        assert store.rollback("worse in the street") == two
        assert store.rollback("still") == one
        assert store.current() == one
        assert store.history()[-1].reason == "still"

    def test_without_one_before_it_says_so(self, tmp_path: Path, store: ModelStore) -> None:
        with pytest.raises(ModelError, match="no model before"):
            store.rollback("")
        store.promote(make(tmp_path, "one"), "", Choice.AUTOMATIC)
        with pytest.raises(ModelError, match="no model before"):
            store.rollback("")


class TestFind:
    @pytest.mark.parametrize("name", ["two", "", "../models/one", "one.tar.gz"])
    def test_another_name_is_not_found(self, tmp_path: Path, store: ModelStore, name: str) -> None:
        make(tmp_path, "one")
        with pytest.raises(NotFoundError):
            store.find(name)

    def test_a_model_is_found_by_its_name(self, tmp_path: Path, store: ModelStore) -> None:
        made = make(tmp_path, "one")
        assert store.find("one") == made


class TestScores:
    @pytest.mark.parametrize("content", ["", "{}", "[1]", '{"accuracy": 1}'])
    def test_what_can_not_be_read_counts_as_not_measured(
        self, tmp_path: Path, store: ModelStore, content: str
    ) -> None:
        one = make(tmp_path, "one")
        (tmp_path / "models" / "one.scores.json").write_text(content, encoding="utf-8")
        assert store.scores(one) is None
