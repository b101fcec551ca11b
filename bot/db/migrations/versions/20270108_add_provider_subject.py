"""add what an identity provider knows a member of staff by.

Revision: 4e7a20c91b6d, after 3d90b6e7f1a4.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4e7a20c91b6d"
down_revision = "3d90b6e7f1a4"
branch_labels = None
depends_on = None

_NAME = "ix__staff_member_provider_subject"


def upgrade() -> None:
    """Bring the database forward; an index, since a constraint would have SQLite make the table anew."""
    op.add_column("staff_member", sa.Column("provider_subject", sa.String(length=255), nullable=True))
    op.create_index(op.f(_NAME), "staff_member", ["provider_subject"], unique=True)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f(_NAME), "staff_member")
    op.drop_column("staff_member", "provider_subject")
