"""add for whom a photo waits whose report is still being taken.

Revision: 8b1d4f7a2c95, after 9f4a6d1c82b3.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8b1d4f7a2c95"
down_revision = "9f4a6d1c82b3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    with op.batch_alter_table("photo") as photo:
        photo.add_column(sa.Column("held_for", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix__photo_held_for"), "photo", ["held_for"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix__photo_held_for"), "photo")
    with op.batch_alter_table("photo") as photo:
        photo.drop_column("held_for")
