"""Cumbria's pages of advice: every question answered, numbers known, words plain."""

from __future__ import annotations

import re

from bot.domain.advice import AdviceLibrary
from bot.domain.agencies import AgencyDirectory
from tests.unit.data.cumbria import AREAS

ADVICE_INTENTS = {
    "ask_burglary_advice",
    "ask_vehicle_crime_advice",
    "ask_scam_advice",
    "ask_asb_advice",
    "ask_asb_case_review",
    "ask_noise_advice",
    "ask_hate_crime_advice",
    "ask_domestic_abuse_advice",
    "ask_drugs_advice",
    "ask_fly_tipping_advice",
    "ask_safer_homes_pack",
}


def test_every_question_for_advice_has_an_answer(library: AdviceLibrary) -> None:
    for intent in ADVICE_INTENTS:
        for area in (None, *AREAS):
            assert library.find_page(intent, hub_area=area) is not None, (intent, area)


def test_sheds_and_dark_nights_are_answered_when_they_are_named(library: AdviceLibrary) -> None:
    for words, topic in [
        ("my shed", "sheds_and_garages"),
        ("dark nights", "dark_nights"),
        ("locks", "burglary"),
    ]:
        page = library.find_page("ask_burglary_advice", words)
        assert page is not None
        assert page.topic == topic


def test_numbers_on_pages_of_advice_stand_in_the_contacts(
    library: AdviceLibrary, directory: AgencyDirectory
) -> None:
    known = {c.value.replace(" ", "") for c in directory.contacts} | {"159", "55"}
    for page in library.list_pages():
        for number in re.findall(r"\*\*(\d[\d ]+\d)\*\*", page.summary + page.body):
            assert number.replace(" ", "") in known, (page.topic, number)


def test_pages_are_plain_english(library: AdviceLibrary) -> None:
    """Short sentences and short words, near enough what a nine-year-old reads."""
    for page in library.list_pages():
        text = re.sub(r"[*#]|https?://\S+", "", f"{page.summary}\n{page.body}")
        sentences = [s for s in re.split(r"[.!?:](?=\s)|\n+(?:\s*-\s|\d\.\s)?", text) if len(s.split()) > 1]
        words = [w for s in sentences for w in s.split()]
        assert len(words) / len(sentences) <= 13, page.topic
        assert max(len(s.split()) for s in sentences) <= 32, page.topic
        assert sum(len(w) > 9 for w in words) / len(words) <= 0.08, page.topic
