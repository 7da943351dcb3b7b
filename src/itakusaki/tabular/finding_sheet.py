"""The sheet of findings (指摘事項一覧・是正計画書): its columns, whose each is, and what they are headed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import CorrectionPlan


class Hand(StrEnum):
    """Who fills a column: the client before it is sent, the party, the client when it came back."""

    OURS = "ours"
    THEIRS = "theirs"
    CONFIRMING = "confirming"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: its name (of a CorrectionPlan's field where it is theirs), heading, width and hand."""

    name: str
    heading: Message
    width: float
    hand: Hand


def _column(name: str, heading: str, width: float, hand: Hand) -> SheetColumn:
    return SheetColumn(name=name, heading=Message(heading), width=width, hand=hand)


COLUMNS: Final = (
    _column("id", N_("Finding number"), 13, Hand.OURS),
    _column("control", N_("What it is about"), 24, Hand.OURS),
    _column("found", N_("What was found"), 36, Hand.OURS),
    _column("severity", N_("Severity"), 9, Hand.OURS),
    _column("due", N_("Correct by"), 12, Hand.OURS),
    _column("state", N_("State"), 12, Hand.OURS),
    _column("cause", N_("Cause"), 26, Hand.THEIRS),
    _column("correction", N_("Correction (what was put right)"), 26, Hand.THEIRS),
    _column(
        "corrective_action",
        N_("Corrective action (so that it does not happen again)"),
        28,
        Hand.THEIRS,
    ),
    _column("party_owner", N_("Person in charge"), 14, Hand.THEIRS),
    _column("planned_on", N_("Planned for"), 13, Hand.THEIRS),
    _column("evidence", N_("Evidence to be handed in"), 22, Hand.THEIRS),
    _column("cost", N_("Costs to talk about"), 20, Hand.THEIRS),
    _column("comment", N_("Your remarks"), 22, Hand.THEIRS),
    _column("required", N_("Evidence needed to close"), 18, Hand.CONFIRMING),
    _column("confirmed", N_("Confirmed by the client"), 20, Hand.CONFIRMING),
)
#: What each entry of the party is called, by the field of its plan.
PLAN_HEADINGS: Final = {one.name: one.heading for one in COLUMNS if one.hand is Hand.THEIRS}
FIELDS: Final = tuple(field.name for field in fields(CorrectionPlan))


def entry_key(finding: str, name: str) -> str:
    """By what the hidden sheet knows an entry: its finding and field."""
    return f"{finding}#{name}"
