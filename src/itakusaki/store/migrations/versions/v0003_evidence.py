"""Which files count for which control, and a digest of what was written beside an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of assessments kept before, neither is known."""
    with op.batch_alter_table("control_line") as batch:
        batch.add_column(sa.Column("words", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "evidence_line",
        sa.Column("assessment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "party", "place", name="pk_evidence_line"),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessment.id"], name="fk_evidence_line_assessment_assessment"
        ),
    )
