"""Hot spots: reads from the database how many concerns lie where, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.figures import UNKNOWN
from bot.domain.hot_spots import Gathered, HotSpot, ProbabilityOfChance, find_hot_spots
from bot.domain.staff import Actor
from bot.services.figures import FiguresFilter, conditions_of_figures


@dataclass(frozen=True, slots=True)
class HotSpotsService:
    """Reads and changes nothing; sensitive and hidden concerns are left out, whoever asks."""

    probability: ProbabilityOfChance
    rough_points: frozenset[tuple[float, float]] = frozenset()
    """Latitude and longitude of places too wide for a square: what lies there names, say, only a town."""

    def list_spots(
        self, session: Session, actor: Actor, wanted: FiguresFilter, threshold: int = 0
    ) -> list[HotSpot]:
        """Where concerns gather that were filed in the period; none with fewer than `threshold` concerns."""
        columns: tuple[Any, ...] = (
            func.coalesce(Concern.hub_area, UNKNOWN),
            Concern.latitude,
            Concern.longitude,
            Concern.place_id,
            func.coalesce(Concern.category, UNKNOWN),
            func.count(),
        )
        # Bare columns: PostgreSQL doesn't take an expression with a bound value for the same again.
        keys = (Concern.hub_area, Concern.latitude, Concern.longitude, Concern.place_id, Concern.category)
        query = (
            select(*columns)
            .where(
                *conditions_of_figures(actor, replace(wanted, has_sensitive=False), Concern.filed_at),
                Concern.hidden_at.is_(None),
                Concern.latitude.is_not(None),
                Concern.longitude.is_not(None),
            )
            .group_by(*keys)
        )
        rows: Iterable[Any] = session.execute(query)
        found = (Gathered(*row) for row in rows if (row[1], row[2]) not in self.rough_points)
        return find_hot_spots(found, self.probability, threshold)
