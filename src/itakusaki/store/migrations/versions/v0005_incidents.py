"""Incidents: how each stood whenever it was recorded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of incidents; what was kept before knows none."""
    op.create_table(
        "incident_record",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "place", name="pk_incident_record"),
        sa.UniqueConstraint("name", "entry", name="uq_incident_record_name"),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name="fk_incident_record_entry_journal"
        ),
    )
