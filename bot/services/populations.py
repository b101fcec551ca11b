"""How many people live where: the place pack's figures, or those that staff put in their place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import StoredPopulation
from bot.domain.staff import Actor
from bot.domain.survey_representation import Population
from bot.services.audit import AuditService

_ONLY = 1


@dataclass(frozen=True, slots=True)
class PopulationService:
    """The only writer of the figures."""

    pack: Population | None
    """None where the place pack has none."""
    audit: AuditService

    def find(self, session: Session) -> Population | None:
        """The figures that count now; None where there are none."""
        row = session.get(StoredPopulation, _ONLY)
        return Population(row.source, row.checked_on, row.areas, row.ages) if row else self.pack

    def is_stored(self, session: Session) -> bool:
        """Whether staff put them in."""
        return session.get(StoredPopulation, _ONLY) is not None

    def save(self, session: Session, actor: Actor, population: Population) -> None:
        """Let these figures count from now on."""
        row = session.get(StoredPopulation, _ONLY) or StoredPopulation(id=_ONLY)
        row.source, row.checked_on = population.source, population.checked_on
        row.areas, row.ages = dict(population.areas), dict(population.ages)
        row.changed_by, row.changed_at = actor.staff_id, utc_now()
        session.add(row)
        said = {"source": population.source, "areas": dict(population.areas), "ages": dict(population.ages)}
        self.audit.record(session, actor, "population.save", ("population", str(_ONLY)), after=said)

    def reset(self, session: Session, actor: Actor) -> None:
        """Let the place pack's figures count again."""
        row = session.get(StoredPopulation, _ONLY)
        if row is not None:
            session.delete(row)
            self.audit.record(session, actor, "population.reset", ("population", str(_ONLY)))
