"""Photos are decoded with care, and keep nothing but their pixels."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot.domain.photos import CleanPhoto
from bot.errors import NotFoundError, PhotoRefusedError
from bot.gateways.photos import LONGEST_SIDE, PhotoFolder, clean_photo

ENOUGH = 10 * 1024 * 1024
RED, WHITE = (200, 30, 30), (255, 255, 255)


def encode(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stored = io.BytesIO()
    image.save(stored, kind, **options)
    return stored.getvalue()


def decode(photo: CleanPhoto) -> Image.Image:
    image = Image.open(io.BytesIO(photo.jpeg))
    image.load()
    return image


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny PNG whose head promises a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


class TestCleaning:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
    def test_every_promised_kind_becomes_a_jpeg(self, kind: str) -> None:
        photo = clean_photo(encode(Image.new("RGB", (80, 60), RED), kind), ENOUGH)

        image = decode(photo)
        assert (image.format, image.size) == ("JPEG", (80, 60))
        assert (photo.width, photo.height) == (80, 60)

    def test_metadata_stays_behind(self) -> None:
        exif = Image.Exif()
        exif[0x010E] = "my house"
        exif.get_ifd(0x8825)[2] = (54.0, 38.0, 0.0)
        original = encode(
            Image.new("RGB", (80, 60), RED), exif=exif, comment=b"a private remark", icc_profile=b"profile"
        )

        photo = clean_photo(original, ENOUGH)

        assert set(decode(photo).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"private" not in photo.jpeg
        assert b"my house" not in photo.jpeg
        assert b"Exif" not in photo.jpeg

    def test_text_in_a_png_stays_behind(self) -> None:
        original = Image.new("RGB", (10, 10), RED)
        original.info["comment"] = "a private remark"

        assert b"private" not in clean_photo(encode(original, "PNG"), ENOUGH).jpeg

    def test_it_is_turned_upright(self) -> None:
        sideways = Image.new("RGB", (80, 60), WHITE)
        sideways.paste(RED, (0, 0, 40, 60))
        exif = Image.Exif()
        exif[0x0112] = 6
        expected = ImageOps.exif_transpose(Image.open(io.BytesIO(encode(sideways, exif=exif))))

        image = decode(clean_photo(encode(sideways, exif=exif), ENOUGH))

        assert image.size == (60, 80)
        top, expected_top = image.getpixel((30, 5)), expected.getpixel((30, 5))
        assert isinstance(top, tuple)
        assert isinstance(expected_top, tuple)
        assert abs(top[1] - expected_top[1]) < 20

    def test_large_ones_are_scaled_down_and_small_ones_left(self) -> None:
        large = clean_photo(encode(Image.new("RGB", (4000, 3000), RED)), ENOUGH)

        assert (large.width, large.height) == (LONGEST_SIDE, 1500)

    def test_what_can_be_seen_through_becomes_white(self) -> None:
        see_through = encode(Image.new("RGBA", (20, 20), (*RED, 0)), "PNG")

        assert decode(clean_photo(see_through, ENOUGH)).getpixel((10, 10)) == WHITE

    @pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "I;16"])
    def test_unusual_colours_are_fine(self, mode: str) -> None:
        kind = "JPEG" if mode == "CMYK" else "PNG"

        assert clean_photo(encode(Image.new(mode, (20, 20)), kind), ENOUGH).width == 20


class TestRefusals:
    def reason(self, content: bytes, most: int = ENOUGH) -> str:
        with pytest.raises(PhotoRefusedError) as refused:
            clean_photo(content, most)
        return refused.value.reason

    def test_nothing(self) -> None:
        assert self.reason(b"") == "photo_empty"

    def test_too_many_bytes(self) -> None:
        assert self.reason(b"x" * 11, most=10) == "photo_too_large"

    @pytest.mark.parametrize(("width", "height"), [(9000, 9000), (20000, 20000), (60000, 60000)])
    def test_too_many_pixels_are_refused_by_the_head_alone(self, width: int, height: int) -> None:
        assert self.reason(png_that_claims(width, height)) == "photo_too_many_pixels"

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM"])
    def test_other_kinds(self, kind: str) -> None:
        assert self.reason(encode(Image.new("RGB", (20, 20)), kind)) == "photo_kind"

    @pytest.mark.parametrize(
        "content", [b"hello", b"<svg/>", b"%PDF-1.7", b"\xff\xd8\xff", b"MZ" + bytes(100)]
    )
    def test_what_is_no_picture(self, content: bytes) -> None:
        assert self.reason(content) == "photo_kind"

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_half_a_picture(self, kind: str) -> None:
        whole = encode(Image.effect_noise((200, 200), 50).convert("RGB"), kind)

        assert self.reason(whole[: len(whole) // 2]) == "photo_broken"


class TestFolder:
    def test_it_keeps_and_removes_under_a_name_that_says_nothing(self, tmp_path: Path) -> None:
        folder = PhotoFolder(tmp_path / "photos")

        name = folder.write(CleanPhoto(b"jpeg", 1, 1))

        assert len(name) == len("0" * 32 + ".jpg")
        assert folder.read(name) == b"jpeg"
        assert (tmp_path / "photos").stat().st_mode & 0o077 == 0
        folder.remove([name, "gone.jpg"])
        with pytest.raises(NotFoundError):
            folder.read(name)
