"""Lines of rounds, made by hand: a control, a party with the scores it comes to, a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from itakusaki.model.party import Duty
from itakusaki.model.rounds import ControlLine, KeptAssessment, Origin, PartyLine, RoundLines
from itakusaki.model.verdict import Rating, Severity, Verdict
from support.assessments import CREDITS

BASE = ControlLine(
    control="TEC-01",
    verdict=Verdict.MET,
    severity=Severity.HIGH,
    weight=4.0,
    declared=1.0,
    verified=1.0,
    knock_out=False,
    answer="yes",
    grade=2,
    required_grade=2,
    state="confirmed",
    required_state="delivered",
    decision="",
    approval="",
)


def line(verdict: Verdict, name: str = "TEC-01", **more: Any) -> ControlLine:
    """A control with the credits that belong to its verdict."""
    declared, verified = CREDITS.get(verdict, (None, None))
    base = replace(BASE, control=name, verdict=verdict, declared=declared, verified=verified)
    return replace(base, **more)


def party(*controls: ControlLine, code: str = "P01", **more: Any) -> PartyLine:
    """A party with the scores that its controls come to, as the scorer rounds them."""
    counted = [one for one in controls if one.verified is not None]
    whole = sum(one.weight for one in counted)
    scores = {
        which: round(100 * sum(one.weight * getattr(one, which) for one in counted) / whole, 1)
        if whole
        else None
        for which in ("verified", "declared")
    }
    made = PartyLine(
        processor=code,
        side=Duty.PROCESSOR,
        name="青葉",
        tier=1,
        rating=Rating.B,
        declared=scores["declared"],
        verified=scores["verified"],
        assurance=1.0,
        sealed=any(one.verdict is Verdict.SEALED for one in controls),
        controls=controls,
    )
    return replace(made, **more)


def round_of(*parties: PartyLine, version: str = "2026.11+a", name: str = "2026Q4") -> RoundLines:
    """A round of these parties."""
    head = KeptAssessment(
        round=name,
        number=1,
        origin=Origin.AUDIT,
        as_of=date(2026, 12, 31),
        checklist_version=version,
        policy_version="1",
        policy_digest="",
        tool_version="0",
        input_digest="",
        digest="",
        entry=1,
        is_correction=False,
    )
    return RoundLines(head=head, parties=parties)
