"""What of a concern an agency sees that it was referred to: the least that its part needs.

Rests on section 115 of the Crime and Disorder Act 1998 (a power to share, case by case and proportionate)
and on what residents are told when they send a report. Who reported it, their conversation, their contact,
private notes and other agencies' referrals are never shared by the console.
"""

from __future__ import annotations

_ALWAYS = frozenset({"reference", "category", "hub_area", "target_on", "filed_at"})
_TO_DO_IT = frozenset(
    {"place_name", "latitude", "longitude", "description", "details", "happened", "is_ongoing"}
)


def shared_fields(*, is_lead: bool, is_sensitive: bool) -> frozenset[str]:
    """Names of the concern's fields that the agency sees.

    Of a sensitive concern an agency that works along sees that there is one; the hub tells it what it needs.
    """
    return _ALWAYS if is_sensitive and not is_lead else _ALWAYS | _TO_DO_IT
