"""How deep the form went that a side's line rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a form of which no depth is known counts as the full one."""
    with op.batch_alter_table("party_line") as batch:
        batch.add_column(sa.Column("depth", sa.String(), nullable=False, server_default="full"))
