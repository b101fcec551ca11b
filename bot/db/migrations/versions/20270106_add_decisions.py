"""add which prompts a note of staff is a decision on.

Revision: f9c4027be81d, after 3c9e5b7a1d20.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f9c4027be81d"
down_revision = "3c9e5b7a1d20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    op.add_column("staff_note", sa.Column("prompts", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("staff_note", "prompts")
