"""Which model to go back to, and which must not come back by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.models import Choice, Promotion, find_previous, find_rejection

KEPT = frozenset("abc")


def promotions(*steps: str) -> list[Promotion]:
    """`a` was promoted by itself, `a!` by hand, and `<a` is what was gone back to."""
    return [
        Promotion(datetime(2026, 11, 1, tzinfo=UTC), step.strip("<!"), "", choice(step)) for step in steps
    ]


def choice(step: str) -> Choice:
    if step.startswith("<"):
        return Choice.RETURN
    return Choice.BY_HAND if step.endswith("!") else Choice.AUTOMATIC


class TestFindPrevious:
    @pytest.mark.parametrize(
        ("steps", "previous"),
        [
            (["a"], None),
            (["a", "b"], "a"),
            (["a", "b", "c"], "b"),
            (["a", "b", "c", "<b"], "a"),
            (["a", "b", "<a"], None),
            (["a", "b", "<a", "c"], "a"),
            (["a", "b", "a!"], "b"),
            (["a", "b", "b"], "a"),
        ],
    )
    def test_it_is_the_one_before_leaving_out_what_was_undone(
        self, steps: list[str], previous: str | None
    ) -> None:
        history = promotions(*steps)
        assert find_previous(history, history[-1].name, KEPT) == previous

    def test_a_model_that_is_no_longer_kept_is_passed_over(self) -> None:
        assert find_previous(promotions("a", "x", "b"), "b", KEPT) == "a"

    def test_a_promotion_that_was_cut_short_changes_nothing(self) -> None:
        assert find_previous(promotions("a", "b", "c"), "b", KEPT) == "a"

    def test_without_history_there_is_none(self) -> None:
        assert find_previous([], "a", KEPT) is None


class TestFindRejection:
    @pytest.mark.parametrize("last", ["<a", "a!"])
    def test_a_model_that_was_left_by_hand_stays_left(self, last: str) -> None:
        history = promotions("a", "b", last)
        assert find_rejection(history, "b") == history[-1]

    def test_a_new_model_was_never_left(self) -> None:
        assert find_rejection(promotions("a", "b", "<a"), "c") is None

    def test_content_that_went_back_brings_its_model_back(self) -> None:
        assert find_rejection(promotions("a", "b"), "a") is None
