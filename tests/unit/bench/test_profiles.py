"""How thorough a run is."""

from __future__ import annotations

from dataclasses import replace

from bench.profiles import FULL, QUICK


def test_the_full_run_waits_for_stock() -> None:
    assert FULL.waits_for_stock


def test_the_quick_run_gives_stock_what_is_left_of_its_time() -> None:
    assert not QUICK.waits_for_stock
    assert QUICK.stock_seconds(passed_seconds=300) == 9.5 * 60 - 300


def test_a_run_of_one_part_is_named_after_it() -> None:
    assert FULL.only("rasa") == "rasa"
    assert QUICK.only("rasa") == "quick-rasa"


def test_stock_always_gets_a_minute() -> None:
    assert QUICK.stock_seconds(passed_seconds=1000) == 60


def test_a_limit_that_is_given_holds_whatever_has_passed() -> None:
    limited = replace(FULL, stock_minutes=30)

    assert not limited.waits_for_stock
    assert limited.stock_seconds(passed_seconds=1000) == 1800
