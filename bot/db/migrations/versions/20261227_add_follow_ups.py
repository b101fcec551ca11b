"""add follow-ups: what residents say some weeks after a case was closed.

Revision: 3ad95c0e71b6, after e5b17c9a3d60.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3ad95c0e71b6"
down_revision = "e5b17c9a3d60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.String(length=22), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["concern.id"],
            name=op.f("fk__follow_up__concern_id__concern"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk__follow_up__conversation_id__conversation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__follow_up")),
        sa.UniqueConstraint("concern_id", "closed_at", name=op.f("uq__follow_up__concern_id_closed_at")),
    )
    op.create_index(op.f("ix__follow_up_conversation_id"), "follow_up", ["conversation_id"])
    op.create_index(op.f("ix__concern_closed_at"), "concern", ["closed_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix__concern_closed_at"), table_name="concern")
    op.drop_table("follow_up")
