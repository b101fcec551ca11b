"""add feeds of partners, what was found in them, and rules on it.

Revision: 5b0c9e73d1a4, after 2b7e94f1d3c6.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b0c9e73d1a4"
down_revision = "2b7e94f1d3c6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database forward."""
    _create_sources()
    _create_items()
    _create_sightings()
    _create_keys()
    _create_rules()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, other: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk__{table}__{column}__{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=on_delete)


def _create_sources() -> None:
    op.create_table(
        "feed_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_key", sa.String(length=80), nullable=True),
        sa.Column("pack_digest", sa.String(length=64), nullable=True),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("agency_id", sa.String(length=60), nullable=True),
        sa.Column("topic", sa.String(length=20), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=1000), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        _moment("next_fetch_at"),
        _moment("last_fetched_at", nullable=True),
        _moment("last_worked_at", nullable=True),
        _moment("last_news_at", nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=30), nullable=False),
        _moment("broken_since", nullable=True),
        sa.Column("is_partly_read", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__feed_source")),
        sa.UniqueConstraint("pack_key", name=op.f("uq__feed_source__pack_key")),
        sa.UniqueConstraint("url", name=op.f("uq__feed_source__url")),
    )
    op.create_index("ix__feed_source__is_on_next_fetch_at", "feed_source", ["is_on", "next_fetch_at"])


def _create_items() -> None:
    op.create_table(
        "feed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        _moment("published_at", nullable=True),
        _moment("first_seen_at"),
        _moment("last_seen_at"),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("relevance", sa.Double(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("picture_url", sa.String(length=1000), nullable=False),
        sa.Column("picture_alt", sa.String(length=300), nullable=False),
        sa.Column("picture_file", sa.String(length=80), nullable=True),
        sa.Column("picture_tries", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("handled_by", sa.Integer(), nullable=True),
        _moment("handled_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__feed_item")),
        sa.UniqueConstraint("post_id", name=op.f("uq__feed_item__post_id")),
        _key("feed_item", "source_id", "feed_source"),
        _key("feed_item", "post_id", "post", "SET NULL"),
    )
    op.create_index("ix__feed_item_source_id", "feed_item", ["source_id"])
    op.create_index("ix__feed_item__state_first_seen_at", "feed_item", ["state", "first_seen_at"])


def _create_sightings() -> None:
    op.create_table(
        "feed_sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__feed_sighting")),
        sa.UniqueConstraint("source_id", "entry_key", name=op.f("uq__feed_sighting__source_id_entry_key")),
        _key("feed_sighting", "item_id", "feed_item"),
        _key("feed_sighting", "source_id", "feed_source"),
    )
    op.create_index("ix__feed_sighting_item_id", "feed_sighting", ["item_id"])


def _create_keys() -> None:
    op.create_table(
        "feed_item_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "item_id", name=op.f("pk__feed_item_key")),
        _key("feed_item_key", "item_id", "feed_item"),
    )
    op.create_index("ix__feed_item_key_item_id", "feed_item_key", ["item_id"])


def _create_rules() -> None:
    op.create_table(
        "feed_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("phrases", sa.JSON(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__feed_rule")),
        _key("feed_rule", "source_id", "feed_source"),
    )
    op.create_index("ix__feed_rule_source_id", "feed_rule", ["source_id"])


def downgrade() -> None:
    """Take the database back."""
    for table in ("feed_rule", "feed_item_key", "feed_sighting", "feed_item", "feed_source"):
        op.drop_table(table)
