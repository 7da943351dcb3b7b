"""Verdicts: how a control stands, how much it weighs, and how a party is rated."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """How a control stands; silence and exemption are outcomes too.

    NOT_ASKED: the round's form did not ask it; neither exempt nor unanswered (ADR 0040).
    SEALED is no judgement: how the control stands is told in a sealed report only (ADR 0020).
    """

    MET = "met"
    UNVERIFIED = "unverified"
    PARTIAL = "partial"
    GAP = "gap"
    UNANSWERED = "unanswered"
    CONTRADICTED = "contradicted"
    EXCEPTED = "excepted"
    EXEMPT = "exempt"
    NOT_ASKED = "not_asked"
    SEALED = "sealed"


class Severity(StrEnum):
    """How bad a no is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Outcome(StrEnum):
    """Result of comparing two sources; a contradiction is a question to the auditee first.

    COUNTED_DOWN: a side's own figure says less than its answer, so the answer counts as that figure.
    """

    CONTRADICTION = "contradiction"
    COUNTED_DOWN = "counted_down"
    CONSISTENT = "consistent"
    CANNOT_COMPARE = "cannot_compare"


class Rating(StrEnum):
    """The overall word on a processor, in the order in which it is decided.

    NOT_DUE: the round did not look at it, and nothing came in; it was not silent.
    """

    NOT_DUE = "not_due"
    NOT_ANSWERED = "not_answered"
    UNACCEPTABLE = "unacceptable"
    TO_EXPLAIN = "to_explain"
    PENDING = "pending"
    A = "A"
    B = "B"
    C = "C"
    C_CONDITIONAL = "C_conditional"
    D = "D"


#: Ratings from the worst on, those of one rank together: a knock-out that sources differ on is as
#: grave as one that is not met, though it is a question. Who did not answer stands apart.
RANKS: Final = (
    (Rating.UNACCEPTABLE, Rating.TO_EXPLAIN),
    (Rating.PENDING,),
    (Rating.D,),
    (Rating.C_CONDITIONAL, Rating.C),
    (Rating.B,),
    (Rating.A,),
)

#: With these nothing was handed in that could be rated.
UNRATED: Final = frozenset({Rating.NOT_ANSWERED, Rating.NOT_DUE})


def rank(rating: Rating | None) -> int | None:
    """The place of a rating, 0 for the worst; None for what has none."""
    return next((place for place, ratings in enumerate(RANKS) if rating in ratings), None)
