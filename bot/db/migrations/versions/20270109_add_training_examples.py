"""add examples for training.

Revision: c93f5b1e7d20, after f9c4027be81d.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c93f5b1e7d20"
down_revision = "f9c4027be81d"
branch_labels = None
depends_on = None

_TABLE = "training_example"


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=True),
        sa.Column("labelled_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["concern.id"],
            name=op.f("fk__training_example__concern_id__concern"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["staff_member.id"], name=op.f(f"fk__training_example__{column}__staff_member")
            )
            for column in ("labelled_by", "approved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__training_example")),
    )
    op.create_index(op.f("ix__training_example_concern_id"), _TABLE, ["concern_id"], unique=True)
    op.create_index("ix__training_example__state_id", _TABLE, ["state", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table(_TABLE)
