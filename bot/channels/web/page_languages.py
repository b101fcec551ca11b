"""What templates ask about languages: the page's own, those that there are, and how to mark another one."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from bot.domain.catalogues import Catalogues
from bot.domain.danger_languages import ENGLISH
from bot.domain.spoken import locale, spoken
from bot.services.language_choices import name_language

# The names of the forms that languages have for numbers (Unicode CLDR).
_FORMS = ("one", "two", "few", "many", "other")


def language_globals(catalogues: Catalogues) -> Mapping[str, object]:
    """The functions that templates may call."""
    offered = tuple((language, name_language(language)) for language in catalogues.languages)
    return {
        "language": spoken,
        "page_language": lambda: locale().replace("_", "-"),
        "languages": lambda: offered,
        "in_language": mark_language,
        "english": lambda: mark_language(ENGLISH),
        "every_form": lambda sentence: dict.fromkeys(_FORMS, sentence),
    }


def mark_language(language: str | None) -> Markup:
    """The attribute for words in that language; nothing when the page is in it."""
    if language is None or language == spoken():
        return Markup()
    return Markup(' lang="{}"').format(language)
