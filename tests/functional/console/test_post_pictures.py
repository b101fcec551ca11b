"""Pictures of posts: taken in with their description, shown to staff, and to everybody once approved."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from bot.db.models import OccurrenceState, Post, PostOccurrence, PostPicture
from bot.domain.staff import Role
from bot.services.post_pictures import KEPT_UNUSED
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.functional.console.test_posts import WORDS
from tests.functional.web.pictures import picture
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
ALT = "Two locks on a shed"


async def write(officer: Officer, content: bytes, **other: str | list[str]) -> str:
    await officer.open("/console/posts/write")
    fields = {**WORDS, "alt": ALT, "alt_pl": "Dwie kłódki", **other}
    await officer.send("/console/posts/write", files={"picture_file": content}, **fields)
    return officer.path


async def test_it_is_seen_by_staff_first_and_by_everybody_once_approved(hub: Hub, signed_in: SignIn) -> None:
    writer, approver = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_COORDINATOR)
    path = await write(writer, picture("PNG", (90, 30)))
    assert f'alt="{ALT}"' in writer.page
    assert 'alt="Dwie kłódki"' in writer.page
    with hub.database.unit_of_work() as session:
        row = session.scalars(select(PostPicture)).one()
    seen = await writer.open(f"/console/posts/pictures/{row.id}")
    assert Image.open(io.BytesIO(seen.content)).size == (90, 30)
    public = f"/feed/pictures/{row.file_name}"
    async with client_for(hub) as anybody:
        assert (await anybody.get(f"/console/posts/pictures/{row.id}")).status_code == 303
        assert (await anybody.get(public)).status_code == 404
        await writer.open(path)
        await writer.send(f"{path}/submit")
        await approver.open(path)
        await approver.send(f"{path}/approve")
        _send(hub)
        shown = await anybody.get(public)
        assert (shown.status_code, shown.content) == (200, seen.content)
        assert shown.headers["cross-origin-resource-policy"] == "cross-origin"
        page = (await anybody.get("/feed")).text
        assert f'src="{public}" width="90" height="30" alt="{ALT}"' in page
        (item,) = (await anybody.get("/feed.json")).json()["items"]
        assert item["attachments"][0]["size_in_bytes"] == len(seen.content)
        assert item["attachments"][0]["url"].endswith(public)
        assert f'alt="{ALT}"' in item["content_html"]
        atom = (await anybody.get("/feed.atom")).text
        assert (
            f'rel="enclosure" type="image/jpeg" href="{item["image"]}" length="{len(seen.content)}"' in atom
        )
        await approver.send(f"{path}/retract")
        assert (await anybody.get(public)).status_code == 404


async def test_it_is_kept_when_something_else_is_wrong(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer, picture(), alt="")
    assert "say what the picture shows" in officer.words
    assert 'name="picture" value="1"' in officer.page
    await officer.send("/console/posts/write", **WORDS, picture="1", alt=ALT, alt_pl="x")
    assert f'alt="{ALT}"' in officer.page
    await officer.open(f"{officer.path}/edit")
    await officer.send(officer.path, **WORDS, picture="1", alt=ALT, picture_removed="yes")
    with hub.database.unit_of_work() as session:
        post = session.scalars(select(Post)).one()
        assert (post.picture_id, post.alt, post.versions["pl"].get("alt")) == (None, "", None)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no picture", "That file can't be opened"),
        (picture(size=(800, 10)), "far longer one way"),
        (b"x" * (11 * 1024 * 1024), "too big: 10 MB at the most"),
    ],
)
async def test_what_is_no_picture_is_said_and_nothing_is_lost(
    hub: Hub, signed_in: SignIn, content: bytes, problem: str
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer, content)
    assert problem in officer.words
    assert "Use **two** locks." in officer.page
    with hub.database.unit_of_work() as session:
        assert session.scalars(select(PostPicture)).all() == []


async def test_one_that_nobody_took_in_is_refused(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/posts/write")
    await officer.send("/console/posts/write", **WORDS, picture="77", alt=ALT, alt_pl="x")
    assert "choose it again" in officer.words


async def test_what_no_post_has_goes_with_its_file(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer, picture())
    await write(officer, picture(), title="")
    pictures = hub.app.state.console.services.pictures
    folder = hub.settings.home_folder / "pictures"
    assert (pictures.remove_unused(hub.database), len(list(folder.iterdir()))) == (0, 2)
    later = datetime.now(UTC) + KEPT_UNUSED + timedelta(hours=1)
    patient = type(pictures)(pictures.folder, pictures.clean, lambda: later)
    assert (patient.remove_unused(hub.database), len(list(folder.iterdir()))) == (1, 1)


def _send(hub: Hub) -> None:
    with hub.database.unit_of_work() as session:
        post = session.scalars(select(Post)).one()
        session.add(PostOccurrence(post_id=post.id, due_at=datetime.now(UTC), state=OccurrenceState.SENT))
