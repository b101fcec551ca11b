"""add what staff do with texts that were written in surveys: themes, and whether they may be published.

Revision: 3c9e5b7a1d20, after 4e7a20c91b6d.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3c9e5b7a1d20"
down_revision = "4e7a20c91b6d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "survey_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opening_id"],
            ["survey_opening.id"],
            name=op.f("fk__survey_theme__opening_id__survey_opening"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__survey_theme")),
    )
    op.create_index("ix__survey_theme__opening_id_question_id", "survey_theme", ["opening_id", "question_id"])
    op.create_table(
        "survey_text",
        sa.Column("response_id", sa.String(22), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(8), nullable=True),
        sa.Column("hidden", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(254), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["survey_response.id"],
            name=op.f("fk__survey_text__response_id__survey_response"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["survey_theme.id"],
            name=op.f("fk__survey_text__theme_id__survey_theme"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk__survey_text")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix__survey_text_theme_id"), "survey_text", ["theme_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("survey_text")
    op.drop_table("survey_theme")
