"""add notices to the coordinator, ASB Case Reviews, and when an agency was asked again.

Revision: 9d3f1a6b0e72, after 7be41c06d9f3.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9d3f1a6b0e72"
down_revision = "7be41c06d9f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    # Not by a batch: SQLite would drop the old table, and with it every delivery by its foreign key.
    op.add_column("referral", _moment("chased_at", nullable=True))
    op.add_column("referral", _moment("escalated_at", nullable=True))
    op.create_index("ix__referral__state_target", "referral", ["state", "target_on"])
    op.create_table(
        "staff_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        _moment("created_at"),
        _moment("done_at", nullable=True),
        _concern_key("staff_notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__staff_notice")),
        sa.UniqueConstraint("key", name=op.f("uq__staff_notice__key")),
    )
    op.create_index(op.f("ix__staff_notice_concern_id"), "staff_notice", ["concern_id"])
    op.create_index("ix__staff_notice__done_id", "staff_notice", ["done_at", "id"])
    _create_reviews()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _concern_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk__{table}__concern_id__concern")
    return sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=name, ondelete="CASCADE")


def _create_reviews() -> None:
    op.create_table(
        "case_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        _moment("found_at"),
        _moment("offered_at", nullable=True),
        _moment("requested_at", nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        _moment("acknowledged_at", nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("is_met", sa.Boolean(), nullable=True),
        _concern_key("case_review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__case_review")),
        sa.UniqueConstraint("key", name=op.f("uq__case_review__key")),
    )
    op.create_index(op.f("ix__case_review_concern_id"), "case_review", ["concern_id"])
    op.create_index(op.f("ix__case_review_subject"), "case_review", ["subject"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("case_review")
    op.drop_table("staff_notice")
    op.drop_index("ix__referral__state_target", "referral")
    op.drop_column("referral", "escalated_at")
    op.drop_column("referral", "chased_at")
