"""For how many rounds in a row a party said of an answer that nothing changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody could say so before."""
    with op.batch_alter_table("control_line") as batch:
        batch.add_column(sa.Column("reaffirmed", sa.Integer(), nullable=False, server_default="0"))
