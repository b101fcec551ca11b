"""Photos of a case: blurred, blacked out and hidden, and what an agency gets of them."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from bot.db.models import AuditEntry, Concern, Photo
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import Officer
from tests.functional.web.pictures import picture

pytestmark = pytest.mark.anyio
BOX = {"left": ["0", ""], "top": ["0", ""], "width": ["50", ""], "height": ["100", ""]}


def with_photo(hub: Hub, **fields: object) -> tuple[str, str]:
    """A concern with one photo, red all over: its reference, and the photo's address in the console."""
    reference = file_concern(hub, **fields)  # type: ignore[arg-type]
    folder = hub.settings.home_folder / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{reference}.jpg").write_bytes(picture(size=(200, 100)))
    with hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        unit.add(
            Photo(id="p", concern_id=concern.id, file_name=f"{reference}.jpg", width=200, height=100, size=9)
        )
    return reference, f"/console/concerns/{reference}/photos/p"


async def pixel(officer: Officer, address: str, x: int = 20) -> tuple[int, ...] | None:
    """The colour of a point of the picture, or None when it isn't there."""
    response = await officer.client.get(address)
    if response.status_code == 404:
        return None
    image = Image.open(io.BytesIO(response.content)).convert("RGB")
    return image.getpixel((x, 50))  # type: ignore[return-value]


def is_red(colour: tuple[int, ...] | None) -> bool:
    return colour is not None and colour[0] > 150


def is_black(colour: tuple[int, ...] | None) -> bool:
    return colour is not None and max(colour) < 30


def actions(hub: Hub, reference: str) -> list[str]:
    with hub.database.unit_of_work() as unit:
        entries = unit.query(AuditEntry).filter_by(subject_id=reference).order_by(AuditEntry.id)
        return [entry.action for entry in entries if entry.action != "case.view"]


async def test_parts_are_blacked_out_and_only_those_who_may_see_the_rest(hub: Hub, signed_in: SignIn) -> None:
    officer, coordinator = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_COORDINATOR)
    reference, address = with_photo(hub)
    await officer.open(f"{address}/open")
    await officer.send(f"{address}/redact", version="1", reason="a face", **BOX)
    assert officer.path == f"{address}/open"
    assert is_black(await pixel(officer, address))
    assert is_red(await pixel(officer, address, x=180))
    assert (await officer.client.get(f"{address}/original")).status_code == 403
    assert is_red(await pixel(coordinator, f"{address}/original"))
    # More on top of it: what was black stays black, and the needless copy goes.
    right = BOX | {"left": ["50", ""]}
    await officer.send(f"{address}/redact", version="2", reason="another", **right)
    assert [is_black(await pixel(officer, address, x)) for x in (20, 180)] == [True, True]
    assert len(list((hub.settings.home_folder / "photos").iterdir())) == 2
    await officer.send(f"{address}/unredact", version="3", reason="x")
    assert is_black(await pixel(officer, address))
    await coordinator.open(f"{address}/open")
    await coordinator.send(f"{address}/unredact", version="3", reason="the wrong photo")
    assert is_red(await pixel(officer, address))
    assert actions(hub, reference) == [
        "case.photo_view",
        "case.photo_redact",
        "case.photo_view",
        "case.photo_original",
        "case.photo_redact",
        "case.photo_view",
        "case.photo_view",
        "case.photo_unredact",
        "case.photo_view",
    ]


