"""Reading a round's answers: filtered, crossed, and beside an earlier round; for those who may see all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening, SurveyResponse
from bot.domain.survey_comparison import ComparesShares, Comparison, MeasuresAssociation, compare_rounds
from bot.domain.survey_crossing import Crossing, Trait, cross, list_traits
from bot.domain.survey_filters import Heard, ResultsFilter, Source, choose
from bot.domain.survey_representation import (
    Represented,
    Weighed,
    compare_ages,
    compare_areas,
    weigh,
)
from bot.domain.survey_results import Tabulation, tabulate
from bot.domain.survey_significance import Association
from bot.domain.surveys import Given, Kind, Question
from bot.services.populations import PopulationService
from bot.services.survey_openings import survey_of


@dataclass(frozen=True, slots=True)
class Results:
    """All counts of those who are looked at."""

    people: int
    everybody: int
    """People in the round, whatever the filter."""
    questions: Sequence[Tabulation]


@dataclass(frozen=True, slots=True)
class Representation:
    """How those who answered differ from those who live there."""

    areas: Sequence[Represented]
    ages: Sequence[Represented]
    weighed: Sequence[tuple[Question, Sequence[Weighed]]]


@dataclass(frozen=True, slots=True)
class SurveyReadingService:
    """Counts without hiding anything: nothing of it may leave the hub."""

    titles: Mapping[str, str]
    """Areas, yes and no by what answers are kept as."""
    measure: MeasuresAssociation
    compare_shares: ComparesShares
    populations: PopulationService

    def list_heard(self, session: Session, opening: SurveyOpening, *, with_words: bool = True) -> list[Heard]:
        """What everybody answered, in no order, and how it came; without what they wrote where that may say
        who they are."""
        survey = survey_of(opening)
        left_out = {q.id for q in survey.questions if q.kind is Kind.TEXT and not with_words}
        found = session.execute(
            select(SurveyResponse.answers, SurveyResponse.is_paper, SurveyResponse.is_poll)
            .where(SurveyResponse.opening_id == opening.id)
            .order_by(SurveyResponse.id)
        )
        return [
            Heard(
                {name: Given.from_json(given) for name, given in answers.items() if name not in left_out},
                Source.PAPER if is_paper else Source.POLL if is_poll else Source.ONLINE,
            )
            for answers, is_paper, is_poll in found
        ]

    def tabulate(self, session: Session, opening: SurveyOpening, wanted: ResultsFilter) -> Results:
        """All counts by question."""
        survey, everybody = survey_of(opening), self.list_heard(session, opening)
        heard = choose(survey, everybody, wanted)
        questions = tabulate(survey, [one.answers for one in heard], self.titles)
        return Results(len(heard), len(everybody), questions)

    def represent(self, session: Session, opening: SurveyOpening) -> Representation | None:
        """Who answered beside who lives there; None where that isn't known."""
        population = self.populations.find(session)
        if population is None:
            return None
        survey, heard = survey_of(opening), self.list_heard(session, opening)
        weighed = [
            (question, weigh(survey, question, heard, population, self.titles))
            for question in survey.questions
        ]
        return Representation(
            compare_areas(survey, heard, population, self.compare_shares),
            compare_ages(survey, heard, population, self.compare_shares),
            [(question, rows) for question, rows in weighed if rows],
        )

    def list_traits(self, opening: SurveyOpening) -> list[Trait]:
        """What can be crossed."""
        return list_traits(survey_of(opening), self.titles)

    def cross(
        self, session: Session, opening: SurveyOpening, wanted: ResultsFilter, rows: Trait, columns: Trait
    ) -> tuple[Crossing, Association | None]:
        """Two traits against each other, and whether the link could be chance."""
        heard = choose(survey_of(opening), self.list_heard(session, opening), wanted)
        crossing = cross(heard, rows, columns)
        return crossing, self.measure(crossing.counts)

    def list_other_rounds(self, session: Session, opening: SurveyOpening) -> Sequence[SurveyOpening]:
        """Other rounds of the same survey, the newest first."""
        return session.scalars(
            select(SurveyOpening)
            .where(SurveyOpening.survey_id == opening.survey_id, SurveyOpening.id != opening.id)
            .order_by(SurveyOpening.opens_on.desc(), SurveyOpening.id.desc())
        ).all()

    def compare(
        self, session: Session, opening: SurveyOpening, other: SurveyOpening, area: str = ""
    ) -> Comparison:
        """A round beside another one, in one area where one is given."""
        wanted = ResultsFilter(area=area)
        now = self.tabulate(session, opening, wanted).questions
        return compare_rounds(
            now, self.tabulate(session, other, wanted).questions, self.compare_shares, self.measure
        )
