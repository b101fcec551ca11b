"""add surveys, their openings, sittings, tokens and responses.

Revision: 5b90d3c7e214, after 9d3f1a6b0e72.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b90d3c7e214"
down_revision = "9d3f1a6b0e72"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("conversation", sa.Column("surveying", sa.Integer(), nullable=True))
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__survey")),
    )
    op.create_table(
        "survey_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.String(length=40), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.Column("publication", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__survey_opening")),
    )
    op.create_index(op.f("ix__survey_opening_survey_id"), "survey_opening", ["survey_id"])
    _create_sittings()
    _create_responses()


def _opening_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk__{table}__opening_id__survey_opening")
    return sa.ForeignKeyConstraint(["opening_id"], ["survey_opening.id"], name=name, ondelete="CASCADE")


def _create_sittings() -> None:
    op.create_table(
        "survey_sitting",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=22), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        _opening_key("survey_sitting"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk__survey_sitting__conversation_id__conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opening_id", "token", name=op.f("pk__survey_sitting")),
    )
    op.create_index(op.f("ix__survey_sitting_conversation_id"), "survey_sitting", ["conversation_id"])


def _create_responses() -> None:
    # Without row numbers, which would tell in which order tokens and answers came.
    op.create_table(
        "survey_token",
        sa.Column("opening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _opening_key("survey_token"),
        sa.PrimaryKeyConstraint("opening_id", "digest", name=op.f("pk__survey_token")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_response",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("is_paper", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "person_id IS NULL OR NOT is_anonymous", name=op.f("ck__survey_response__anonymous")
        ),
        _opening_key("survey_response"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk__survey_response__person_id__person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__survey_response")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix__survey_response__opening", "survey_response", ["opening_id"])
    op.create_index(op.f("ix__survey_response_person_id"), "survey_response", ["person_id"])


def downgrade() -> None:
    """Go back; surveys and answers are lost."""
    for table in ("survey_response", "survey_token", "survey_sitting", "survey_opening", "survey"):
        op.drop_table(table)
    with op.batch_alter_table("conversation") as batch:
        batch.drop_column("surveying")