async def test_what_was_typed_stays_when_a_box_is_wrong(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    _, address = with_photo(hub)
    await officer.open(f"{address}/open")
    wrong = BOX | {"width": ["lots", ""]}
    sent = await officer.send(f"{address}/redact", version="1", reason="a long reason", **wrong)
    assert sent.status_code == 422
    assert "Box 1: write four numbers" in officer.words
    assert "a long reason" in officer.page
    assert 'value="lots"' in officer.page
    for reason, version, status in (("", "1", 422), ("x", "7", 409)):
        sent = await officer.send(f"{address}/redact", version=version, reason=reason, **BOX)
        assert sent.status_code == status
    assert is_red(await pixel(officer, address))


async def test_a_sensitive_one_is_behind_a_click_by_itself(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference, address = with_photo(hub, is_sensitive=True)
    await officer.open(f"/console/concerns/{reference}")
    assert re.findall(r'<img src="([^"]*)"', officer.page) == [f"{address}/blurred"]
    await officer.open(f"{address}/open")
    assert f'src="{address}"' in officer.page
    await officer.send(f"{address}/blur", version="1", wanted="", reason="a lamp, nothing more")
    await officer.open(f"/console/concerns/{reference}")
    assert re.findall(r'<img src="([^"]*)"', officer.page) == [address]


async def test_a_hidden_one_is_seen_and_shown_again_by_a_coordinator_only(
    hub: Hub, signed_in: SignIn
) -> None:
    officer, coordinator = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_COORDINATOR)
    reference, address = with_photo(hub)
    await officer.open(f"{address}/open")
    await officer.send(f"{address}/hide", version="1", wanted="1", reason="somebody's child")
    assert [await pixel(officer, f"{address}{end}") for end in ("", "/blurred")] == [None, None]
    await officer.open(f"/console/concerns/{reference}")
    assert "is hidden" in officer.words
    assert (await officer.send(f"{address}/hide", version="2", wanted="", reason="x")).status_code == 422
    await coordinator.open(f"{address}/open")
    assert is_red(await pixel(coordinator, address))
    await coordinator.send(f"{address}/hide", version="2", wanted="", reason="it is a doll")
    assert is_red(await pixel(officer, address))


async def test_an_agency_gets_the_redacted_copy_and_nothing_blurred_or_hidden(
    hub: Hub, signed_in: SignIn
) -> None:
    officer, police = await signed_in(Role.HUB_OFFICER), await signed_in(Role.PARTNER)
    reference, address = with_photo(hub, lead="westshire_police")
    shared = f"/console/referrals/{reference}/photos/p"
    await police.open(f"/console/referrals/{reference}")
    assert shared in police.page
    assert is_red(await pixel(police, shared))
    assert (await police.client.get(address)).status_code == 403
    await officer.open(f"{address}/open")
    await officer.send(f"{address}/blur", version="1", wanted="1", reason="blood")
    assert await pixel(police, shared) is None
    await officer.send(f"{address}/redact", version="2", reason="blood", **BOX)
    assert is_black(await pixel(police, shared))
    await officer.send(f"{address}/hide", version="3", wanted="1", reason="no need")
    assert await pixel(police, shared) is None
    await police.open(f"/console/referrals/{reference}")
    assert shared not in police.page


async def test_a_partner_on_a_sensitive_one_gets_no_photo_at_all(hub: Hub, signed_in: SignIn) -> None:
    police = await signed_in(Role.PARTNER)
    reference, _ = with_photo(hub, is_sensitive=True, partners=("westshire_police",))
    with hub.database.unit_of_work() as unit:
        unit.query(Photo).update({"redacted_file_name": f"{reference}.jpg"})
    assert await pixel(police, f"/console/referrals/{reference}/photos/p") is None


async def test_a_whole_case_is_hidden_from_the_public(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    reference = file_concern(hub, place_id="northvale/mill-lane")
    address = f"/console/concerns/{reference}"
    await officer.open(address)
    assert (await officer.send(f"{address}/privacy", version="1", hidden="1")).status_code == 422
    await officer.send(f"{address}/privacy", version="1", hidden="1", reason="a witness is named")
    assert "Hidden from the public" in officer.words
    assert look_up(hub, reference).hidden_at is not None
    await officer.send(f"{address}/privacy", version="2", hidden="", reason="no longer")
    assert look_up(hub, reference).hidden_at is None
    assert actions(hub, reference) == ["case.hide", "case.hide"]
