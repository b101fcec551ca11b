"""add which areas and topics linked chats are for.

Revision: 6f0a93d7b21c, after 84b6f1d03c2e.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6f0a93d7b21c"
down_revision = "84b6f1d03c2e"
branch_labels = None
depends_on = None

_TABLES, _COLUMNS = ("linked_chat", "link_code"), ("areas", "topics")


def upgrade() -> None:
    """Bring the database forward."""
    for table in _TABLES:
        with op.batch_alter_table(table) as changed:
            for column in _COLUMNS:
                changed.add_column(sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table(table) as changed:
            for column in _COLUMNS:
                changed.alter_column(column, server_default=None)


def downgrade() -> None:
    """Go back."""
    for table in _TABLES:
        with op.batch_alter_table(table) as changed:
            for column in _COLUMNS:
                changed.drop_column(column)
