"""The Gunning check: whether a consultation may be opened, by the four principles that courts hold it to.

R v Brent LBC ex p Gunning (1985): asked while the decision is open, enough information, enough time, and
answers that are conscientiously considered.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.surveys import Survey
from bot.domain.working_days import is_working_day

SHORTEST_DAYS = 14
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or doubtful."""

    principle: str
    text: str
    is_must: bool
    """Whether the survey can't be opened like this; otherwise it is a warning."""


def check_consultation(
    survey: Survey, opens_on: date, closes_on: date, today: date, bank_holidays: Container[date]
) -> list[Finding]:
    """What is missing before it may be opened on these days, both included."""
    about = survey.about
    findings = [
        Finding(principle, text, is_must=True)
        for principle, is_there, text in (
            ("Formative stage", about.is_open_question, "State that the decision isn't taken yet."),
            ("Formative stage", about.decided_by.strip(), "Say who decides."),
            ("Formative stage", about.decided_when.strip(), "Say when it will be decided."),
            ("Enough information", about.purpose.strip(), "Say what the survey is for."),
            ("Enough information", about.facts.strip(), "Give the background that people need to answer."),
            ("Enough information", about.privacy.strip(), "Say who sees the answers, and for how long."),
            ("Answers considered", about.how_considered.strip(), "Say how answers will be considered."),
        )
        if not is_there
    ]
    return findings + _check_time(opens_on, closes_on, today, bank_holidays)


def _check_time(
    opens_on: date, closes_on: date, today: date, bank_holidays: Container[date]
) -> list[Finding]:
    def find(text: str, *, is_must: bool = False) -> Finding:
        return Finding("Enough time", text, is_must)

    if closes_on < opens_on:
        return [find("It closes before it opens.", is_must=True)]
    if closes_on < today:
        return [find("It closes in the past.", is_must=True)]
    findings = []
    days = [opens_on + timedelta(days=n) for n in range((closes_on - opens_on).days + 1)]
    if len(days) < SHORTEST_DAYS:
        findings.append(find(f"It is open for {len(days)} days: two weeks or more is usual."))
    holidays = [day for day in days if day.weekday() < _SATURDAY and not is_working_day(day, bank_holidays)]
    if holidays:
        count = f"{len(holidays)} bank holiday{'s' if len(holidays) > 1 else ''}"
        findings.append(find(f"It runs over {count}: give people more time."))
    return findings
