"""The buttons by which somebody chooses a language, each with the name that its speakers give it."""

from __future__ import annotations

from babel import Locale

from bot.domain.phrases import Phrases
from bot.domain.replies import Button
from bot.domain.spoken import speaking

_CHOICE = '/choose{"value": "language:'


def language_choice(language: str) -> str:
    """What the button of a language says to the bot."""
    return f'{_CHOICE}{language}"}}'


def read_choice(payload: str | None) -> str | None:
    """The language that a button stands for, or None for another button."""
    if payload is None or not payload.startswith(_CHOICE):
        return None
    return payload.removeprefix(_CHOICE).removesuffix('"}')


def name_language(language: str) -> str:
    """What its speakers call a language, as it stands alone: `Polski`."""
    name = Locale.parse(language).get_language_name() or language
    return name[0].upper() + name[1:]


def offer_languages(phrases: Phrases) -> tuple[Button, ...]:
    """A button for each language that there is."""
    return tuple(
        Button(name_language(language), language_choice(language), language)
        for language in phrases.catalogues.languages
    )


def offer_to_go_on(phrases: Phrases, *languages: str) -> tuple[Button, ...]:
    """`Go on in ...` for each of some languages."""
    buttons = []
    for language in languages:
        with speaking(language):
            title = phrases.text("language_go_on")
        buttons.append(Button(title, language_choice(language), language))
    return tuple(buttons)
