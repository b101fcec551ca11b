"""add inbox and outbox.

Revision: 8a6f0e1d94c3, after 5d1f0c83b7a2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8a6f0e1d94c3"
down_revision = "5d1f0c83b7a2"
branch_labels = None
depends_on = None

_CLAIMED = sa.text("state = 'claimed'")


def upgrade() -> None:
    """Bring the database forward."""
    op.create_table(
        "inbox_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        *_queue_columns(),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__inbox_update")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq__inbox_update__channel_external_id")),
    )
    op.create_index("ix__inbox_update__state_id", "inbox_update", ["state", "id"])
    _index_addresses("inbox_update")
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        *_queue_columns(),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk__outgoing_message__message_id__message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__outgoing_message")),
        sa.UniqueConstraint("key", name=op.f("uq__outgoing_message__key")),
    )
    op.create_index(op.f("ix__outgoing_message_message_id"), "outgoing_message", ["message_id"])
    op.create_index(
        "ix__outgoing_message__state_priority_id", "outgoing_message", ["state", "priority", "id"]
    )
    _index_addresses("outgoing_message")
    # Not by a batch: SQLite would drop the old table, and with it every message by its foreign key.
    op.add_column("draft", sa.Column("acted", sa.JSON(), nullable=True))
    op.add_column("conversation", sa.Column("acted", sa.JSON(), nullable=True))
    op.add_column("conversation", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))


def _queue_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
    )


def _index_addresses(table: str) -> None:
    op.create_index(f"ix__{table}__channel_address_state", table, ["channel", "address", "state"])
    op.create_index(
        f"uq__{table}__claimed_address",
        table,
        ["channel", "address"],
        unique=True,
        sqlite_where=_CLAIMED,
        postgresql_where=_CLAIMED,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("conversation", "claimed_until")
    op.drop_column("conversation", "acted")
    op.drop_column("draft", "acted")
    op.drop_table("outgoing_message")
    op.drop_table("inbox_update")
