"""Edits of a survey one question at a time: put, moved and taken out, with what names it kept right."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.domain.survey_checks import find_piped
from bot.domain.survey_languages import keep_versions
from bot.domain.surveys import Question, Survey
from bot.errors import SurveyError

_LONGEST_ID = 40
_SHORT = 24
"""Characters of an id that is made from a text: ids travel in buttons."""


def make_id(text: str, taken: Collection[str], otherwise: str) -> str:
    """An id from the first words of a text, unlike those that are taken; `otherwise` where it has none."""
    words = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    name = words[:_SHORT].rstrip("_").lstrip("0123456789_") or otherwise
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name[: _LONGEST_ID - 4]}_{number}"
    return made


def put_question(survey: Survey, question: Question, replaced: str | None = None) -> Survey:
    """The survey with a question at its end, or in the place of another; what named that one follows."""
    if replaced is None:
        return replace(survey, questions=(*survey.questions, question))
    changed = [question if one.id == replaced else one for one in survey.questions]
    if question.id == replaced:
        return keep_versions(survey, replace(survey, questions=tuple(changed)))
    renamed = (_rename(one, replaced, question.id) for one in changed)
    quotas = tuple(
        replace(quota, question=question.id) if quota.question == replaced else quota
        for quota in survey.quotas
    )
    after = replace(survey, questions=tuple(renamed), quotas=quotas)
    versions = {
        language: {key: text.replace(f"{{{replaced}}}", f"{{{question.id}}}") for key, text in texts.items()}
        for language, texts in survey.versions.items()
    }
    # Braces that name it are followed, and are no change of the text.
    before = replace(_follow(survey, replaced, question.id), versions=versions)
    return keep_versions(before, after, {question.id: replaced})


def move_question(survey: Survey, question_id: str, steps: int) -> Survey:
    """The question so many places further down or up; raises SurveyError past what it hangs together with."""
    questions = list(survey.questions)
    here = next(n for n, one in enumerate(questions) if one.id == question_id)
    there = min(max(here + steps, 0), len(questions) - 1)
    moved = questions.pop(here)
    questions.insert(there, moved)
    changed = replace(survey, questions=tuple(questions))
    seen: set[str] = set()
    for one in changed.questions:
        if late := named_by(one) & set(survey.by_id) - seen:
            raise SurveyError(f"“{one.id}” has to stay after “{min(late)}”, which its rules or texts use.")
        seen.add(one.id)
    return changed


def remove_question(survey: Survey, question_id: str) -> Survey:
    """The survey without it; raises SurveyError while something else in it uses the answer."""
    users = [one.id for one in survey.questions if question_id in named_by(one)]
    if any(quota.question == question_id for quota in survey.quotas):
        users.append("a quota")
    if users:
        raise SurveyError(f"“{question_id}” is used by {', '.join(users)}: change that first.")
    left = tuple(one for one in survey.questions if one.id != question_id)
    return keep_versions(survey, replace(survey, questions=left))


def named_by(question: Question) -> set[str]:
    """The questions whose answers it uses, in its rules or its texts."""
    rules = {condition.question for condition in question.show_if}
    return rules | set(find_piped(question.text)) | set(find_piped(question.help))


def _follow(survey: Survey, old: str, new: str) -> Survey:
    return replace(survey, questions=tuple(_rename(one, old, new) for one in survey.questions))


def _rename(question: Question, old: str, new: str) -> Question:
    return replace(
        question,
        text=question.text.replace(f"{{{old}}}", f"{{{new}}}"),
        help=question.help.replace(f"{{{old}}}", f"{{{new}}}"),
        show_if=tuple(replace(c, question=new) if c.question == old else c for c in question.show_if),
    )
