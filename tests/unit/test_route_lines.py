"""Lines of messages: each is reported on in its turn, and a broken one stops nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.route_lines import report_lines


def told(*lines: str) -> tuple[bool, list[dict[str, Any]], list[str]]:
    shown: list[dict[str, Any]] = []
    warned: list[str] = []
    is_good = report_lines(
        lines,
        lambda text, given_id, place: {"id": given_id, "text": text, "place": place},
        shown.append,
        warned.append,
    )
    return is_good, shown, warned


def test_each_is_reported_on_in_order_with_its_own_id() -> None:
    is_good, shown, warned = told(
        '{"id": "b", "text": "two sofas", "place": "Workington"}\n', "\n", '{"id": 1, "text": "one"}'
    )
    assert is_good
    assert warned == []
    assert shown == [
        {"id": "b", "text": "two sofas", "place": "Workington"},
        {"id": 1, "text": "one", "place": None},
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        "7",
        '{"id": "x"}',
        '{"id": "x", "text": null}',
        '{"text": "a", "place": 7}',
        "[" * 100_000,
    ],
)
def test_a_broken_line_is_named_and_the_others_go_on(broken: str) -> None:
    is_good, shown, warned = told('{"id": 1, "text": "one"}', broken, '{"id": 3, "text": "three"}')
    assert not is_good
    assert [report["id"] for report in shown] == [1, 3]
    assert len(warned) == 1
    assert warned[0].startswith("line 2 was left out")
