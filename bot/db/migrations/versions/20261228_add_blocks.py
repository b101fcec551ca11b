"""add blocks: whom staff keep out of the chat.

Revision: 84b6f1d03c2e, after 3ad95c0e71b6.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "84b6f1d03c2e"
down_revision = "3ad95c0e71b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("person", sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "contact_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("hub_area", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk__contact_block__staff_id__staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__contact_block")),
    )
    op.create_index("ix__contact_block__address", "contact_block", ["channel", "address"])
    op.create_index(op.f("ix__contact_block_until"), "contact_block", ["until"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("contact_block")
    op.drop_column("person", "blocked_until")
