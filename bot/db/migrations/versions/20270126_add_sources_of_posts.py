"""add where the facts of posts come from, and when they were looked up.

Revision: 3d90b6e7f1a4, after 6f0a93d7b21c.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3d90b6e7f1a4"
down_revision = "6f0a93d7b21c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))
        post.add_column(sa.Column("checked_on", sa.Date(), nullable=True))
    with op.batch_alter_table("post") as post:
        post.alter_column("sources", server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("post") as post:
        post.drop_column("checked_on")
        post.drop_column("sources")
