"""Language versions of a survey: its texts by key in other languages, and what is missing of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.danger_languages import ENGLISH
from bot.domain.surveys import About, Option, Question, Survey

_TOLD = ("purpose", "decided_by", "decided_when", "facts", "how_considered", "privacy")
_PARTS = ("text", "help", "low_label", "high_label")


def texts_of(survey: Survey) -> dict[str, str]:
    """What residents read of it, by the key under which a version has it, such as `why.options.noise`."""
    texts = {"title": survey.title, "intro": survey.intro}
    texts |= {name: getattr(survey.about, name) for name in _TOLD}
    for question in survey.questions:
        texts |= {f"{question.id}.{part}": getattr(question, part) for part in _PARTS}
        texts |= {f"{question.id}.options.{option.id}": option.text for option in question.options}
    return {key: text for key, text in texts.items() if text}


def list_missing(survey: Survey, language: str) -> list[str]:
    """The keys of the texts that have no version in a language; English has them all."""
    if language == ENGLISH:
        return []
    version = survey.versions.get(language, {})
    return [key for key in texts_of(survey) if not version.get(key)]


def is_in_english(survey: Survey, question_id: str | None, language: str) -> bool:
    """Whether some of a question, or of what is said before the first one, is shown in English instead."""
    prefix = f"{question_id}."
    return any(
        key.startswith(prefix) if question_id else "." not in key for key in list_missing(survey, language)
    )


def in_language(survey: Survey, language: str) -> Survey:
    """The survey with its texts in a language, and in English where it has none."""
    version = survey.versions.get(language)
    if not version or language == ENGLISH:
        return survey
    return replace(
        survey,
        title=version.get("title") or survey.title,
        intro=version.get("intro") or survey.intro,
        about=_tell(survey.about, version),
        questions=tuple(_translate(question, version) for question in survey.questions),
    )


def keep_versions(before: Survey, after: Survey, renamed: Mapping[str, str] | None = None) -> Survey:
    """`after` with the versions of the texts that are what they were; `renamed` has new ids with the old.

    A text that was changed in English has none until somebody has looked at it again, as in the catalogues.
    """
    english, old_ids = texts_of(before), renamed or {}
    versions: dict[str, dict[str, str]] = {}
    for language, version in before.versions.items():
        kept = {}
        for key, text in texts_of(after).items():
            head, dot, rest = key.partition(".")
            old = f"{old_ids.get(head, head)}{dot}{rest}" if dot else key
            if old in version and english.get(old) == text:
                kept[key] = version[old]
        if kept:
            versions[language] = kept
    return replace(after, versions=versions)


def _tell(about: About, version: Mapping[str, str]) -> About:
    return replace(
        about,
        purpose=version.get("purpose") or about.purpose,
        decided_by=version.get("decided_by") or about.decided_by,
        decided_when=version.get("decided_when") or about.decided_when,
        facts=version.get("facts") or about.facts,
        how_considered=version.get("how_considered") or about.how_considered,
        privacy=version.get("privacy") or about.privacy,
    )


def _translate(question: Question, version: Mapping[str, str]) -> Question:
    def text(part: str) -> str:
        return version.get(f"{question.id}.{part}") or str(getattr(question, part))

    options = tuple(
        Option(option.id, version.get(f"{question.id}.options.{option.id}") or option.text)
        for option in question.options
    )
    return replace(
        question,
        text=text("text"),
        help=text("help"),
        low_label=text("low_label"),
        high_label=text("high_label"),
        options=options,
    )
