"""A long message is also listened to part by part, so that a plea in the middle isn't drowned."""

from __future__ import annotations

from bot.domain.danger_parts import split_parts

REPORT = "The bins at the end of our lane were missed again this week and there are bags everywhere."
PLEA = "He has the door off its hinges."


class TestSplitParts:
    def test_a_short_message_is_one_thing(self) -> None:
        assert split_parts(PLEA + " Please come.") == []

    def test_a_long_message_is_cut_into_its_sentences(self) -> None:
        assert split_parts(f"{REPORT} {PLEA} {REPORT}") == [REPORT, PLEA, REPORT]

    def test_a_sentence_of_two_words_says_too_little_by_itself(self) -> None:
        assert split_parts(f"{REPORT} Thank you! {PLEA} So angry.") == [REPORT, PLEA]

    def test_what_was_dictated_without_punctuation_is_cut_too(self) -> None:
        dictated = (
            "the bins were missed again on tuesday and there is a mattress behind the garages and "
            "he has the door off its hinges and i am in the bathroom with the baby and the light on the "
            "corner has been out for a month"
        )
        parts = split_parts(dictated)
        assert any("door off its hinges" in part and "mattress" not in part for part in parts)
        assert all(len(part.split()) < 40 for part in parts)

    def test_one_long_sentence_that_cannot_be_cut_has_no_parts(self) -> None:
        assert split_parts("word " * 60) == []

    def test_an_endless_message_has_a_bounded_number_of_parts(self) -> None:
        assert len(split_parts(f"{PLEA} " * 500)) <= 24
