"""The twenty-five categories of concern; the report intents are these with `report_` before them."""

from __future__ import annotations

from enum import StrEnum

REPORT_PREFIX = "report_"


class Category(StrEnum):
    """What a concern is about; decides routing together with the place."""

    FLY_TIPPING = "fly_tipping"
    LITTER = "litter"
    DOG_FOULING = "dog_fouling"
    GRAFFITI = "graffiti"
    ABANDONED_VEHICLE = "abandoned_vehicle"
    STREET_LIGHT = "street_light"
    ROAD_DEFECT = "road_defect"
    NOISE = "noise"
    ASB = "asb"
    DRUGS = "drugs"
    VANDALISM = "vandalism"
    BURGLARY = "burglary"
    VEHICLE_CRIME = "vehicle_crime"
    ROAD_SAFETY = "road_safety"
    PARKING = "parking"
    SUSPICIOUS_ACTIVITY = "suspicious_activity"
    HATE_CRIME = "hate_crime"
    DOMESTIC_ABUSE = "domestic_abuse"
    SCAM = "scam"
    FIRE = "fire"
    WELFARE_CONCERN = "welfare_concern"
    NEIGHBOUR_DISPUTE = "neighbour_dispute"
    HOUSING_ISSUE = "housing_issue"
    MISSED_BIN = "missed_bin"
    ROUGH_SLEEPING = "rough_sleeping"

    @property
    def report_intent(self) -> str:
        """The Rasa intent with which a resident reports this category."""
        return REPORT_PREFIX + self.value


def category_of_intent(intent: str) -> Category | None:
    """The category that a report intent stands for, or None for every other intent."""
    if not intent.startswith(REPORT_PREFIX):
        return None
    try:
        return Category(intent.removeprefix(REPORT_PREFIX))
    except ValueError:
        return None
