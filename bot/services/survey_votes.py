"""Votes of polls, put among the answers of a round when it closes, and marked as such."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import SurveyOpening, SurveyPoll, SurveyResponse
from bot.domain.schedules import LOCAL_TIME
from bot.domain.survey_documents import survey_from_document
from bot.domain.survey_polls import answer_of_vote, question_of_poll


def count_votes(session: Session, opening: SurveyOpening) -> int:
    """Make an answer of each vote; how many."""
    polls = session.scalars(select(SurveyPoll).where(SurveyPoll.opening_id == opening.id)).all()
    votes = [sum(found) for found in zip(*(poll.votes for poll in polls if poll.votes), strict=True)]
    if not votes:
        return 0
    survey = survey_from_document(opening.document)
    question = question_of_poll(survey)
    today = min(utc_now().astimezone(LOCAL_TIME).date(), opening.closes_on)
    for position, count in enumerate(votes):
        answers = {question.id: answer_of_vote(question, position).to_json()}
        session.add_all(
            SurveyResponse(
                opening_id=opening.id,
                is_anonymous=survey.is_anonymous,
                answers=answers,
                answered_on=today,
                is_poll=True,
            )
            for _ in range(count)
        )
    session.flush()
    return sum(votes)
