"""Polls: a survey of one question as a messenger's own poll, of which only totals come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.replies import Poll
from bot.domain.surveys import Given, How, Kind, Question, Survey
from bot.errors import SurveyError

#: Telegram's limits, https://core.telegram.org/bots/api#sendpoll
LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 300, 100, 10
_KINDS = frozenset({Kind.ONE, Kind.YES_NO, Kind.SCALE})


def make_poll(survey: Survey, titles: Mapping[str, str]) -> Poll:
    """The survey as a poll; `titles` names yes and no. Raises SurveyError where it can't be one."""
    question = question_of_poll(survey)
    options = tuple(_option(question, value, titles) for value in question.values or ())
    if len(question.text) > LONGEST_QUESTION:
        raise SurveyError(f"A poll's question has {LONGEST_QUESTION} characters at the most.")
    if len(options) > MOST_OPTIONS or any(len(option) > LONGEST_OPTION for option in options):
        raise SurveyError(
            f"A poll has {MOST_OPTIONS} answers at the most, each of up to {LONGEST_OPTION} characters."
        )
    return Poll(question.text, options)


def say_poll(poll: Poll, link: str) -> str:
    """The poll as a message, for where polls can't be shown: its answers, and where to give one."""
    return "\n".join((poll.question, *(f"• {option}" for option in poll.options), link))


def question_of_poll(survey: Survey) -> Question:
    """Its only question; raises SurveyError where there are more, or it is answered in another way."""
    if len(survey.questions) != 1:
        raise SurveyError("Only a survey with a single question can be a poll.")
    (question,) = survey.questions
    if question.kind not in _KINDS:
        raise SurveyError("Only a question with one answer to choose can be a poll.")
    return question


def can_be_poll(survey: Survey) -> bool:
    """Whether it has the one question that a poll can ask."""
    return len(survey.questions) == 1 and survey.questions[0].kind in _KINDS


def answer_of_vote(question: Question, position: int) -> Given:
    """What a vote for the option in that place of the poll says."""
    value = (question.values or ())[position]
    return Given(How.ANSWERED, int(value) if question.kind is Kind.SCALE else value)


def fits(question: Question, votes: Sequence[int]) -> bool:
    """Whether totals belong to a poll of the question."""
    return len(votes) == len(question.values or ()) and all(count >= 0 for count in votes)


def _option(question: Question, value: str, titles: Mapping[str, str]) -> str:
    ending = {str(question.low): question.low_label, str(question.high): question.high_label}.get(value, "")
    text = titles.get(value, question.title_of(value)) if question.kind is Kind.YES_NO else ""
    text = text or question.title_of(value)
    return f"{text} – {ending}" if ending and question.kind is Kind.SCALE else text
