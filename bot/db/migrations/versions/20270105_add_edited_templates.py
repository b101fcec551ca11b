"""add message templates that coordinators changed.

Revision: d38c5a07f1e4, after 7e21c95d04ab.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d38c5a07f1e4"
down_revision = "7e21c95d04ab"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "edited_template",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff_member.id"], name=op.f("fk__edited_template__changed_by__staff_member")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk__edited_template")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("edited_template")
