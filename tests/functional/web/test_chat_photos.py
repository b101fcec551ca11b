"""Photos: taken in, cleaned, and shown to nobody but the sender."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.db.models import Photo
from tests.fakes.hub import Hub, create_hub
from tests.functional.web.pictures import jpeg, picture
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


async def _photo_id(hub: Hub) -> str:
    with hub.database.unit_of_work() as unit:
        return unit.query(Photo).one().id


class TestSending:
    async def test_a_photo_goes_on_with_its_words_and_is_shown(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("the garages", photo=("garage.jpg", jpeg(), "image/jpeg"))

        photo = await _photo_id(hub)
        assert hub.rasa.told[0].message == "the garages"
        assert hub.rasa.told[0].metadata["photos"] == [photo]
        assert f'src="/chat/photos/{photo}"' in visitor.page

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
    async def test_every_promised_kind_is_taken_and_stored_as_jpeg(
        self, hub: Hub, visitor: Visitor, kind: str, tmp_path: Path
    ) -> None:
        response = await visitor.send(photo=("photo", picture(kind), "application/octet-stream"))

        assert response.status_code == 200
        (file,) = (tmp_path / "photos").iterdir()
        with Image.open(file) as stored:
            assert stored.format == "JPEG"
        assert file.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"%PDF-1.7 not a picture", "can't open that file"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "can't open that file"),
            (picture("GIF"), "can't open that file"),
            (jpeg()[:-20], "damaged"),
        ],
    )
    async def test_anything_else_is_refused_in_words_with_the_text_kept(
        self, hub: Hub, visitor: Visitor, content: bytes, words: str
    ) -> None:
        response = await visitor.send("the garages", photo=("photo.jpg", content, "image/jpeg"))

        assert response.status_code == 422
        assert words in visitor.problem
        assert "the garages</textarea>" in visitor.page
        assert hub.rasa.told == []

    async def test_one_that_is_too_big_is_refused_with_the_text_kept(self, tmp_path: Path) -> None:
        hub = create_hub(tmp_path, photo_max_bytes=2048)
        async with client_for(hub) as client:
            visitor = Visitor(client)
            response = await visitor.send("the garages", photo=("a.jpg", jpeg() + b"x" * 2048, "image/jpeg"))
        hub.close()

        assert response.status_code == 413
        assert "too big" in visitor.problem
        assert "the garages</textarea>" in visitor.page


class TestShowing:
    async def test_the_sender_sees_it(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send(photo=("a.jpg", jpeg(), "image/jpeg"))

        response = await visitor.client.get(f"/chat/photos/{await _photo_id(hub)}")

        assert response.headers["content-type"] == "image/jpeg"
        assert response.headers["cache-control"] == "no-store"
        with Image.open(io.BytesIO(response.content)) as shown:
            assert shown.size == (60, 40)

    async def test_nobody_else_does(self, hub: Hub, visitor: Visitor, other_visitor: Visitor) -> None:
        await visitor.send(photo=("a.jpg", jpeg(), "image/jpeg"))
        address = f"/chat/photos/{await _photo_id(hub)}"

        before = await other_visitor.client.get(address)
        await other_visitor.send("hello")
        after = await other_visitor.client.get(address)

        assert (before.status_code, after.status_code) == (404, 404)

    async def test_one_whose_file_is_gone_is_not_found(
        self, hub: Hub, visitor: Visitor, tmp_path: Path
    ) -> None:
        await visitor.send(photo=("a.jpg", jpeg(), "image/jpeg"))
        for file in (tmp_path / "photos").iterdir():
            file.unlink()

        response = await visitor.client.get(f"/chat/photos/{await _photo_id(hub)}")

        assert response.status_code == 404
