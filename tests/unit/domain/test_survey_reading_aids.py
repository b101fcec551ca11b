"""Filters, crossings and comparisons of made-up answers with known counts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.survey_comparison import compare_rounds
from bot.domain.survey_crossing import cross, list_traits
from bot.domain.survey_filters import Heard, ResultsFilter, Source, choose
from bot.domain.survey_results import tabulate
from bot.domain.survey_significance import Difference
from bot.domain.surveys import Condition, Given, How, Kind, Option, Question, Survey

SURVEY = Survey(
    "s",
    "S",
    "",
    (
        Question("where", Kind.PLACE, "Where?"),
        Question("dark", Kind.YES_NO, "Dark?"),
        Question("wish", Kind.SEVERAL, "Wishes?", options=(Option("more", "More"), Option("less", "Less"))),
        Question("order", Kind.RANKING, "Order?", options=(Option("x", "X"), Option("y", "Y"))),
        Question("old", Kind.NUMBER, "How old?"),
        Question("why", Kind.TEXT, "Why?", show_if=(Condition("dark", ("yes",)),)),
        Question("look", Kind.PHOTO, "Show us"),
    ),
)
TITLES = {"yes": "Yes", "no": "No", "north": "North", "south": "South", "outside": "Outside"}


def given(value: object) -> Given:
    return Given(How.ANSWERED, value)  # type: ignore[arg-type]


def heard(where: str, dark: str, *wishes: str, source: Source = Source.ONLINE) -> Heard:
    answers = {"where": given(where), "dark": given(dark)}
    return Heard(answers | ({"wish": given(wishes)} if wishes else {}), source)


PEOPLE = [
    heard("north", "yes", "more"),
    heard("north", "yes", "more", "less"),
    heard("north", "no", "less", source=Source.PAPER),
    heard("south", "no"),
]


def count(wanted: ResultsFilter) -> int:
    return len(choose(SURVEY, PEOPLE, wanted))


def test_filters_go_together() -> None:
    assert count(ResultsFilter()) == 4
    assert count(ResultsFilter(area="north")) == 3
    assert count(ResultsFilter(area="north", source=Source.ONLINE)) == 2
    assert count(ResultsFilter(answers=(("wish", "less"),))) == 2
    assert count(ResultsFilter(answers=(("wish", "less"), ("dark", "yes")))) == 1
    assert count(ResultsFilter(area="south", source=Source.PAPER)) == 0


def test_crossing_counts_who_answered_both() -> None:
    traits = {trait.key: trait for trait in list_traits(SURVEY, TITLES)}
    assert "wish:more" in traits
    assert "old" not in traits
    found = cross(PEOPLE, traits["dark"], traits["wish:less"])
    assert found.counts == ((1, 1), (1, 0))
    assert found.left_out == 1
    assert found.percents() == ((50, 100), (50, 0))
    by_area = cross(PEOPLE, traits["dark"], traits["where"])
    assert [title for _, title in by_area.columns.values] == ["North", "South", "Outside"]
    assert by_area.counts == ((2, 0, 0), (1, 1, 0))
    assert by_area.percents()[0] == (67, 0, None)
    assert cross(PEOPLE, traits["source"], traits["dark"]).counts == ((2, 1), (0, 1), (0, 0))


def test_numbers_stand_in_order_and_photos_are_counted_not_named() -> None:
    people = [{"old": given(n), "look": given("photo-key")} for n in (9, 10, 10, 101)]
    by_id = {one.question.id: one for one in tabulate(SURVEY, people, TITLES)}
    assert [title for title, _ in by_id["old"].rows] == ["9", "10", "101", "No answer"]
    assert by_id["look"].rows == (("With a photo", 4), ("No answer", 0))


def test_a_ranking_has_average_places() -> None:
    people = [{"order": given(("x", "y"))}, {"order": given(("x", "y"))}, {"order": given(("y", "x"))}]
    (ranked,) = (one for one in tabulate(SURVEY, people, TITLES) if one.question.id == "order")
    assert ranked.places == {"X": 1.3, "Y": 1.7}
    assert ranked.rows[0] == ("X", 2)


def test_rounds_are_compared_where_the_question_is_the_same() -> None:
    changed = replace(SURVEY.questions[1], text="Is it dark?")
    before = replace(SURVEY, questions=(SURVEY.questions[0], changed, *SURVEY.questions[2:]))
    answers = [one.answers for one in PEOPLE]
    asked: list[tuple[tuple[int, int], tuple[int, int]]] = []

    def shares(now: tuple[int, int], earlier: tuple[int, int]) -> Difference | None:
        asked.append((now, earlier))
        return None

    found = compare_rounds(
        tabulate(SURVEY, answers, TITLES), tabulate(before, answers[:2], TITLES), shares, lambda _: None
    )
    assert [one.question.id for one in found.questions] == ["where", "wish", "order"]
    assert [one.id for one in found.left_out] == ["dark"]
    assert ((2, 3), (2, 2)) in asked
