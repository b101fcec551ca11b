"""add conversations in which somebody asked to be told what comes of a survey.

Revision: 9f4a6d1c82b3, after c93f5b1e7d20.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9f4a6d1c82b3"
down_revision = "c93f5b1e7d20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "survey_follower",
        sa.Column("opening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.String(22), nullable=False),
        sa.ForeignKeyConstraint(
            ["opening_id"],
            ["survey_opening.id"],
            name=op.f("fk__survey_follower__opening_id__survey_opening"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk__survey_follower__conversation_id__conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opening_id", "conversation_id", name=op.f("pk__survey_follower")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("survey_follower")
