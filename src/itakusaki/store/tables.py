"""Tables of the store, the same on SQLite and PostgreSQL; every constraint has a name from the first.

No text is ever ordered or searched by the database: equality only, Japanese is ordered in Python.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: The journal: numbers without a gap, each entry with the only one that may follow another.
JOURNAL: Final = Table(
    "journal",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("prev", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
)

#: The last entry once more, in one row: an end that was cut off is missed by it.
HEAD: Final = Table(
    "journal_head",
    METADATA,
    Column("one", Integer, CheckConstraint("one = 1", name="one"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

ASSESSMENT: Final = Table(
    "assessment",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("origin", String, nullable=False),
    Column("as_of", String, nullable=False),
    Column("checklist_version", String, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("policy_digest", String(64), nullable=False),
    Column("tool_version", String, nullable=False),
    Column("input_digest", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("entry", Integer, ForeignKey(JOURNAL.c.number), nullable=False, unique=True),
    Column("is_correction", Boolean, nullable=False),
    UniqueConstraint("round", "number"),
)

#: What was read for an assessment: workspace-relative path and SHA-256 of each file.
SOURCE: Final = Table(
    "source",
    METADATA,
    Column("assessment", Integer, ForeignKey(ASSESSMENT.c.id), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
)

#: Parts of assessments, packed, by the SHA-256 of their bytes; what did not change is kept once.
PART: Final = Table(
    "part",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

#: Which parts an assessment is made of: first all but its results, then each result in order.
MADE_OF: Final = Table(
    "made_of",
    METADATA,
    Column("assessment", Integer, ForeignKey(ASSESSMENT.c.id), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("part", String(64), ForeignKey(PART.c.digest), nullable=False, index=True),
)

PARTY: Final = Table(
    "party_line",
    METADATA,
    Column("assessment", Integer, ForeignKey(ASSESSMENT.c.id), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("processor", String, nullable=False),
    Column("side", String, nullable=False),
    Column("name", String, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("rating", String, nullable=False),
    Column("declared", Double),
    Column("verified", Double),
    Column("assurance", Double),
    Column("sealed", Boolean, nullable=False),
    Column("depth", String, nullable=False, server_default="full"),
)

CONTROL: Final = Table(
    "control_line",
    METADATA,
    Column("assessment", Integer, ForeignKey(ASSESSMENT.c.id), primary_key=True),
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("control", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("weight", Double, nullable=False),
    Column("declared", Double),
    Column("verified", Double),
    Column("knock_out", Boolean, nullable=False),
    Column("answer", String, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("required_grade", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("required_state", String, nullable=False),
    Column("decision", String, nullable=False),
    Column("approval", String, nullable=False),
    Column("words", String, nullable=False, server_default=""),
    Column("reaffirmed", Integer, nullable=False, server_default="0"),
)

#: Which files count for which control of a party.
EVIDENCE: Final = Table(
    "evidence_line",
    METADATA,
    Column("assessment", Integer, ForeignKey(ASSESSMENT.c.id), primary_key=True),
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("control", String, nullable=False),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("grade", Integer, nullable=False),
)

ROUND: Final = Table(
    "audit_round",
    METADATA,
    Column("name", String, primary_key=True),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("opened", Integer, ForeignKey(JOURNAL.c.number), nullable=False),
    Column("closed", Integer, ForeignKey(JOURNAL.c.number)),
    Column("erased", Integer, ForeignKey(JOURNAL.c.number)),
)

#: Who was due at the opening of a round: a DueParty each, as canonical JSON.
DUE: Final = Table(
    "due_party",
    METADATA,
    Column("round", String, ForeignKey(ROUND.c.name), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

#: Every finding that was ever made, by an id that no other gets, and the cause it comes from.
FINDING: Final = Table(
    "finding",
    METADATA,
    Column("id", String, primary_key=True),
    Column("processor", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("cause", String, nullable=False),
    UniqueConstraint("processor", "number"),
    UniqueConstraint("cause", "processor"),
)

#: How a finding stood after an entry: a TrackedFinding as canonical JSON; the last is how it stands.
#: What findings are counted by stands in columns of its own as well: JSON takes four times as long to read.
FINDING_CHANGE: Final = Table(
    "finding_change",
    METADATA,
    Column("entry", Integer, ForeignKey(JOURNAL.c.number), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("finding", String, ForeignKey(FINDING.c.id), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("state", String, nullable=False, server_default=""),
    Column("due", String, nullable=False, server_default=""),
    Column("until", String),
    Column("first_round", String, nullable=False, server_default=""),
    Column("settled_in", String, nullable=False, server_default=""),
    UniqueConstraint("finding", "entry"),
)

#: How an incident stood when it was recorded: a KeptIncident as canonical JSON; the last is how it stands.
INCIDENT: Final = Table(
    "incident_record",
    METADATA,
    Column("entry", Integer, ForeignKey(JOURNAL.c.number), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("name", "entry"),
)
