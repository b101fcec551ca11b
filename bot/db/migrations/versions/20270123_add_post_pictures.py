"""add pictures of posts.

Revision: 91d7c3f0a85e, after b6d2e91c47f0.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "91d7c3f0a85e"
down_revision = "b6d2e91c47f0"
branch_labels = None
depends_on = None

_KEYS = ("picture_id", "shown_picture_id")


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "post_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__post_picture")),
        sa.UniqueConstraint("file_name", name=op.f("uq__post_picture__file_name")),
    )
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("alt", sa.String(length=300), nullable=False, server_default=""))
        for key in _KEYS:
            post.add_column(sa.Column(key, sa.Integer(), nullable=True))
            post.create_foreign_key(op.f(f"fk__post__{key}__post_picture"), "post_picture", [key], ["id"])
    with op.batch_alter_table("post") as post:
        post.alter_column("alt", server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("post") as post:
        for key in _KEYS:
            post.drop_constraint(op.f(f"fk__post__{key}__post_picture"), type_="foreignkey")
            post.drop_column(key)
        post.drop_column("alt")
    op.drop_table("post_picture")
