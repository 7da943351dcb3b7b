"""Verdicts: how a control stands, how much it weighs, and how a party is rated."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """How a control stands (architecture.md §6); silence and exemption are outcomes too."""

    MET = "met"
    UNVERIFIED = "unverified"
    PARTIAL = "partial"
    GAP = "gap"
    UNANSWERED = "unanswered"
    CONTRADICTED = "contradicted"
    EXCEPTED = "excepted"
    EXEMPT = "exempt"


class Severity(StrEnum):
    """How bad a no is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Outcome(StrEnum):
    """Result of comparing two sources (controls.md §14)."""

    CONTRADICTION = "contradiction"
    CONSISTENT = "consistent"
    CANNOT_COMPARE = "cannot_compare"


class Rating(StrEnum):
    """The overall word on a processor, in the order in which it is decided."""

    NOT_ANSWERED = "not_answered"
    UNACCEPTABLE = "unacceptable"
    PENDING = "pending"
    A = "A"
    B = "B"
    C = "C"
    C_CONDITIONAL = "C_conditional"
    D = "D"
