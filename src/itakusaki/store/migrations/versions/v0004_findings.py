"""Findings over rounds: which there are, and how each stood after every change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of findings; what was kept before knows none."""
    op.create_table(
        "finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("processor", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("processor", "number", name="uq_finding_processor"),
        sa.UniqueConstraint("cause", "processor", name="uq_finding_cause"),
    )
    op.create_table(
        "finding_change",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "place", name="pk_finding_change"),
        sa.UniqueConstraint("finding", "entry", name="uq_finding_change_finding"),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name="fk_finding_change_entry_journal"
        ),
        sa.ForeignKeyConstraint(
            ["finding"], ["finding.id"], name="fk_finding_change_finding_finding"
        ),
    )
