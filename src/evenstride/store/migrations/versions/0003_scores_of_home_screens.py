"""The score that the outcome of a home screen rests on, how it was made, and what hurt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLE = "screen_answers"


def upgrade() -> None:
    """Add them; outcomes that are there already were told without a score."""
    op.add_column(_TABLE, sa.Column("value", sa.Double(), nullable=True))
    op.add_column(_TABLE, sa.Column("unit", sa.String(), nullable=False, server_default=""))
    op.add_column(_TABLE, sa.Column("error", sa.Double(), nullable=True))
    op.add_column(_TABLE, sa.Column("is_at_least", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(_TABLE, sa.Column("scored_by", sa.String(), nullable=False, server_default="told"))
    op.add_column(_TABLE, sa.Column("pain", sa.Double(), nullable=True))
    op.add_column(_TABLE, sa.Column("why", sa.String(), nullable=False, server_default=""))
    op.add_column(_TABLE, sa.Column("evidence", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
