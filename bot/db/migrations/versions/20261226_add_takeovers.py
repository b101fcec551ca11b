"""add takeovers: when a member of staff answers in a conversation.

Revision: 7e1c52f08a94, after 8d1f6a3c90e2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7e1c52f08a94"
down_revision = "8d1f6a3c90e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("conversation", sa.Column("takeover_id", sa.Integer(), nullable=True))
    op.create_table(
        "takeover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=22), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_id", sa.Integer(), nullable=True),
        sa.Column("typing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=12), nullable=True),
        sa.Column("is_left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk__takeover__conversation_id__conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk__takeover__staff_id__staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__takeover")),
    )
    op.create_index(op.f("ix__takeover_conversation_id"), "takeover", ["conversation_id"])
    op.create_index(op.f("ix__takeover_staff_id"), "takeover", ["staff_id"])
    op.create_index(
        "ix__takeover__open",
        "takeover",
        ["active_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("takeover")
    op.drop_column("conversation", "takeover_id")
