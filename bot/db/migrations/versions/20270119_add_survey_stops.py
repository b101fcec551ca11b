"""keep where people stopped in a survey when its round is closed.

Revision: 7d1f0c3be5a8, after a1f4c86d20b7.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7d1f0c3be5a8"
down_revision = "a1f4c86d20b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("survey_opening", sa.Column("stops", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("survey_opening", "stops")
