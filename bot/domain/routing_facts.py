"""What routing needs to know about a concern, each fact either certain or not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.categories import Category


class Tenure(StrEnum):
    """How a person holds their home."""

    OWNED = "owned"
    PRIVATE_RENT = "private_rent"
    HOUSING_ASSOCIATION = "housing_association"
    COUNCIL_RENT = "council_rent"


class Land(StrEnum):
    """Whose ground the concern is on."""

    PUBLIC = "public"
    PRIVATE = "private"
    HOUSING = "housing"
    RAILWAY = "railway"


class Hazard(StrEnum):
    """What makes waste dangerous; `NONE` means that a person looked and said there is nothing."""

    NONE = "none"
    ASBESTOS = "asbestos"
    CHEMICAL = "chemical"
    NEEDLES = "needles"
    OTHER = "other"


class Question(StrEnum):
    """What the conversation may have to ask before a concern can be filed."""

    PLACE = "place"
    WHEN = "when"
    ONGOING = "ongoing"
    DETAILS = "details"
    TENURE = "tenure"
    LANDLORD = "landlord"
    LAND = "land"
    HAZARD = "hazard"
    VEHICLE = "vehicle"
    HATE = "hate"
    UNDER_18 = "under_18"
    PHOTO = "photo"
    CONTACT = "contact"
    SAFE_CONTACT = "safe_contact"


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """What is known about one concern; None means not known, which no condition ever matches."""

    category: Category
    hub_area: str | None = None
    council: str | None = None
    tenure: Tenure | None = None
    landlord: str | None = None
    land: Land | None = None
    hazard: Hazard | None = None
    large: bool | None = None
    watercourse: bool | None = None
    trunk_road: bool | None = None
    ongoing: bool | None = None
    hate: bool | None = None
    vulnerable: bool | None = None
    under_18: bool | None = None
    #: Named things that only some categories care about ("doorstep", "obstruction"), all of them certain.
    cues: frozenset[str] = frozenset()
