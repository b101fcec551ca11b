"""How long a case is kept: shown to all, changed by coordinators with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db.models import AuditEntry
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up

pytestmark = pytest.mark.anyio


async def test_a_coordinator_keeps_it_longer(hub: Hub, signed_in: SignIn) -> None:
    officer, coordinator = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_COORDINATOR)
    reference = file_concern(hub)
    address = f"/console/concerns/{reference}"
    day = datetime.now(UTC).date() + timedelta(days=1000)
    await officer.open(address)
    assert "Change how long it is kept" not in officer.words
    sent = await officer.send(f"{address}/retention", day=day.isoformat(), reason="court", version="1")
    assert sent.status_code == 403
    await coordinator.open(address)
    late = (day + timedelta(days=9000)).isoformat()
    for wrong, reason in (
        (day.isoformat(), ""),
        ("2020-01-01", "x"),
        (late, "x"),
        ("never", "a long reason"),
    ):
        sent = await coordinator.send(f"{address}/retention", day=wrong, reason=reason, version="1")
        assert sent.status_code == 422, wrong
    assert 'value="never"' in coordinator.page
    await coordinator.send(f"{address}/retention", day=day.isoformat(), reason="court", version="1")
    assert look_up(hub, reference).retain_until == day
    with hub.database.unit_of_work() as unit:
        entry = unit.query(AuditEntry).filter_by(action="case.keep_until").one()
        assert entry.after == {"kept_until": day.isoformat()}
