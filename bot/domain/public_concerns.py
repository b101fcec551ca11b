"""Which concerns may be shown to the public: about streets and open ground, never about somebody's home."""

from __future__ import annotations

from bot.domain.categories import Category

PUBLIC_CATEGORIES = frozenset(
    {
        Category.FLY_TIPPING,
        Category.LITTER,
        Category.DOG_FOULING,
        Category.GRAFFITI,
        Category.ABANDONED_VEHICLE,
        Category.STREET_LIGHT,
        Category.ROAD_DEFECT,
        Category.VANDALISM,
        Category.PARKING,
        Category.ROAD_SAFETY,
    }
)
"""Whatever else is not sensitive (noise, a missed bin) can still point at one household."""

_PLACES = 3
"""Decimal places of a shown position: about a hundred metres, so that it means no house."""


def blur(degrees: float) -> float:
    """A latitude or longitude as the public sees it."""
    return round(degrees, _PLACES)
