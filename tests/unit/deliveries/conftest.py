"""A hub's deliveries over a real database file, with an agency's mail server and system on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.app.deliveries import Deliveries, create_deliveries
from bot.db.models import Concern, Referral, ReferralDelivery, ReferralRole, SharingEntry
from bot.db.session import Database
from bot.domain.references import make_reference
from bot.settings import Settings, read_settings
from tests.fakes.agency_systems import AgencySystem, MailBox, running_agency_system, running_mail_server
from tests.fakes.reports import PLACE, create_database, westshire

SECRET = "a secret of thirty-two characters"
_PATIENCE_SECONDS = 20.0
FIRE, POLICE, SERVICES = "westshire_fire", "westshire_police", "westshire_council_services"


@dataclass(slots=True)
class Sending:
    """What a test looks at. The fire service is mailed, the police has a webhook, the council Open311."""

    database: Database
    deliveries: Deliveries
    mail: MailBox
    system: AgencySystem
    home: Path

    def file(self, lead: str, *partners: str, **fields: Any) -> str:
        """A concern that was just filed; its reference."""
        reference = make_reference()
        values: dict[str, Any] = {
            "draft_id": reference,
            "position": 0,
            "channel": "web",
            "category": "fly_tipping",
            "description": "A mattress & <b>two</b> tyres.\nNear the gate.",
            "place_name": "Mill Lane",
            "latitude": 54.5,
            "longitude": -3.5,
            "hub_area": "northvale",
            "why": "They clear it.",
            "target_on": date(2026, 12, 1),
            "retain_until": date(2028, 1, 1),
            "filed_at": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
            **fields,
        }
        roles = {lead: ReferralRole.LEAD, **dict.fromkeys(partners, ReferralRole.PARTNER)}
        with self.database.unit_of_work() as session:
            concern = Concern(reference=reference, **values)
            concern.referrals = [
                Referral(agency_id=agency, role=role, target_on=concern.target_on)
                for agency, role in roles.items()
            ]
            session.add(concern)
            self.deliveries.service.put(session, concern)
        return reference

    def rows(self) -> list[ReferralDelivery]:
        """All deliveries, oldest first."""
        with self.database.unit_of_work() as session:
            rows = list(session.scalars(select(ReferralDelivery).order_by(ReferralDelivery.id)))
            for row in rows:
                row.referral.concern.referrals  # noqa: B018  loaded while the session lasts
                row.tries  # noqa: B018
            return rows

    def states(self) -> list[tuple[str, str, str | None]]:
        """Agency, state and latest failure of each."""
        return [(row.referral.agency_id, str(row.state), row.reason) for row in self.rows()]

    def ledger(self) -> list[SharingEntry]:
        """The sharing ledger."""
        with self.database.unit_of_work() as session:
            return list(session.scalars(select(SharingEntry).order_by(SharingEntry.id)))

    def hurry(self) -> None:
        """Have what waits for its next try be due now."""
        with self.database.unit_of_work() as session:
            for row in session.scalars(select(ReferralDelivery)):
                row.due_at -= timedelta(days=2)

    def work(self, is_done: Callable[[], bool]) -> None:
        """Let the worker run until it is so."""

        async def run() -> None:
            worker = create_deliveries(settings_of(self), westshire(), self.database).worker
            task = asyncio.create_task(worker.run())
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    while not is_done():
                        worker.wake()
                        await asyncio.sleep(0.01)
            finally:
                await worker.stop(5.0)
                await task

        asyncio.run(run())

    def is_settled(self) -> bool:
        """Whether everything was sent, or failed at least once."""
        return all(row.state in ("sent", "given_up") or row.tries for row in self.rows())


def settings_of(sending: Sending, **changed: Any) -> Settings:
    """The settings that it works with, some of them changed."""
    return read_settings(
        home=sending.home,
        place=str(PLACE),
        secret="for-tests-only",
        smtp_host="127.0.0.1",
        smtp_port=sending.mail.port,
        smtp_security="none",
        mail_from="Local Focus <hub@hub.example>",
        bounce_address="bounces@hub.example",
        delivery_private=True,
        **changed,
    )


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Sending]:
    """Nothing waits yet."""
    database = create_database(tmp_path)
    with running_mail_server() as mail, running_agency_system() as system:
        agencies = {
            POLICE: {"kind": "webhook", "target": system.address + "/hook", "secret": SECRET},
            SERVICES: {
                "kind": "open311",
                "target": system.address + "/open311/v2/",
                "jurisdiction": "westshire.example",
                "services": {"fly_tipping": "FT-1", "litter": "L-1"},
                "api_key": "key-of-ours",
            },
        }
        (tmp_path / "deliveries.yml").write_text(yaml.safe_dump({"agencies": agencies}), encoding="utf-8")
        made = Sending(database, None, mail, system, tmp_path)  # type: ignore[arg-type]
        made.deliveries = create_deliveries(settings_of(made), westshire(), database)
        yield made
    database.close()
