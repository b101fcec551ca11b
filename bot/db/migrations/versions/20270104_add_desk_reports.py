"""add who of the staff filed a concern for somebody, and which agency sent it.

Revision: b6d2e91c47f0, after 7d1f0c3be5a8.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b6d2e91c47f0"
down_revision = "7d1f0c3be5a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    # Not by a batch: SQLite would drop the old table, and with it every referral by its foreign key.
    op.execute(
        "ALTER TABLE concern ADD COLUMN filed_by INTEGER "
        "CONSTRAINT fk__concern__filed_by__staff_member REFERENCES staff_member (id)"
    )
    op.add_column("concern", sa.Column("referred_by", sa.String(length=80), nullable=True))


def downgrade() -> None:
    """Go back; SQLite can't drop a column with a foreign key without making the table anew, and keeps it."""
    op.drop_column("concern", "referred_by")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_column("concern", "filed_by")
