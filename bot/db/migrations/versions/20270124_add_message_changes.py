"""add when a message was changed where it stands.

Revision: 2c58e1d94b07, after d38c5a07f1e4.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2c58e1d94b07"
down_revision = "d38c5a07f1e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("message", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("message", "changed_at")
