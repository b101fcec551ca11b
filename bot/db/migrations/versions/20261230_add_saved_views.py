"""add saved views of the queue, and whether somebody uses its keyboard shortcuts.

Revision: 6d3f81b7e05a, after 91d7c3f0a85e.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6d3f81b7e05a"
down_revision = "91d7c3f0a85e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk__saved_view__staff_id__staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__saved_view")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq__saved_view__staff_id")),
    )
    op.add_column(
        "staff_member", sa.Column("has_shortcuts", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("staff_member", "has_shortcuts")
    op.drop_table("saved_view")
