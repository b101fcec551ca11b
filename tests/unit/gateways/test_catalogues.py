"""The catalogues: whole, true to the English sentences, and opened without any compiled file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot.domain.catalogues import Catalogues
from bot.domain.spoken import speaking
from bot.errors import CatalogueError
from bot.gateways.catalogue_files import list_missing, rewrite_catalogues
from bot.gateways.catalogue_texts import collect_place, collect_product
from bot.gateways.catalogues import (
    PLACE_NAME,
    PRODUCT_NAME,
    catalogue_file,
    list_languages,
    open_catalogues,
    read_catalogue,
)
from bot.gateways.place_pack import open_place_pack
from bot.settings import ROOT

PRODUCT = ROOT / "data" / "languages"
PLACE = ROOT / "data" / "cumbria" / "languages"
LANGUAGES = ["pl", "ro", "uk"]
FILES = [
    (folder, name, language)
    for folder, name in ((PRODUCT, PRODUCT_NAME), (PLACE, PLACE_NAME))
    for language in LANGUAGES
]

# What a translation must have as often as the English sentence: words that are filled in, markup, references.
KEPT = re.compile(r"\{\w+\}|%\(\w+\)s|%%|</?\w+[^>]*>|LF-\w{4}-\w{4}")
NUMBER = re.compile(r"\d[\d ]*\d|\d{2,}")
BRACKETS = re.compile(r"[{}]")


def template_of(name: str) -> Catalog:
    """Everything that has to be translated."""
    if name == PRODUCT_NAME:
        return collect_product()
    return collect_place(
        open_place_pack(ROOT / "data" / "cumbria", ROOT / "data" / "cues", date(2026, 11, 26))
    )


def forms_of(message: Message) -> Iterator[tuple[str, str]]:
    """Each translated form with the English sentence that it stands for."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [])
    for position, form in enumerate(forms):
        yield english[min(position, len(english) - 1)], form


def test_the_languages_are_those_that_were_promised() -> None:
    assert list_languages(PRODUCT) == list_languages(PLACE) == LANGUAGES
    assert open_catalogues(PRODUCT, PLACE).languages == ("en", *LANGUAGES)


def test_nothing_that_is_compiled_lies_about() -> None:
    assert [*PRODUCT.rglob("*.mo"), *PLACE.rglob("*.mo")] == []


@pytest.mark.parametrize(("folder", "name"), [(PRODUCT, PRODUCT_NAME), (PLACE, PLACE_NAME)])
def test_the_files_are_up_to_date_and_whole(folder: Path, name: str, tmp_path: Path) -> None:
    copied = shutil.copytree(folder, tmp_path / "languages")

    missing = rewrite_catalogues(copied, name, template_of(name), LANGUAGES)

    assert missing == dict.fromkeys(LANGUAGES, 0)
    for file in folder.rglob(f"{name}.po*"):
        assert (copied / file.relative_to(folder)).read_text("utf-8") == file.read_text("utf-8"), file


@pytest.mark.parametrize(("folder", "name", "language"), FILES)
def test_a_translation_keeps_words_markup_and_numbers(folder: Path, name: str, language: str) -> None:
    for message in read_catalogue(catalogue_file(folder, language, name), language):
        for english, translated in forms_of(message) if message.id else ():
            wanted, found = sorted(KEPT.findall(english)), sorted(KEPT.findall(translated))
            # A form for one thing may have its number in figures or in braces.
            if isinstance(message.id, str):
                assert found == wanted, translated
                assert sorted(NUMBER.findall(translated)) == sorted(NUMBER.findall(english)), translated
            assert BRACKETS.sub("", re.sub(r"\{\w+\}", "", translated)) == re.sub(r"\{\w+\}", "", translated)


def test_a_sentence_is_said_in_the_language_that_is_spoken() -> None:
    catalogues = open_catalogues(PRODUCT)

    said = {}
    for language in catalogues.languages:
        with speaking(language):
            said[language] = catalogues.gettext("Yes")
    assert said == {"en": "Yes", "pl": "Tak", "ro": "Da", "uk": "Так"}


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 working day"),
        ("en", 2, "2 working days"),
        ("pl", 1, "1 dnia roboczego"),
        ("ro", 5, "5 zile lucrătoare"),
        ("ro", 20, "20 de zile lucrătoare"),
        ("uk", 21, "21 робочого дня"),
        ("uk", 5, "5 робочих днів"),
    ],
)
def test_a_number_takes_the_form_that_the_language_has_for_it(language: str, count: int, said: str) -> None:
    catalogues = open_catalogues(PRODUCT)
    with speaking(language):
        form = catalogues.ngettext("1 working day", "{days} working days", count)
    assert form.format(days=count) == said


def test_what_has_no_translation_stays_english() -> None:
    catalogues = open_catalogues(PRODUCT)
    with speaking("pl"):
        assert catalogues.gettext("Nobody ever translated this.") == "Nobody ever translated this."
    with speaking("fr"):
        assert catalogues.gettext("Yes") == "Yes"


def test_the_place_pack_adds_its_own_sentences() -> None:
    with speaking("uk"):
        assert open_catalogues(PRODUCT, PLACE).gettext("Noise") == "Шум"
        assert Catalogues().gettext("Noise") == "Noise"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = catalogue_file(tmp_path, "pl", PRODUCT_NAME)
    file.parent.mkdir(parents=True)
    file.write_text("This is no catalogue.\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"local_focus\.po"):
        open_catalogues(tmp_path)


class TestRewriting:
    """A sentence that changes in English has to be translated again."""

    def test_translations_that_still_fit_are_kept(self, tmp_path: Path) -> None:
        copied = shutil.copytree(PRODUCT, tmp_path / "languages")
        template = collect_product()
        template.add("A sentence that is new.")

        assert rewrite_catalogues(copied, PRODUCT_NAME, template, ["pl"]) == {"pl": 1}
        catalog = read_catalogue(catalogue_file(copied, "pl", PRODUCT_NAME), "pl")
        assert list_missing(catalog) == ["A sentence that is new."]

    def test_a_sentence_that_is_gone_is_gone_here_too(self, tmp_path: Path) -> None:
        copied = shutil.copytree(PRODUCT, tmp_path / "languages")
        template = collect_product()
        template.delete("Yes")

        rewrite_catalogues(copied, PRODUCT_NAME, template, ["pl"])
        assert "Tak\n" not in catalogue_file(copied, "pl", PRODUCT_NAME).read_text("utf-8")
        catalog = read_catalogue(catalogue_file(copied, "pl", PRODUCT_NAME), "pl")
        assert catalog.get("Yes") is None

    def test_a_new_language_begins_empty(self, tmp_path: Path) -> None:
        template = Catalog()
        template.add("Yes")

        assert rewrite_catalogues(tmp_path, PRODUCT_NAME, template, ["lt"]) == {"lt": 1}
        assert list_languages(tmp_path) == ["lt"]

    def test_what_is_no_language_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CatalogueError, match="qq"):
            rewrite_catalogues(tmp_path, PRODUCT_NAME, Catalog(), ["qq"])
        assert list_languages(tmp_path) == []
