"""add planned rounds of surveys, their invitations and when people were reminded.

Revision: 7e21c95d04ab, after 7e1c52f08a94.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7e21c95d04ab"
down_revision = "7e1c52f08a94"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("survey_opening", sa.Column("post_id", sa.Integer(), nullable=True))
    op.add_column("survey_opening", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.execute("UPDATE survey_opening SET state = 'planned' WHERE state = 'open' AND opens_on > CURRENT_DATE")


def downgrade() -> None:
    """Go back."""
    op.execute("UPDATE survey_opening SET state = 'open' WHERE state = 'planned'")
    op.drop_column("survey_opening", "reminded_on")
    op.drop_column("survey_opening", "post_id")
