"""add when a concern was closed and when an agency first answered a referral.

Revision: c4d07a92be15, after 5b90d3c7e214.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c4d07a92be15"
down_revision = "5b90d3c7e214"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("concern", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referral", sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("referral", "acknowledged_at")
    op.drop_column("concern", "closed_at")
