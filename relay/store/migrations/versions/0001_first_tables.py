"""First tables: people, invitations, sign-ins, sessions, openings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("trained_until", sa.String(10)),
        sa.Column("thumbprint", sa.String(43), nullable=False, unique=True),
        sa.Column("key", sa.String(43), nullable=False),
        sa.Column("enrolled", sa.Integer, nullable=False),
        sa.Column("suspended_until", sa.Integer),
    )
    op.create_table(
        "invites",
        sa.Column("token_sha256", sa.String(43), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("trained_until", sa.String(10)),
        sa.Column("expires", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token_sha256", sa.String(43), primary_key=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("expires", sa.Integer, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("session", sa.String(22), primary_key=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("technician", sa.String(43), nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("closed", sa.Integer),
        sa.Column("ended", sa.String(8)),
        sa.Column("scopes", sa.String(64), nullable=False),
        sa.Column("entries", sa.Integer),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("root", sa.String(43)),
        sa.Column("sha256", sa.String(43)),
    )
    op.create_index("sessions_by_opening", "sessions", ["opened"])
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("session", sa.String(22), nullable=False, index=True),
        sa.Column("reader", sa.String(43), nullable=False),
        sa.Column("groups", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("time", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("openings", "sessions", "sign_ins", "invites", "people"):
        op.drop_table(table)
