"""Routes of agencies: the place pack's, and what an installation adds, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.agencies import RouteKind
from bot.errors import PlacePackError
from bot.gateways.delivery_routes import load_delivery_routes
from bot.gateways.place_pack_agencies import load_agencies
from tests.unit.gateways.place_pack_files import WESTSHIRE, WESTSHIRE_AREAS, copy_pack, replace_text

SECRET = "x" * 32


def load(folder: Path, text: str | None = None, *, allows_http: bool = False) -> object:
    file = None
    if text is not None:
        file = folder.parent / "deliveries.yml"
        file.write_text(f"agencies:\n{text}", encoding="utf-8")
    directory = load_agencies(folder, WESTSHIRE_AREAS)
    return load_delivery_routes(directory, folder, file, allows_http=allows_http)


def test_an_installation_adds_to_the_pack(tmp_path: Path) -> None:
    text = f"  westshire_police: {{kind: webhook, target: https://police.example/in, secret: {SECRET}}}\n"
    routes = load(copy_pack(tmp_path), text)
    police = routes.get("westshire_police")  # type: ignore[attr-defined]
    assert (police.kind, police.target, police.secret) == (
        RouteKind.WEBHOOK,
        "https://police.example/in",
        SECRET,
    )
    assert SECRET not in repr(police)
    assert routes.kind_of("westshire_fire") is RouteKind.EMAIL  # type: ignore[attr-defined]
    assert routes.kind_of("nobody_any_more") is RouteKind.CONSOLE  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("nobody: {kind: console}", "there is no agency 'nobody'"),
        ("westshire_police: {kind: email}", "needs a target"),
        ("westshire_police: {kind: email, target: 'a@x.example, b@x.example'}", "one email address"),
        (f"westshire_police: {{kind: webhook, target: http://x.example, secret: {SECRET}}}", "https address"),
        ("westshire_police: {kind: webhook, target: https://x.example, secret: short}", "secret of 32"),
        ("westshire_police: {kind: open311, target: https://x.example}", "a code for each category"),
        (
            "westshire_police: {kind: open311, target: https://u:p@x.example, services: {other: '1'}}",
            "no password",
        ),
        ("westshire_police: {kind: open311, services: {castles: '1'}}", "castles"),
        ("westshire_police: {kind: pigeon}", "kind"),
    ],
)
def test_a_mistake_of_the_installation_is_named(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(PlacePackError, match=message) as caught:
        load(copy_pack(tmp_path), f"  {entry}\n")
    assert (caught.value.file.name, caught.value.line) == ("deliveries.yml", 2)


def test_a_mistake_of_the_pack_is_named_in_the_pack(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    line = replace_text(pack / "agencies.yml", "target: referrals@fire.westshire.example", "target: nowhere")
    with pytest.raises(PlacePackError, match="one email address") as caught:
        load(pack)
    assert (caught.value.file, caught.value.line) == (pack / "agencies.yml", line)


def test_plain_http_is_for_systems_next_door(tmp_path: Path) -> None:
    text = f"  westshire_police: {{kind: webhook, target: http://10.0.0.1/in, secret: {SECRET}}}\n"
    assert load(copy_pack(tmp_path), text, allows_http=True)


def test_the_pack_alone_is_in_order() -> None:
    assert load(WESTSHIRE)
