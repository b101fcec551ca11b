"""add keys of programs, and which concerns were sent with them.

Revision: 8d1f6a3c90e2, after 6d3f81b7e05a.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8d1f6a3c90e2"
down_revision = "6d3f81b7e05a"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=8), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        _moment("created_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq__api_key__digest")),
    )
    op.create_table(
        "api_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("repeat_key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(
            ["api_key_id"], ["api_key.id"], name=op.f("fk__api_report__api_key_id__api_key")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["concern.id"],
            name=op.f("fk__api_report__concern_id__concern"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__api_report")),
        sa.UniqueConstraint("api_key_id", "repeat_key", name=op.f("uq__api_report__api_key_id_repeat_key")),
    )
    op.create_index(op.f("ix__api_report_concern_id"), "api_report", ["concern_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("api_report")
    op.drop_table("api_key")
