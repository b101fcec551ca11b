"""add staff, their sessions, and the audit trail.

Revision: 2f7c9d05e8a1, after c41e7a90b6d2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2f7c9d05e8a1"
down_revision = "c41e7a90b6d2"
branch_labels = None
depends_on = None

_REFUSAL = "the audit trail is only added to"
_POSTGRESQL = (
    f"""
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
    """,
    """
    CREATE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
    """,
)
_SQLITE = tuple(
    f"CREATE TRIGGER audit_entry_no_{change.lower()} BEFORE {change} ON audit_entry "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for change in ("UPDATE", "DELETE")
)


def upgrade() -> None:
    """Bring the database forward."""
    _create_members()
    _create_keys()
    _create_sessions()
    _create_audit_trail()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _member_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk__{table}__staff_id__staff_member")
    return sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=name, ondelete="CASCADE")


def _create_members() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=80), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_used_step", sa.Integer(), nullable=True),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        _moment("locked_until", nullable=True),
        _moment("disabled_at", nullable=True),
        _moment("created_at"),
        _moment("last_signed_in_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__staff_member")),
        sa.UniqueConstraint("email", name=op.f("uq__staff_member__email")),
    )


def _create_keys() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _member_key("recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__recovery_code")),
    )
    op.create_index(op.f("ix__recovery_code_staff_id"), "recovery_code", ["staff_id"])
    op.create_table(
        "staff_link",
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("expires_at"),
        _member_key("staff_link"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk__staff_link")),
        sa.UniqueConstraint("digest", name=op.f("uq__staff_link__digest")),
    )


def _create_sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("pending_secret", sa.String(length=64), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        _moment("created_at"),
        _moment("last_seen_at"),
        _moment("expires_at"),
        _member_key("staff_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__staff_session")),
        sa.UniqueConstraint("digest", name=op.f("uq__staff_session__digest")),
    )
    op.create_index(op.f("ix__staff_session_staff_id"), "staff_session", ["staff_id"])


def _create_audit_trail() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__audit_entry")),
    )
    op.create_index(op.f("ix__audit_entry_staff_id"), "audit_entry", ["staff_id"])
    op.create_index(op.f("ix__audit_entry_action"), "audit_entry", ["action"])
    op.create_index("ix__audit_entry__subject", "audit_entry", ["subject_kind", "subject_id", "id"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go back; the audit trail goes with its table."""
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
    for table in ("staff_session", "staff_link", "recovery_code", "staff_member"):
        op.drop_table(table)
