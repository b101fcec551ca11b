"""Settings of concerns and their cases, of what of them is counted in public, and of the API."""

from __future__ import annotations

from pydantic import Field

from bot.settings.part import SettingsPart


class ConcernSettings(SettingsPart):
    """What is kept and followed up of a concern, and what others may see of it."""

    retention_days: int = Field(
        730, ge=30, description="How long a concern is kept after it was filed, in days."
    )
    given_up_days: int = Field(
        30, ge=1, description="How long what could not be sent or acted on is kept for another try, in days."
    )
    follow_up_weeks: int = Field(
        4,
        ge=1,
        le=26,
        description="So many weeks after a case was closed the resident is asked whether it is fixed.",
    )
    small_number_threshold: int = Field(
        10,
        ge=5,
        le=100,
        description="Counts below this are hidden outside the hub, with what would give them away.",
    )
    chase_days: int = Field(
        1,
        ge=1,
        le=20,
        description="Working days an agency has after a reminder until the coordinator is told.",
    )
    case_review_reports: int = Field(
        3, ge=1, description="Reports by one person that meet the threshold of an ASB Case Review."
    )
    case_review_people: int = Field(
        5, ge=2, description="People reporting about one place that meet the threshold of an ASB Case Review."
    )
    case_review_months: int = Field(6, ge=1, le=24, description="Months within which these reports count.")
    case_review_hate_months: int = Field(
        3, ge=1, le=24, description="Months within which one report of hate meets the threshold."
    )
    case_review_acknowledge_days: int = Field(
        5, ge=1, description="Working days until an ASB Case Review that was asked for is acknowledged."
    )
    case_review_decide_days: int = Field(
        15, ge=1, description="Working days until it is decided whether its threshold is met."
    )
    api_requests_per_minute: int = Field(
        120, ge=1, description="How many requests of a program with one key are answered in a minute."
    )
