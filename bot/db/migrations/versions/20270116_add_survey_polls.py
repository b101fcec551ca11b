"""add polls of surveys in linked chats.

Revision: 30b7fd1e6a92, after 5b0c9e73d1a4.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "30b7fd1e6a92"
down_revision = "5b0c9e73d1a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "survey_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("poll_key", sa.String(length=64), nullable=True),
        sa.Column("votes", sa.JSON(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opening_id"],
            ["survey_opening.id"],
            name=op.f("fk__survey_poll__opening_id__survey_opening"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__survey_poll")),
        sa.UniqueConstraint("opening_id", "chat_id", name=op.f("uq__survey_poll__opening_id__chat_id")),
        sa.UniqueConstraint("poll_key", name=op.f("uq__survey_poll__poll_key")),
    )
    op.add_column(
        "survey_response", sa.Column("is_poll", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("survey_response", "is_poll")
    op.drop_table("survey_poll")
