"""add notes.

Revision: 5d1f0c83b7a2, after c78eee70c6de.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5d1f0c83b7a2"
down_revision = "c78eee70c6de"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk__note__concern_id__concern"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk__note__message_id__message"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__note")),
        sa.UniqueConstraint("message_id", name=op.f("uq__note__message_id")),
    )
    op.create_index(op.f("ix__note_concern_id"), "note", ["concern_id"], unique=False)
    # Not by a batch: SQLite would drop the old table, and with it every message by its foreign key.
    op.add_column("conversation", sa.Column("adding_to", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("conversation", "adding_to")
    op.drop_index(op.f("ix__note_concern_id"), table_name="note")
    op.drop_table("note")
