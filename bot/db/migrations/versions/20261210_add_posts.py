"""add posts, when they went out, and subscriptions.

Revision: 7be41c06d9f3, after 4c8e2b7f9d10.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7be41c06d9f3"
down_revision = "4c8e2b7f9d10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    _create_posts()
    _create_occurrences()
    _create_sent_changes()
    _create_subscriptions()
    _create_held_posts()
    _create_suggestions()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk__{table}__{column}__{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def _create_posts() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_key", sa.String(length=80), nullable=True),
        sa.Column("pack_digest", sa.String(length=64), nullable=True),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        _moment("next_due_at", nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__post")),
        sa.UniqueConstraint("pack_key", name=op.f("uq__post__pack_key")),
    )
    op.create_index("ix__post__state_next_due_at", "post", ["state", "next_due_at"])


def _create_occurrences() -> None:
    op.create_table(
        "post_occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        _moment("due_at"),
        sa.Column("state", sa.String(length=8), nullable=False),
        _moment("happened_at"),
        sa.Column("reached", sa.Integer(), nullable=False),
        _key("post_occurrence", "post_id", "post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__post_occurrence")),
        sa.UniqueConstraint("post_id", "due_at", name=op.f("uq__post_occurrence__post_id_due_at")),
    )
    op.create_index("ix__post_occurrence__state_happened_at", "post_occurrence", ["state", "happened_at"])


def _create_sent_changes() -> None:
    op.create_table(
        "sent_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("is_removal", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("due_at"),
        _key("sent_change", "outgoing_id", "outgoing_message"),
        _key("sent_change", "post_id", "post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__sent_change")),
        sa.UniqueConstraint("outgoing_id", name=op.f("uq__sent_change__outgoing_id")),
    )
    op.create_index(op.f("ix__sent_change_post_id"), "sent_change", ["post_id"])
    op.create_index(op.f("ix__sent_change_due_at"), "sent_change", ["due_at"])


def _create_subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _key("subscription", "contact_point_id", "contact_point"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__subscription")),
        sa.UniqueConstraint("contact_point_id", name=op.f("uq__subscription__contact_point_id")),
    )


def _create_held_posts() -> None:
    op.create_table(
        "held_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        _moment("due_at"),
        _key("held_post", "subscription_id", "subscription"),
        _key("held_post", "occurrence_id", "post_occurrence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__held_post")),
        sa.UniqueConstraint(
            "subscription_id", "occurrence_id", name=op.f("uq__held_post__subscription_id_occurrence_id")
        ),
    )
    op.create_index("ix__held_post__due_at_subscription_id", "held_post", ["due_at", "subscription_id"])


def _create_suggestions() -> None:
    op.create_table(
        "post_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("hub_area", sa.String(length=40), nullable=False),
        sa.Column("recent", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        _moment("dismissed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__post_suggestion")),
        sa.UniqueConstraint(
            "made_on", "category", "hub_area", name=op.f("uq__post_suggestion__made_on_category_hub_area")
        ),
    )


def downgrade() -> None:
    """Go back."""
    for table in ("post_suggestion", "held_post", "subscription", "sent_change", "post_occurrence", "post"):
        op.drop_table(table)
