"""The timetable's jobs that look for silent agencies and for reports that add up."""

from __future__ import annotations

import pytest

from bot.app.console import create_overdue_jobs
from bot.db.models import CaseReview, StaffNotice
from tests.fakes.hub import Hub
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio


async def test_they_find_what_there_is_once(hub: Hub) -> None:
    file_concern(hub, category="hate_crime")
    jobs = create_overdue_jobs(hub.settings, hub.app.state.console.services).by_name()
    for _ in range(2):
        for job in jobs.values():
            await job()
    with hub.database.unit_of_work() as unit:
        assert unit.query(CaseReview).count() == 1
        assert unit.query(StaffNotice).count() == 1
