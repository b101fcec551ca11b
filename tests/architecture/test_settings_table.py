"""The table of settings in the documents says what the code says."""

from __future__ import annotations

from pathlib import Path

from bot.settings import PREFIX, Settings

TABLE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_every_setting_is_in_the_table_with_its_default_and_meaning() -> None:
    table = TABLE.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        row = f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |"
        assert row in table


def test_the_table_names_no_setting_that_is_gone() -> None:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) == len(Settings.model_fields)
