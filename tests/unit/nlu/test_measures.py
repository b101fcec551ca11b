"""The figures by which models are compared."""

import pytest

from nlu.measures import Labelled, calibration_error, intent_scores, measure

MESSAGES = [
    Labelled("a", "report_litter"),
    Labelled("b", "report_noise", also=("report_asb",)),
    Labelled("c", "out_of_scope"),
    Labelled("d", "report_asb"),
]
RANKINGS = [
    [("report_litter", 0.9), ("report_noise", 0.1)],
    [("report_asb", 0.6), ("report_noise", 0.3), ("thank", 0.1)],
    [("out_of_scope", 0.8), ("thank", 0.2)],
    [("out_of_scope", 0.3), ("thank", 0.2), ("greet", 0.2), ("report_asb", 0.1)],
]


class TestMeasure:
    def test_it_counts_strict_lenient_and_top_three(self) -> None:
        found = measure(MESSAGES, RANKINGS, ask_below=0.4)
        assert (found.strict, found.lenient, found.top_three) == (0.5, 0.75, 0.75)

    def test_it_tells_out_of_scope_found_from_in_scope_refused(self) -> None:
        found = measure(MESSAGES, RANKINGS, ask_below=0.4)
        assert (found.out_of_scope_found, found.in_scope_refused) == (1.0, pytest.approx(1 / 3))

    def test_it_counts_the_messages_that_would_be_asked_about(self) -> None:
        assert measure(MESSAGES, RANKINGS, ask_below=0.4).asked == 0.25

    def test_it_lists_confusions(self) -> None:
        found = measure(MESSAGES, RANKINGS, ask_below=0.4)
        assert set(found.confusions) == {
            ("report_noise", "report_asb", 1),
            ("report_asb", "out_of_scope", 1),
        }

    def test_no_messages_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no messages"):
            measure([], [], ask_below=0.4)


class TestIntentScores:
    def test_it_gives_precision_recall_and_f1(self) -> None:
        (noise,) = intent_scores(["noise", "noise", "noise"], ["noise", "noise", "litter"])
        assert (noise.messages, noise.precision, noise.recall, noise.f1) == (
            3,
            1.0,
            2 / 3,
            pytest.approx(0.8),
        )

    def test_an_intent_never_found_scores_nothing(self) -> None:
        (noise,) = intent_scores(["noise"], ["litter"])
        assert (noise.precision, noise.recall, noise.f1) == (0.0, 0.0, 0.0)


class TestCalibrationError:
    def test_confidence_that_means_what_it_says_has_none(self) -> None:
        assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)

    def test_sure_and_always_wrong_is_the_worst(self) -> None:
        assert calibration_error([1.0, 1.0], [False, False]) == pytest.approx(1.0)
