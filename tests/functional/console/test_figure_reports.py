"""The meeting pack and the scrutiny report, as pages and as PDF: who reads them learns nobody's name."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio

HOME, NUMBER = "12 Secret Cottage, Mill Lane", "07700 900123"
FEBRUARY = "from=2026-02-01&to=2026-02-28"


def file_many(hub: Hub, count: int, **fields: Any) -> list[str]:
    filed_at = datetime(2026, 2, 10, 12, tzinfo=UTC)
    common = {"filed_at": filed_at, "place_name": HOME, "contact": NUMBER, "target_on": date(2026, 2, 17)}
    return [file_concern(hub, **{**common, **fields}) for _ in range(count)]


def read_pdf(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


async def test_the_meeting_pack_says_what_is_new_waiting_overdue_and_done(
    hub: Hub, signed_in: SignIn
) -> None:
    place, name = next(iter(hub.app.state.console.services.place_names.items()))
    references = file_many(hub, 4, place_id=place)
    closed_at = datetime(2026, 2, 20, tzinfo=UTC)
    file_many(hub, 2, category="noise", state="closed", outcome="resolved", closed_at=closed_at)
    file_many(hub, 3, category="domestic_abuse", is_sensitive=True)
    analyst = await signed_in(Role.ANALYST)
    await analyst.open(f"/console/figures/meeting-pack?{FEBRUARY}")
    assert "New concerns: 9." in analyst.words
    assert "Closed: 2. Open today: 7, of which 7 are overdue and 7 were not acknowledged" in analyst.words
    assert "7 today, of which 3 are sensitive and not listed." in analyst.words
    assert f"{name} 4" in analyst.words
    assert "Noise 2 2 2" in analyst.words
    saved = await analyst.client.get(f"/console/figures/meeting-pack.pdf?{FEBRUARY}")
    _, words = read_pdf(saved.content)
    assert "New concerns: 9." in words
    for told in (HOME, NUMBER, "mattress", *references):
        assert told not in analyst.page
        assert told not in words


async def test_the_scrutiny_report_hides_small_numbers_on_the_page_and_in_the_pdf(
    hub: Hub, signed_in: SignIn
) -> None:
    file_many(hub, 21)
    file_many(hub, 17, hub_area="southvale")
    file_many(hub, 3, category="noise")
    file_many(hub, 13, category="litter", hub_area="southvale")
    file_many(hub, 12, category="domestic_abuse", is_sensitive=True)
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(f"/console/figures/scrutiny-report?{FEBRUARY}")
    saved = await officer.client.get(f"/console/figures/scrutiny-report.pdf?{FEBRUARY}")
    reader, words = read_pdf(saved.content)
    for shown in (officer.words, words):
        assert "Residents reported 66 concerns." in shown
        assert "Litter 13" in shown
        assert "Noise –" in shown
        assert "Sensitive matters (which ones is not shown)" in shown
        assert "Domestic" not in shown
        assert HOME not in shown
    assert reader.metadata
    assert reader.metadata.title == "Overview and scrutiny report"
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


async def test_no_filter_cuts_the_scrutiny_report_into_parts(hub: Hub, signed_in: SignIn) -> None:
    file_many(hub, 30)
    file_many(hub, 12, category="noise")
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/figures/scrutiny-report?from=2026-02-01&to=2026-03-09&category=noise")
    assert "Residents reported 42 concerns." in officer.words
    assert "1 Feb 2026 to 28 Feb 2026" in officer.words


async def test_reports_of_nothing_say_so(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.ADMINISTRATOR)
    for name in ("meeting-pack", "scrutiny-report"):
        await officer.open(f"/console/figures/{name}")
        saved = await officer.client.get(f"/console/figures/{name}.pdf")
        assert saved.headers["content-type"] == "application/pdf"
        assert read_pdf(saved.content)[1]
    assert "too few concerns" in officer.words


async def test_an_area_limits_the_meeting_pack(hub: Hub, signed_in: SignIn) -> None:
    today = datetime.now(UTC)
    file_many(hub, 4, filed_at=today - timedelta(days=1))
    file_many(hub, 2, filed_at=today - timedelta(days=1), hub_area="southvale")
    officer = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
    await officer.open("/console/figures/meeting-pack?period=latest")
    assert "New concerns: 2." in officer.words
    assert "Open today: 2," in officer.words
