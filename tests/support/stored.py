"""Assessments to be kept, and what is done to a store behind its back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from itakusaki.findings.lines import lines_of
from itakusaki.model.assessment import Assessment
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import FindingKind
from itakusaki.model.incident import Act, ActKind, Incident, IncidentParty, Knowing, Moment
from itakusaki.model.journal import EntryMark
from itakusaki.model.kept_incident import (
    NO_LEAK,
    TOLD_OPENLY,
    IncidentFile,
    KeptIncident,
    KeptInquiry,
)
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.rounds import DueParty, Origin, TakenAssessment
from itakusaki.model.tracked import FindingState, TrackedFinding, Urgency
from itakusaki.model.verdict import Severity
from support.assessments import every_rating

MARK = EntryMark(actor="委託管理課", at=datetime(2026, 12, 31, 3, 4, 5, tzinfo=UTC))
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
DUE = DueParty(
    processor="P01",
    name="青葉メーリング",
    tier=1,
    risk="high",
    cycle_months=3,
    is_due=True,
    on_site=False,
    reasons=(Message.of("looked at every {months} months", months=3),),
    last_on=None,
    reply_due=date(2026, 11, 30),
)
TRACKED = TrackedFinding(
    id="F-P01-001",
    number=1,
    processor="P01",
    side=Duty.PROCESSOR,
    cause="TEC-01",
    controls=("TEC-01",),
    kind=FindingKind.GAP,
    severity=Severity.HIGH,
    urgency=Urgency.SOON,
    required_state=EvidenceState.CHECKED,
    found=(Message.of("answered {mark}", mark="×"),),
    state=FindingState.OPEN,
    since=date(2026, 12, 31),
    first_round="2026Q4",
    last_round="2026Q4",
    due=date(2027, 1, 30),
)

INCIDENT = KeptIncident(
    name="2026-11_窓口",
    sheet=IncidentFile(path="incidents/2026-11_窓口.yaml", sha256="ab" * 32),
    incident=Incident(
        subject="会員への不審な電話",
        as_of=Moment(date(2026, 11, 21), time(9, 30)),
        facts={TOLD_OPENLY: "yes", "leak": "suspected"},
        parties=(IncidentParty(name="みなと商会", client="", facts={"role": "only"}),),
        knowing=(
            Knowing(
                party="みなと商会", department="窓口", at=Moment(date(2026, 11, 20), time(18, 40))
            ),
        ),
        acts=(Act(party="みなと商会", what=ActKind.PRELIMINARY, at=Moment(date(2026, 11, 24))),),
        persons_at_most=1200,
    ),
    inquiries=(
        KeptInquiry(
            file=IncidentFile(path="incidents/2026-11_窓口/回答.xlsx", sha256="cd" * 32),
            asked_by="みなと商会",
            answered_by="青葉メーリング",
            subject="不審な電話",
            conclusion=NO_LEAK,
            answered_on=date(2026, 6, 1),
            re_examined=(date(2025, 6, 1),),
        ),
    ),
    files=(IncidentFile(path="incidents/2026-11_窓口/preliminary.html", sha256="ef" * 32),),
)


def taken(
    whole: Assessment | None = None, *, round_: str = "2026Q4", seed: int = 0
) -> TakenAssessment:
    """An assessment as an audit hands it over; another seed is another input."""
    run = replace(whole or every_rating(), round=round_, tool_version=f"0.{seed}")
    return TakenAssessment(
        origin=Origin.AUDIT,
        round=round_,
        as_of=run.as_of,
        checklist_version=run.checklist_version,
        policy_version=run.policy_version,
        policy_digest="a" * 64,
        tool_version=run.tool_version,
        inputs=tuple((source.path, source.sha256) for source in run.sources),
        parties=lines_of(run),
        whole=run,
    )
