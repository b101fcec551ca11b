"""Language versions: what is missing falls back to English, and no language changes the way through."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.survey_checks import find_problems
from bot.domain.survey_documents import survey_from_document, survey_to_document
from bot.domain.survey_edits import put_question, remove_question
from bot.domain.survey_languages import in_language, is_in_english, keep_versions, list_missing, texts_of
from bot.domain.survey_walk import current, list_shown
from bot.domain.surveys import Kind, Option, Question, Survey
from tests.unit.domain.random_surveys import AREAS, answer_some, surveys


@st.composite
def translated(draw: st.DrawFn) -> Survey:
    """A survey with some of its texts in Polish."""
    survey = draw(surveys())
    keys = draw(st.sets(st.sampled_from(list(texts_of(survey)))))
    version = {key: f"[pl] {text}" for key, text in texts_of(survey).items() if key in keys}
    return replace(survey, versions={"pl": version} if version else {})


LAMPS = Survey(
    "lamps",
    "Lamps",
    "",
    (
        Question("dark", Kind.YES_NO, "Is it dark?", is_required=True),
        Question("what", Kind.ONE, "So it is {dark}?", options=(Option("a", "A"), Option("b", "B"))),
    ),
    versions={"pl": {"title": "Lampy", "dark.text": "Czy jest ciemno?", "what.text": "Więc {dark}?"}},
)


@given(st.data(), translated())
def test_the_way_is_the_same_in_every_language(data: st.DataObject, survey: Survey) -> None:
    polish = in_language(survey, "pl")
    sitting = answer_some(data.draw, survey, data.draw(st.integers(0, 7)))
    here, there = current(survey, sitting), current(polish, sitting)
    assert (here and here.id) == (there and there.id)
    shown = [[one.id for one in list_shown(each, sitting.answers)] for each in (survey, polish)]
    assert shown[0] == shown[1]


@given(translated())
def test_each_text_is_in_the_language_or_missing(survey: Survey) -> None:
    missing = set(list_missing(survey, "pl"))
    for key, text in texts_of(in_language(survey, "pl")).items():
        assert text.startswith("[pl] ") is (key not in missing)
    assert in_language(survey, "en") == survey
    assert list_missing(survey, "en") == []


@given(translated())
def test_versions_survive_being_written_down_and_have_no_mistake(survey: Survey) -> None:
    assert survey_from_document(survey_to_document(survey)) == survey
    assert find_problems(survey, AREAS) == []


def test_what_falls_back_is_marked() -> None:
    assert not is_in_english(LAMPS, "dark", "pl")
    assert is_in_english(LAMPS, "what", "pl")
    assert not is_in_english(LAMPS, None, "pl")
    assert is_in_english(LAMPS, None, "uk")
    assert not is_in_english(LAMPS, "what", "en")


def test_a_changed_text_has_no_version_until_somebody_looked_at_it() -> None:
    changed = put_question(LAMPS, replace(LAMPS.by_id["dark"], text="Is it too dark?"), "dark")
    assert changed.versions == {"pl": {"title": "Lampy", "what.text": "Więc {dark}?"}}
    assert keep_versions(LAMPS, replace(LAMPS, title="Lights")).versions["pl"].keys() == {
        "dark.text",
        "what.text",
    }


def test_a_new_name_is_followed_in_versions() -> None:
    renamed = put_question(LAMPS, replace(LAMPS.by_id["dark"], id="gloom"), "dark")
    assert renamed.versions["pl"] == {
        "title": "Lampy",
        "gloom.text": "Czy jest ciemno?",
        "what.text": "Więc {gloom}?",
    }
    assert find_problems(renamed, AREAS) == []


def test_what_is_removed_leaves_no_version() -> None:
    assert remove_question(LAMPS, "what").versions["pl"].keys() == {"title", "dark.text"}


def test_mistakes_in_versions_are_found() -> None:
    wrong = replace(LAMPS, versions={"pl": {"nothing.text": "X", "what.text": "Więc?"}})
    found = {problem.spot: problem.text for problem in find_problems(wrong, AREAS)}
    assert found == {
        ("languages", "pl", "nothing.text"): "'nothing.text' names no text of the survey",
        ("languages", "pl", "what.text"): "it puts other answers into the text than the English one",
    }
