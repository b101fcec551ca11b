"""add deliveries of referrals, and the sharing ledger.

Revision: 4c8e2b7f9d10, after e09b53f1a6c8.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4c8e2b7f9d10"
down_revision = "e09b53f1a6c8"
branch_labels = None
depends_on = None

_REFUSAL = "the sharing ledger is only added to"
_POSTGRESQL = (
    f"""
    CREATE FUNCTION refuse_sharing_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$
    """,
    """
    CREATE TRIGGER sharing_entry_stays BEFORE UPDATE OR DELETE ON sharing_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_sharing_change()
    """,
    """
    CREATE TRIGGER sharing_entry_is_not_emptied BEFORE TRUNCATE ON sharing_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_sharing_change()
    """,
)
_SQLITE = tuple(
    f"CREATE TRIGGER sharing_entry_no_{change.lower()} BEFORE {change} ON sharing_entry "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for change in ("UPDATE", "DELETE")
)


def upgrade() -> None:
    """Bring the database forward."""
    _create_deliveries()
    _create_ledger()


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_deliveries() -> None:
    op.create_table(
        "referral_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("due_at"),
        _moment("claimed_until", nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        _moment("created_at"),
        _moment("sent_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk__referral_delivery__referral_id__referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__referral_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq__referral_delivery__key")),
        sa.UniqueConstraint(
            "referral_id", "purpose", name=op.f("uq__referral_delivery__referral_id_purpose")
        ),
    )
    op.create_index("ix__referral_delivery__state_due", "referral_delivery", ["state", "due_at", "id"])
    op.create_table(
        "delivery_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["referral_delivery.id"],
            name=op.f("fk__delivery_try__delivery_id__referral_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__delivery_try")),
    )
    op.create_index(op.f("ix__delivery_try_delivery_id"), "delivery_try", ["delivery_id"])


def _create_ledger() -> None:
    op.create_table(
        "sharing_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("delivery_key", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=80), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("legal_basis", sa.String(length=120), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__sharing_entry")),
    )
    for column in ("at", "reference", "agency_id"):
        op.create_index(op.f(f"ix__sharing_entry_{column}"), "sharing_entry", [column])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go back; the ledger goes with its table."""
    op.drop_table("sharing_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_sharing_change()")
    op.drop_table("delivery_try")
    op.drop_table("referral_delivery")
