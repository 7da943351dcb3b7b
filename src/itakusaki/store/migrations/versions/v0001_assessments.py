"""Assessments and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the journal and of assessments."""
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_journal"),
        sa.UniqueConstraint("prev", name="uq_journal_prev"),
        sa.UniqueConstraint("digest", name="uq_journal_digest"),
    )
    op.create_table(
        "journal_head",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_journal_head"),
        sa.CheckConstraint("one = 1", name=op.f("ck_journal_head_one")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=False),
        sa.Column("checklist_version", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("policy_digest", sa.String(64), nullable=False),
        sa.Column("tool_version", sa.String(), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["entry"], ["journal.number"], name="fk_assessment_entry_journal"),
        sa.UniqueConstraint("entry", name="uq_assessment_entry"),
        sa.UniqueConstraint("round", "number", name="uq_assessment_round"),
    )
    op.create_table(
        "source",
        *_of_an_assessment("source"),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.create_table(
        "part",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_part"),
    )
    op.create_table(
        "made_of",
        *_of_an_assessment("made_of"),
        sa.Column("part", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["part"], ["part.digest"], name="fk_made_of_part_part"),
    )
    op.create_index("ix_made_of_part", "made_of", ["part"])
    op.create_table(
        "party_line",
        *_of_an_assessment("party_line"),
        sa.Column("processor", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("declared", sa.Double()),
        sa.Column("verified", sa.Double()),
        sa.Column("assurance", sa.Double()),
        sa.Column("sealed", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "control_line",
        *_of_an_assessment("control_line", "party"),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("declared", sa.Double()),
        sa.Column("verified", sa.Double()),
        sa.Column("knock_out", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("required_grade", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("required_state", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
    )


def _of_an_assessment(table: str, *more: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns by which a row belongs to an assessment, and its place there."""
    keys = ("assessment", *more, "place")
    return (
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessment.id"], name=f"fk_{table}_assessment_assessment"
        ),
    )
