"""How the customer found it, whether something was wrong, and since when the recording is held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the list of sessions says of it."""
    op.add_column("sessions", sa.Column("rating", sa.Integer))
    op.add_column("sessions", sa.Column("complaints", sa.Integer, nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("held", sa.Integer))


def downgrade() -> None:
    """Take it away again."""
    for column in ("held", "complaints", "rating"):
        op.drop_column("sessions", column)
