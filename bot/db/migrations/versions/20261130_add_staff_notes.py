"""add private notes of staff, and what finds concerns of the same place.

Revision: e09b53f1a6c8, after 7b1e64a0c9d3.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e09b53f1a6c8"
down_revision = "7b1e64a0c9d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "staff_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["concern.id"],
            name=op.f("fk__staff_note__concern_id__concern"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk__staff_note__staff_id__staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__staff_note")),
    )
    op.create_index(op.f("ix__staff_note_concern_id"), "staff_note", ["concern_id"])
    op.create_index("ix__concern__category_latitude", "concern", ["category", "latitude"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix__concern__category_latitude", "concern")
    op.drop_table("staff_note")
