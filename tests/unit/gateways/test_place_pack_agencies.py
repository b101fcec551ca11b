"""agencies.yml and contacts.yml: what loads, and how mistakes are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.agencies import RouteKind
from bot.errors import PlacePackError
from bot.gateways.place_pack_agencies import find_stale_contacts, load_agencies, read_agencies
from tests.unit.gateways.place_pack_files import TODAY, WESTSHIRE, WESTSHIRE_AREAS, copy_pack, replace_text


def test_a_pack_loads() -> None:
    directory = load_agencies(WESTSHIRE, WESTSHIRE_AREAS)
    fire = directory.get_agency("westshire_fire")
    assert fire.areas == {"northvale", "southvale"}
    assert (fire.referral.kind, fire.referral.target) == (RouteKind.EMAIL, "referrals@fire.westshire.example")
    assert directory.get_current("old_vale_district_council", TODAY).id == "westshire_council"
    assert [c.value for c in directory.list_contacts("westshire_council_services")] == [
        "https://westshire.example"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("agencies.yml", "id: westshire_fire,", "id: westshire_police,", "given twice"),
        ("agencies.yml", "parent: westshire_council}", "parent: nobody}", "parent 'nobody' is not an agency"),
        ("agencies.yml", "areas: [northvale]", "areas: [nowhere]", "'nowhere' is not a hub area"),
        (
            "agencies.yml",
            "successors: [westshire_council]",
            "successors: [x]",
            "successor 'x' is not an agency",
        ),
        ("agencies.yml", "valid_until: 2020-03-31, ", "", "successors but no valid_until"),
        (
            "agencies.yml",
            ", source: its website, date_checked: 2026-11-01}",
            "}",
            "needs its source and date",
        ),
        ("agencies.yml", "kind: email, target", "kind: console, target", "must not have a target"),
        ("agencies.yml", "kind: landlord", "kind: castle", "kind: Input should be"),
        ("agencies.yml", "does: Lets homes.,", "", "does: Field required"),
        ("contacts.yml", "agency: westshire_police", "agency: nobody", "there is no agency 'nobody'"),
        ("contacts.yml", "https://", "http://", "not an https address"),
        ("contacts.yml", "date_checked: 2026-11-01", "date_checked: soon", "date_checked: "),
    ],
)
def test_a_mistake_is_named_by_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    pack = copy_pack(tmp_path)
    line = replace_text(pack / file, old, new)
    with pytest.raises(PlacePackError) as caught:
        load_agencies(pack, WESTSHIRE_AREAS)
    assert (caught.value.file, caught.value.line) == (pack / file, line)
    assert message in caught.value.message


def test_all_mistakes_are_listed(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / "agencies.yml", "areas: [northvale]", "areas: [nowhere]")
    replace_text(pack / "contacts.yml", "https://", "http://")
    _, errors = read_agencies(pack, WESTSHIRE_AREAS)
    assert [error.file.name for error in errors] == ["agencies.yml", "contacts.yml"]


def test_contacts_nobody_checked_lately_are_warned_about() -> None:
    warnings = find_stale_contacts(WESTSHIRE, 365, date(2026, 11, 22))
    assert [(w.line, "westshire.example" in w.message) for w in warnings] == [(3, True)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    (pack / "contacts.yml").unlink()
    with pytest.raises(PlacePackError, match="missing"):
        load_agencies(pack, WESTSHIRE_AREAS)
