"""Concerns in the database of a hub, as residents filed them."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.db.models import AuditEntry, Classification, Concern, Conversation, Referral, ReferralRole
from bot.domain.references import make_reference
from bot.services.people import PeopleService
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor


def file_concern(hub: Hub, *, lead: str = "westshire_council_services", **fields: Any) -> str:
    """A concern of somebody with a web chat of their own, sent to its lead; its reference."""
    reference = make_reference()
    confidence = fields.pop("confidence", 0.9)
    address = fields.pop("address", reference)
    partners = fields.pop("partners", ())
    with hub.database.unit_of_work() as unit:
        if "person_id" not in fields:
            fields["person_id"] = PeopleService().meet(unit, "web", address).person_id
        values: dict[str, Any] = {
            "draft_id": reference,
            "position": 0,
            "channel": "web",
            "category": "fly_tipping",
            "description": "An old mattress by the beck.",
            "place_name": "Mill Lane, Upperby",
            "hub_area": "northvale",
            "council": "westshire",
            "why": "The council clears what is dumped.",
            "routing_row": "fly_tipping",
            "target_on": date(2099, 1, 1),
            "retain_until": date(2099, 1, 1),
            **fields,
        }
        concern = Concern(reference=reference, **values)
        concern.classification = Classification(intent="report", confidence=confidence, model="none")
        concern.referrals = [
            Referral(agency_id=agency, role=role, target_on=concern.target_on)
            for agency, role in (
                (lead, ReferralRole.LEAD),
                *((partner, ReferralRole.PARTNER) for partner in partners),
            )
        ]
        unit.add(concern)
    return reference


def told_by(hub: Hub, resident: Visitor, **fields: Any) -> str:
    """A concern that was told in the resident's chat, the only one there is; its reference."""
    with hub.database.unit_of_work() as unit:
        person = unit.query(Conversation).one().person_id
    return file_concern(hub, person_id=person, **fields)


def audited(hub: Hub, action: str) -> list[str]:
    """What the audit trail says that this was done to, in order."""
    with hub.database.unit_of_work() as unit:
        entries = unit.query(AuditEntry).filter_by(action=action).order_by(AuditEntry.id)
        return [entry.subject_id for entry in entries]


def look_up(hub: Hub, reference: str) -> Concern:
    """The concern as it stands now."""
    with hub.database.unit_of_work() as unit:
        return unit.query(Concern).filter_by(reference=reference).one()
