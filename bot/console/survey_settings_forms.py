"""The form of what a survey says of itself: what it is filled in with, and what is read from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.console.forms import ConsoleForm
from bot.domain.survey_checks import Problem
from bot.domain.survey_edits import make_id
from bot.domain.survey_languages import keep_versions
from bot.domain.surveys import DECIDING, MOST_REMIND_DAYS, OUTSIDE, About, Kind, Quota, Survey

BLANK_QUOTAS = 2
_MOST_QUOTAS = 20
_TITLE, _TEXT = 200, 4000
_TOLD = ("purpose", "decided_by", "decided_when", "facts", "how_considered", "privacy")


def settings_fields(survey: Survey) -> ConsoleForm:
    """The form with what a survey says."""
    fields = {
        "id": [survey.id],
        "title": [survey.title],
        "intro": [survey.intro],
        "anonymous": ["yes" if survey.is_anonymous else "no"],
        "is_open_question": ["yes"] if survey.about.is_open_question else [],
        "areas": list(survey.areas),
        "remind_days": [str(survey.remind_days)],
    }
    fields |= {name: [getattr(survey.about, name)] for name in _TOLD}
    for number, quota in enumerate(survey.quotas):
        fields[f"quota_answer_{number}"] = [f"{quota.question}:{quota.value}"]
        fields[f"quota_most_{number}"] = [str(quota.most)]
    return ConsoleForm(fields)


def read_settings(
    form: ConsoleForm, survey: Survey, taken: Collection[str], areas: Collection[str]
) -> tuple[Survey, dict[str, str]]:
    """The survey with what was filled in, and what can't be read by its field."""
    wrong: dict[str, str] = {}
    if len(form.text("title")) > _TITLE:
        wrong["title"] = f"Use {_TITLE} characters or fewer."
    for name in ("intro", *_TOLD):
        if len(form.text(name)) > _TEXT:
            wrong[name] = f"Use {_TEXT} characters or fewer."
    about = About(
        is_open_question=bool(form.text("is_open_question")), **{name: form.text(name) for name in _TOLD}
    )
    named = survey.id or form.text("id") or make_id(form.text("title"), taken, "survey")
    if not survey.id and named in taken:
        wrong["id"] = "Another survey has this short name."
    changed = replace(
        survey,
        id=named,
        title=form.text("title"),
        intro=form.text("intro"),
        about=about,
        is_anonymous=form.text("anonymous") != "no",
        areas=tuple(area for area in areas if area in form.choices("areas")),
        quotas=_read_quotas(form, wrong),
        remind_days=_read_days(form, wrong),
    )
    return keep_versions(survey, changed), wrong


def quota_answers(survey: Survey, area_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers that a quota can be set on: what it is kept as, and what it is called."""
    places = {**area_names, OUTSIDE: "Outside the area"}
    return [
        (f"{question.id}:{value}", f"{question.text} {places.get(value, question.title_of(value))}")
        for question in survey.questions
        if question.kind in DECIDING
        for value in (places if question.kind is Kind.PLACE else question.values or ())
    ]


def spot_to_setting(problem: Problem) -> str | None:
    """The field that a problem is about; None when it is about a question."""
    match problem.spot:
        case ("quotas", int(number), *_):
            return f"quota_answer_{number}"
        case ("questions",):
            return None
        case (("id" | "title" | "areas") as name, *_):
            return str(name)
    return None


def _read_days(form: ConsoleForm, wrong: dict[str, str]) -> int:
    text = form.text("remind_days") or "0"
    if not text.isdecimal() or len(text) > 3 or int(text) > MOST_REMIND_DAYS:
        wrong["remind_days"] = f"Write a number of days, from 0 to {MOST_REMIND_DAYS}."
        return 0
    return int(text)


def _read_quotas(form: ConsoleForm, wrong: dict[str, str]) -> tuple[Quota, ...]:
    quotas = []
    for number in range(_MOST_QUOTAS):
        question, _, value = form.text(f"quota_answer_{number}").partition(":")
        most = form.text(f"quota_most_{number}")
        if not question and not most:
            continue
        if not question:
            wrong[f"quota_answer_{number}"] = "Choose an answer."
        elif not most.isdecimal() or int(most[:10]) < 1 or len(most) > 9:
            wrong[f"quota_most_{number}"] = "Write how many are wanted, 1 or more."
        else:
            quotas.append(Quota(question, value, int(most)))
    return tuple(quotas)
