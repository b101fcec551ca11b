"""Training, measuring, promoting, refusing and undoing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.models import Choice, name_of
from bot.errors import ModelError, NotFoundError
from tests.fakes.models import GOOD, WORSE, Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path, measures={"one": GOOD, "two": GOOD, "bad": WORSE})


def settle(workshop: Workshop, content: str, *, again: bool = False, force: str | None = None) -> str | None:
    """Settle with that content; the objection."""
    workshop.content = content
    return workshop.life.settle(again=again, force=force).objection


def current(workshop: Workshop) -> str:
    archive = workshop.store.current()
    assert archive is not None
    return name_of(archive)


class TestSettle:
    def test_the_first_model_is_promoted_whatever_it_scores(self, workshop: Workshop) -> None:
        assert settle(workshop, "bad") is None
        assert current(workshop) == "bad"
        assert workshop.store.scores(workshop.store.find("bad")) == WORSE

    def test_a_model_no_worse_takes_over(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        assert settle(workshop, "two") is None
        assert current(workshop) == "two"

    def test_a_worse_one_is_refused_and_the_current_goes_on(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        workshop.content = "bad"
        outcome = workshop.life.settle()
        assert outcome.serving == workshop.store.find("one")
        assert current(workshop) == "one"
        assert "80.0 % instead of 90.0 %" in outcome.refusal
        assert "model promote bad --force" in outcome.refusal

    def test_a_reason_promotes_it_and_is_kept(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        assert settle(workshop, "bad", force="needed for the new category") is None
        assert current(workshop) == "bad"
        assert workshop.store.history()[-1].reason == "needed for the new category"

    def test_nothing_is_measured_twice(self, workshop: Workshop) -> None:
        for content in ("one", "one", "bad", "bad", "one"):
            settle(workshop, content)
        assert workshop.measured == ["one", "bad"]

    def test_both_are_measured_again_when_the_test_has_changed(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        workshop.measuring_name = "tomorrow"
        workshop.measures = {
            "one": replace(WORSE, measured_with="tomorrow"),
            "two": replace(WORSE, measured_with="tomorrow"),
        }
        assert settle(workshop, "two") is None
        assert workshop.measured == ["one", "two", "one"]

    def test_training_again_measures_and_marks_again(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        mark = workshop.store.mark()
        settle(workshop, "one", again=True)
        assert workshop.measured == ["one", "one"]
        assert workshop.store.mark() != mark

    def test_a_current_model_that_can_not_be_opened_gives_way(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        del workshop.measures["one"]
        workshop.measuring_name = "tomorrow"
        assert settle(workshop, "bad") is None
        assert current(workshop) == "bad"
        assert any("can't be opened" in line for line in workshop.said)

    def test_a_new_model_that_can_not_be_opened_is_an_error(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        with pytest.raises(ModelError):
            settle(workshop, "broken")
        assert current(workshop) == "one"

    def test_what_was_undone_does_not_come_back_by_itself(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        settle(workshop, "two")
        workshop.store.rollback("worse in the street")
        objection = settle(workshop, "two")
        assert objection is not None
        assert "worse in the street" in objection
        assert current(workshop) == "one"
        assert settle(workshop, "two", force="after all") is None

    def test_one_of_another_version_gives_way_even_to_a_worse_one(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        workshop.of_other_versions = {"one"}
        assert settle(workshop, "bad") is None
        assert current(workshop) == "bad"


class TestOtherVersions:
    def test_none_is_promoted_whatever_the_reason(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        settle(workshop, "two")
        workshop.of_other_versions = {"one"}
        outcome = workshop.life.promote("one", "it was better")
        assert outcome.objection is not None
        assert current(workshop) == "two"

    def test_none_is_brought_back(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        settle(workshop, "two")
        workshop.of_other_versions = {"one"}
        with pytest.raises(ModelError, match="another version"):
            workshop.life.roll_back("worse in the street")
        assert current(workshop) == "two"
        workshop.of_other_versions = set()
        assert name_of(workshop.life.roll_back("worse in the street")) == "one"


class TestPromote:
    def test_a_name_is_promoted_by_hand(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        settle(workshop, "two")
        assert workshop.life.promote("one").objection is None
        assert workshop.store.history()[-1].choice is Choice.BY_HAND

    def test_a_worse_one_needs_a_reason(self, workshop: Workshop) -> None:
        settle(workshop, "bad")
        settle(workshop, "one")
        assert workshop.life.promote("bad").objection is not None
        assert current(workshop) == "one"
        assert workshop.life.promote("bad", "to look at it").objection is None
        assert current(workshop) == "bad"

    def test_an_unknown_name_is_refused(self, workshop: Workshop) -> None:
        with pytest.raises(NotFoundError):
            workshop.life.promote("nothing")

    def test_one_that_was_left_may_be_taken_up_by_name(self, workshop: Workshop) -> None:
        settle(workshop, "one")
        settle(workshop, "two")
        workshop.store.rollback("")
        assert workshop.life.promote("two").objection is None
