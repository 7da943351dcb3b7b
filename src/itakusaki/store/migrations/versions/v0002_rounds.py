"""Rounds, and who is due in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of rounds."""
    op.create_table(
        "audit_round",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer()),
        sa.Column("erased", sa.Integer()),
        sa.PrimaryKeyConstraint("name", name="pk_audit_round"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["journal.number"], name=f"fk_audit_round_{column}_journal"
            )
            for column in ("opened", "closed", "erased")
        ),
    )
    op.create_table(
        "due_party",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("round", "place", name="pk_due_party"),
        sa.ForeignKeyConstraint(
            ["round"], ["audit_round.name"], name="fk_due_party_round_audit_round"
        ),
    )
