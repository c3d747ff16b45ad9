"""The pair of shoes that new runs are done in; what to think of at a retest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; no pair is the default at first and no note is there."""
    op.add_column("shoes", sa.Column("is_default", sa.Boolean(), nullable=False, server_default=sa.false()))
    is_default = sa.text("is_default")
    op.create_index(
        "uq_shoes_one_default",
        "shoes",
        ["runner_id"],
        unique=True,
        sqlite_where=is_default,
        postgresql_where=is_default,
    )
    op.add_column("retests", sa.Column("note", sa.String(), nullable=False, server_default=""))
