"""What is wrong with the form of a report that staff take."""

from __future__ import annotations

import pytest

from bot.domain.desk_reports import LONGEST_ANSWER, LONGEST_WORDS, DeskReport, find_problems, yes_or_no

GOOD = {"source": "telephone", "words": "A sofa was dumped"}
AGENCIES = frozenset({"police"})


@pytest.mark.parametrize(
    "fields", [{}, {"source": "partner", "agency": "police"}, {"contact": "01900 000000"}, {"anonymous": "1"}]
)
def test_nothing_is_wrong_with_a_good_one(fields: dict[str, str]) -> None:
    assert find_problems(DeskReport.from_form(GOOD | fields), AGENCIES) == {}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"source": ""}, {"source"}),
        ({"source": "pigeon"}, {"source"}),
        ({"source": "partner"}, {"agency"}),
        ({"source": "partner", "agency": "nobody"}, {"agency"}),
        ({"words": " ... "}, {"words"}),
        ({"words": "x" * (LONGEST_WORDS + 1)}, {"words"}),
        ({"place": "x" * (LONGEST_ANSWER + 1), "contact": "y" * (LONGEST_ANSWER + 1)}, {"place", "contact"}),
        ({"anonymous": "1", "contact": "01900 000000"}, {"contact"}),
        ({"source": "", "words": ""}, {"source", "words"}),
    ],
)
def test_each_fault_is_named_by_its_field(fields: dict[str, str], wrong: set[str]) -> None:
    assert set(find_problems(DeskReport.from_form(GOOD | fields), AGENCIES)) == wrong


def test_fields_of_other_forms_are_left_out() -> None:
    assert DeskReport.from_form({**GOOD, "form_token": "x"}) == DeskReport(**GOOD)


def test_no_answer_is_neither_yes_nor_no() -> None:
    assert [yes_or_no(text) for text in ("yes", "no", "", "maybe")] == [True, False, None, None]
