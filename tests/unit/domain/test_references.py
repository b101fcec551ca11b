"""References: shape, check character, and how people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.references import (
    ALPHABET,
    check_character,
    find_reference,
    looks_like_reference,
    make_reference,
)


class TestMakeReference:
    def test_it_is_found_again_in_a_sentence(self) -> None:
        reference = make_reference()
        assert find_reference(f"what about {reference} please") == reference

    def test_it_is_never_the_same_twice(self) -> None:
        assert len({make_reference() for _ in range(500)}) == 500


class TestFindReference:
    @pytest.mark.parametrize("shape", ["{}", "{}!", "ref {} thanks", "({})"])
    def test_it_is_found_whatever_the_case_and_spacing(self, shape: str) -> None:
        reference = make_reference()
        for written in (
            reference,
            reference.lower(),
            reference.replace("-", " "),
            reference.replace("-", ""),
        ):
            assert find_reference(shape.format(written)) == reference

    @given(st.text(ALPHABET, min_size=7, max_size=7), st.integers(0, 6), st.sampled_from(ALPHABET))
    def test_one_wrong_character_is_noticed(self, body: str, position: int, other: str) -> None:
        complete = body + check_character(body)
        wrong = complete[:position] + other + complete[position + 1 :]
        if wrong != complete:
            assert find_reference(f"LF-{wrong[:4]}-{wrong[4:]}") is None

    def test_letters_that_are_easily_misread_are_put_right(self) -> None:
        body = "0100000"
        reference = f"LF-0100-000{check_character(body)}"
        assert find_reference(f"LF-OIOO-OOO{check_character(body)}") == reference

    def test_a_wrong_one_still_looks_like_one(self) -> None:
        assert looks_like_reference("LF-0000-0001")
        assert not looks_like_reference("left 4 bags on the 12th")
