"""add messages of the chat that never became a report to what there is to learn from.

Revision: c5e7a0b93d12, after 5c1e80b7d9f2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c5e7a0b93d12"
down_revision = "5c1e80b7d9f2"
branch_labels = None
depends_on = None

_TABLE = "training_example"


def upgrade() -> None:
    """Bring the database forward."""
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(sa.Column("message_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk__training_example__message_id__message"),
            "message",
            ["message_id"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index(op.f("ix__training_example_message_id"), _TABLE, ["message_id"], unique=True)


def downgrade() -> None:
    """Go back; messages that wait are forgotten."""
    op.execute(sa.text("DELETE FROM training_example WHERE message_id IS NOT NULL"))
    op.drop_index(op.f("ix__training_example_message_id"), _TABLE)
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f("fk__training_example__message_id__message"), type_="foreignkey")
        table.drop_column("message_id")
