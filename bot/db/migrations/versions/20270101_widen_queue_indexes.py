"""let the indexes of the queue answer its filters by themselves, and PostgreSQL keep the words it searches.

Revision: 2b7e94f1d3c6, after 2c58e1d94b07.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2b7e94f1d3c6"
down_revision = "2c58e1d94b07"
branch_labels = None
depends_on = None

_OPEN = sa.text("state <> 'closed'")
#: What the queue filters by: with these in the index no row of a concern that is left out is read.
_FILTERED = ["state", "hub_area", "category", "assigned_to", "is_sensitive"]
_WIDE = {
    "ix__concern__open": ["id", "target_on", *_FILTERED],
    "ix__concern__open_target": ["target_on", "id", *_FILTERED],
}
_NARROW = {"ix__concern__open": ["id"], "ix__concern__open_target": ["target_on", "id"]}
#: Making it of a row's words takes ten times as long as looking at it.
_KEEP_WORDS = (
    "DROP INDEX ix__concern__words",
    "ALTER TABLE concern ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', "
    "description || ' ' || coalesce(details, '') || ' ' || coalesce(place_name, ''))) STORED",
    "CREATE INDEX ix__concern__words ON concern USING gin (words)",
)
_FORGET_WORDS = (
    "DROP INDEX ix__concern__words",
    "ALTER TABLE concern DROP COLUMN words",
    "CREATE INDEX ix__concern__words ON concern USING gin (to_tsvector('simple', "
    "description || ' ' || coalesce(details, '') || ' ' || coalesce(place_name, '')))",
)
_UNSURE = sa.text("confidence < 0.6 AND NOT is_chosen_by_resident")


def upgrade() -> None:
    """Bring the database forward."""
    _make_again(_WIDE)
    op.create_index("ix__concern__target", "concern", ["target_on", "id"])
    op.create_index("ix__referral__agency_concern", "referral", ["agency_id", "concern_id"])
    op.create_index(
        "ix__classification__unsure",
        "classification",
        ["concern_id"],
        sqlite_where=_UNSURE,
        postgresql_where=_UNSURE,
    )
    _on_postgresql(_KEEP_WORDS)


def downgrade() -> None:
    """Go back."""
    _on_postgresql(_FORGET_WORDS)
    op.drop_index("ix__referral__agency_concern", "referral")
    op.drop_index("ix__classification__unsure", "classification")
    op.drop_index("ix__concern__target", "concern")
    _make_again(_NARROW)


def _make_again(indexes: dict[str, list[str]]) -> None:
    for name, columns in indexes.items():
        op.drop_index(name, "concern")
        op.create_index(name, "concern", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


def _on_postgresql(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)
