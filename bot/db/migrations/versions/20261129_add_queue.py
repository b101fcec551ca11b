"""add what the console's queue is looked at by: who works on a concern, its version, words, contacts.

Revision: 7b1e64a0c9d3, after 2f7c9d05e8a1.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.domain.reaching import contact_key

revision = "7b1e64a0c9d3"
down_revision = "2f7c9d05e8a1"
branch_labels = None
depends_on = None

_OPEN = sa.text("state <> 'closed'")
_WORDS = ("description", "details", "place_name")
_INDEXES = {
    "ix__concern__open": ["id"],
    "ix__concern__open_target": ["target_on", "id"],
    "ix__concern__open_assigned": ["assigned_to", "id"],
    "ix__concern__area_id": ["hub_area", "id"],
    "ix__concern__category_id": ["category", "id"],
    "ix__concern__sensitive": ["is_sensitive", "id"],
}
_NEW, _OLD = (", ".join(f"{row}.{name}" for name in _WORDS) for row in ("new", "old"))
_COLUMNS = ", ".join(_WORDS)
_FORGET = f"INSERT INTO concern_words (concern_words, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608
_LEARN = f"INSERT INTO concern_words (rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"  # noqa: S608
#: The words stay in the table `concern`; the index follows it by itself.
_SQLITE = (
    f"CREATE VIRTUAL TABLE concern_words USING fts5({_COLUMNS}, content='concern', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='3')",
    f"CREATE TRIGGER concern_words_added AFTER INSERT ON concern BEGIN {_LEARN} END",
    f"CREATE TRIGGER concern_words_gone AFTER DELETE ON concern BEGIN {_FORGET} END",
    f"CREATE TRIGGER concern_words_changed AFTER UPDATE OF {_COLUMNS} ON concern "
    f"BEGIN {_FORGET} {_LEARN} END",
    "INSERT INTO concern_words (concern_words) VALUES ('rebuild')",
)
_POSTGRESQL = (
    "CREATE INDEX ix__concern__words ON concern USING gin (to_tsvector('simple', "
    "description || ' ' || coalesce(details, '') || ' ' || coalesce(place_name, '')))",
)


def upgrade() -> None:
    """Bring the database forward."""
    # Not by a batch: SQLite would drop the old table, and with it every referral by its foreign key.
    op.execute(
        "ALTER TABLE concern ADD COLUMN assigned_to INTEGER "
        "CONSTRAINT fk__concern__assigned_to__staff_member REFERENCES staff_member (id)"
    )
    op.add_column("concern", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("concern", sa.Column("contact_key", sa.String(length=100), nullable=True))
    op.create_index(op.f("ix__concern_contact_key"), "concern", ["contact_key"])
    op.create_index(op.f("ix__classification_confidence"), "classification", ["confidence"])
    for name, columns in _INDEXES.items():
        only = _OPEN if "__open" in name else None
        op.create_index(name, "concern", columns, sqlite_where=only, postgresql_where=only)
    connection = op.get_bind()
    contacts = connection.execute(sa.text("SELECT id, contact FROM concern WHERE contact IS NOT NULL"))
    for concern_id, contact in contacts.all():
        connection.execute(
            sa.text("UPDATE concern SET contact_key = :key WHERE id = :id"),
            {"key": contact_key(contact), "id": concern_id},
        )
    for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix__concern__words", "concern")
    else:
        for trigger in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER concern_words_{trigger}")
        op.execute("DROP TABLE concern_words")
    for name in (*_INDEXES, "ix__concern_contact_key"):
        op.drop_index(name, "concern")
    op.drop_index("ix__classification_confidence", "classification")
    for column in ("contact_key", "version"):
        op.drop_column("concern", column)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("concern", "assigned_to")
