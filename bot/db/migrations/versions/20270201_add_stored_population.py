"""add figures of who lives where that staff put in.

Revision: 5c1e80b7d9f2, after 8b1d4f7a2c95.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c1e80b7d9f2"
down_revision = "8b1d4f7a2c95"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "stored_population",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("ages", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["staff_member.id"],
            name=op.f("fk__stored_population__changed_by__staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__stored_population")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("stored_population")
