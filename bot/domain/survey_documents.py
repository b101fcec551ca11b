"""The one form in which a survey is written down: in the place pack, in the database, and for export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.domain.surveys import About, Condition, Kind, Option, Question, Quota, Survey

_ABOUT = ("purpose", "decided_by", "decided_when", "is_open_question", "facts", "how_considered", "privacy")
_PLAIN = ("help", "low", "high", "low_label", "high_label", "most_chars")
_MARKS = {"required": "is_required", "may_decline": "may_decline", "random_order": "has_random_order"}


def survey_to_document(survey: Survey) -> dict[str, Any]:
    """The survey as plain lists and mappings; what has its usual value is left out."""
    document: dict[str, Any] = {"id": survey.id, "title": survey.title, "intro": survey.intro}
    document["anonymous"] = survey.is_anonymous
    about = {name: value for name, value in asdict(survey.about).items() if value}
    if about:
        document["about"] = about
    if survey.areas:
        document["areas"] = list(survey.areas)
    if survey.quotas:
        document["quotas"] = [asdict(quota) for quota in survey.quotas]
    if survey.remind_days:
        document["remind_days"] = survey.remind_days
    if survey.versions:
        document["languages"] = {language: dict(texts) for language, texts in survey.versions.items()}
    document["questions"] = [_question_to_document(question) for question in survey.questions]
    return document


def digest_of(survey: Survey) -> str:
    """The same for the same survey: tells whether somebody changed it meanwhile."""
    return hashlib.sha256(json.dumps(survey_to_document(survey), sort_keys=True).encode()).hexdigest()


def survey_from_document(document: Mapping[str, Any]) -> Survey:
    """Read what `survey_to_document` made, or a file of that form whose shape was checked before.

    Raises KeyError, TypeError or ValueError for another shape.
    """
    about = document.get("about", {})
    return Survey(
        id=document["id"],
        title=document["title"],
        intro=document.get("intro", ""),
        questions=tuple(_question_from_document(question) for question in document["questions"]),
        about=About(**{name: about[name] for name in _ABOUT if name in about}),
        is_anonymous=document.get("anonymous", True),
        areas=tuple(document.get("areas", ())),
        quotas=tuple(Quota(**quota) for quota in document.get("quotas", ())),
        remind_days=document.get("remind_days", 0),
        versions=document.get("languages", {}),
    )


def _question_to_document(question: Question) -> dict[str, Any]:
    usual = Question("", question.kind, "")
    document: dict[str, Any] = {"id": question.id, "kind": question.kind.value, "text": question.text}
    for name in _PLAIN:
        if getattr(question, name) != getattr(usual, name):
            document[name] = getattr(question, name)
    for key, name in _MARKS.items():
        if getattr(question, name):
            document[key] = True
    if question.options:
        document["options"] = [_option_to_document(option) for option in question.options]
    if question.show_if:
        document["show_if"] = [{"question": c.question, "is": list(c.any_of)} for c in question.show_if]
    return document


def _option_to_document(option: Option) -> dict[str, str]:
    document = {"id": option.id, "text": option.text}
    return document | ({"category": option.category} if option.category else {})


def _question_from_document(document: Mapping[str, Any]) -> Question:
    return Question(
        id=document["id"],
        kind=Kind(document["kind"]),
        text=document["text"],
        options=tuple(
            Option(option["id"], option["text"], option.get("category", ""))
            for option in document.get("options", ())
        ),
        show_if=tuple(Condition(c["question"], tuple(c["is"])) for c in document.get("show_if", ())),
        **{name: document[name] for name in _PLAIN if name in document},
        is_required=bool(document.get("required", False)),
        may_decline=bool(document.get("may_decline", False)),
        has_random_order=bool(document.get("random_order", False)),
    )
