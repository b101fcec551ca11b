"""add linked chats, their codes, and who asked not to be written to.

Revision: c41e7a90b6d2, after 8a6f0e1d94c3.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c41e7a90b6d2"
down_revision = "8a6f0e1d94c3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "linked_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__linked_chat")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq__linked_chat__channel_address")),
    )
    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__link_code")),
        sa.UniqueConstraint("digest", name=op.f("uq__link_code__digest")),
    )
    op.add_column("contact_point", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("contact_point") as table:
        table.drop_column("stopped_at")
    op.drop_table("link_code")
    op.drop_table("linked_chat")
