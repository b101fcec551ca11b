"""add which concern another one is followed under.

Revision: e5b17c9a3d60, after 30b7fd1e6a92.
"""

from __future__ import annotations

from alembic import op

revision = "e5b17c9a3d60"
down_revision = "30b7fd1e6a92"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    # Not by a batch: SQLite would drop the old table, and with it every referral by its foreign key.
    op.execute(
        "ALTER TABLE concern ADD COLUMN duplicate_of INTEGER "
        "CONSTRAINT fk__concern__duplicate_of__concern REFERENCES concern (id) ON DELETE SET NULL"
    )
    op.create_index(op.f("ix__concern_duplicate_of"), "concern", ["duplicate_of"])


def downgrade() -> None:
    """Go back; SQLite can't drop a column with a foreign key without making the table anew, and keeps it."""
    op.drop_index(op.f("ix__concern_duplicate_of"), "concern")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_column("concern", "duplicate_of")
