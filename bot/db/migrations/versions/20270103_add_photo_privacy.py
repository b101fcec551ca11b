"""add blurred, hidden and redacted photos, and concerns of which nothing may be public.

Revision: a1f4c86d20b7, after c4d07a92be15.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a1f4c86d20b7"
down_revision = "c4d07a92be15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("photo", sa.Column("is_blurred", sa.Boolean(), nullable=True))
    op.add_column("photo", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("photo", sa.Column("redacted_file_name", sa.String(length=80), nullable=True))
    op.add_column("concern", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("concern", "hidden_at")
    op.drop_column("photo", "redacted_file_name")
    op.drop_column("photo", "hidden_at")
    op.drop_column("photo", "is_blurred")
