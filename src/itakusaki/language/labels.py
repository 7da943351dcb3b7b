"""Labels: the word for each value of the model's scales, as a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.model.answer import AnswerValue
from itakusaki.model.commitment import CommitmentKind, CommitmentState
from itakusaki.model.depth import Depth
from itakusaki.model.evidence import CheckOutcome, EvidenceState, FileCheckKind
from itakusaki.model.finding import FindingKind
from itakusaki.model.inquiry import Audience, PointOutcome
from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.retest import TestOutcome
from itakusaki.model.tracked import FindingState, Urgency
from itakusaki.model.verdict import UNRATED, Outcome, Rating, Severity, Verdict

RATINGS: Final[Mapping[Rating, Message]] = {
    Rating.NOT_DUE: Message(N_("Not due this round (not rated)")),
    Rating.NOT_ANSWERED: Message(N_("Not answered (not rated)")),
    Rating.UNACCEPTABLE: Message(N_("Not acceptable (correction required)")),
    Rating.TO_EXPLAIN: Message(N_("Explanation wanted (open)")),
    Rating.PENDING: Message(N_("Withheld (evidence pending)")),
    Rating.A: Message("A"),
    Rating.B: Message("B"),
    Rating.C: Message("C"),
    Rating.C_CONDITIONAL: Message(N_("C (conditional)")),
    Rating.D: Message("D"),
}
DEPTHS: Final[Mapping[Depth, Message]] = {
    Depth.SHORT: Message(N_("short")),
    Depth.STANDARD: Message(N_("standard")),
    Depth.FULL: Message(N_("full")),
}
VERDICTS: Final[Mapping[Verdict, Message]] = {
    Verdict.MET: Message(N_("Met")),
    Verdict.UNVERIFIED: Message(N_("Not evidenced")),
    Verdict.PARTIAL: Message(N_("Partially met")),
    Verdict.GAP: Message(N_("Gap")),
    Verdict.UNANSWERED: Message(N_("Unanswered")),
    Verdict.CONTRADICTED: Message(N_("Discrepancy")),
    Verdict.EXCEPTED: Message(N_("Under exception")),
    Verdict.EXEMPT: Message(N_("Not applicable")),
    Verdict.NOT_ASKED: Message(N_("Not asked this round")),
    Verdict.SEALED: Message(N_("Sealed matter")),
}
#: All that anything but a sealed report says of what may be a leak.
SEALED_MATTER: Final = Message(N_("There is a sealed matter. Please ask the person responsible."))
#: Said first where what follows is of a sealed matter.
HOLDS_SEALED: Final = Message(
    N_(
        "What follows is of a sealed matter, for the person responsible only: nothing of it may reach the processor by letter, list or report."
    )
)
SEVERITIES: Final[Mapping[Severity, Message]] = {
    Severity.CRITICAL: Message(N_("Critical")),
    Severity.HIGH: Message(N_("High")),
    Severity.MEDIUM: Message(N_("Medium")),
    Severity.LOW: Message(N_("Low")),
}
DUTIES: Final[Mapping[Duty, Message]] = {
    Duty.CLIENT: Message(N_("Client")),
    Duty.PROCESSOR: Message(N_("Processor")),
    Duty.SUB_PROCESSOR: Message(N_("Sub-processor")),
    Duty.RECIPIENT: Message(N_("Provider or recipient")),
}
ANSWERS: Final[Mapping[AnswerValue, Message]] = {
    AnswerValue.YES: Message(N_("○ Yes")),
    AnswerValue.PARTIAL: Message(N_("△ Partly")),
    AnswerValue.NO: Message(N_("× No")),
    AnswerValue.NOT_APPLICABLE: Message(N_("－ Not applicable")),
    AnswerValue.UNKNOWN: Message(N_("？ Unknown")),
    AnswerValue.BLANK: Message(N_("(no entry)")),
}
OUTCOMES: Final[Mapping[Outcome, Message]] = {
    Outcome.CONTRADICTION: Message(N_("Differs")),
    Outcome.COUNTED_DOWN: Message(N_("Counted by its own figure")),
    Outcome.CONSISTENT: Message(N_("Agrees")),
    Outcome.CANNOT_COMPARE: Message(N_("Cannot be compared")),
}
#: How far one can rely on an answer to an inquiry, and how each point of it stands.
POINT_OUTCOMES: Final[Mapping[PointOutcome, Message]] = {
    PointOutcome.SHOWN: Message(N_("Shown")),
    PointOutcome.PARTLY: Message(N_("Shown in part")),
    PointOutcome.LACKING: Message(N_("Lacking by its own words")),
    PointOutcome.DIFFERS: Message(N_("Does not agree (question)")),
    PointOutcome.NOT_STATED: Message(N_("Not stated")),
    PointOutcome.NOT_APPLICABLE: Message(N_("Not applicable")),
}
AUDIENCES: Final[Mapping[Audience, Message]] = {
    Audience.CLIENT: Message(N_("For the side that asked")),
    Audience.PROCESSOR: Message(N_("For the side that answers")),
}
#: How a control test on logs came out.
TEST_OUTCOMES: Final[Mapping[TestOutcome, Message]] = {
    TestOutcome.CONTRADICTION: Message(N_("Exceptions noted (explanation requested)")),
    TestOutcome.CONSISTENT: Message(N_("Consistent")),
    TestOutcome.MEASURED: Message(N_("Measured")),
    TestOutcome.INCOMPLETE: Message(N_("Records incomplete (no conclusion)")),
    TestOutcome.CANNOT_COMPARE: Message(N_("Cannot be compared")),
}
KINDS: Final[Mapping[FindingKind, Message]] = {
    FindingKind.GAP: Message(N_("Gap")),
    FindingKind.CONTRACT_GAP: Message(N_("Contract gap")),
    FindingKind.UNANSWERED: Message(N_("Unanswered")),
    FindingKind.CONTRADICTION: Message(N_("Discrepancy (question)")),
    FindingKind.UNVERIFIED: Message(N_("Answer not yet evidenced")),
    FindingKind.EXCEPTION: Message(N_("Gap under exception")),
}
#: What a promise or request is, and how it stands.
COMMITMENT_KINDS: Final[Mapping[CommitmentKind, Message]] = {
    CommitmentKind.TO_CLIENT: Message(N_("promise to a client")),
    CommitmentKind.TO_REGULATOR: Message(N_("promise to an authority")),
    CommitmentKind.TO_PUBLIC: Message(N_("promise to the public")),
    CommitmentKind.REPORT: Message(N_("demand for a report")),
    CommitmentKind.GUIDANCE: Message(N_("guidance of an authority")),
    CommitmentKind.RECOMMENDATION: Message(N_("recommendation of an authority")),
    CommitmentKind.ORDER: Message(N_("order of an authority")),
    CommitmentKind.INSPECTION: Message(N_("inspection by an authority")),
    CommitmentKind.PERIODIC: Message(N_("periodic report")),
}
COMMITMENT_STATES: Final[Mapping[CommitmentState, Message]] = {
    CommitmentState.OVERDUE: Message(N_("overdue and not done")),
    CommitmentState.INCOMPLETE: Message(N_("answered in part, or not accepted")),
    CommitmentState.UNPROVEN: Message(N_("said to be done, not shown")),
    CommitmentState.UNDATED: Message(N_("without a due day")),
    CommitmentState.PENDING: Message(N_("not due yet")),
    CommitmentState.LATE: Message(N_("done, after its day")),
    CommitmentState.KEPT: Message(N_("done and shown")),
}
#: How far a finding has come, over rounds.
FINDING_STATES: Final[Mapping[FindingState, Message]] = {
    FindingState.OPEN: Message(N_("open")),
    FindingState.ANSWERED: Message(N_("answered")),
    FindingState.IN_PROGRESS: Message(N_("in progress")),
    FindingState.READY: Message(N_("ready for verification")),
    FindingState.CLOSED: Message(N_("closed and confirmed")),
    FindingState.ACCEPTED: Message(N_("accepted until a day")),
    FindingState.WITHDRAWN: Message(N_("withdrawn")),
    FindingState.REOPENED: Message(N_("reopened")),
}
URGENCIES: Final[Mapping[Urgency, Message]] = {
    Urgency.AT_ONCE: Message(N_("at once")),
    Urgency.SOON: Message(N_("soon")),
    Urgency.PLANNED: Message(N_("as planned")),
}
WEIGHTS: Final[Mapping[IssueLevel, Message]] = {
    IssueLevel.ERROR: Message(N_("Action needed")),
    IssueLevel.WARNING: Message(N_("Warning")),
    IssueLevel.NOTE: Message(N_("Note")),
}
#: The parts of an incident's fact sheet.
FACT_GROUPS: Final[Mapping[str, Message]] = {
    "incident": Message(N_("The incident")),
    "data": Message(N_("The data")),
    "event": Message(N_("What happened")),
    "persons": Message(N_("The persons")),
    "report": Message(N_("Words for reports and notices")),
}
#: The grades of evidence 0-4, by their number.
GRADES: Final[tuple[Message, ...]] = (
    Message(N_("none")),
    Message(N_("statement")),
    Message(N_("document")),
    Message(N_("record of operation")),
    Message(N_("raw data or first-hand test")),
)


#: How far evidence was looked at; that a machine checked a form says nothing of what it shows.
EVIDENCE_STATES = {
    EvidenceState.CLAIMED: Message(N_("stated by the party only")),
    EvidenceState.DELIVERED: Message(N_("delivered, not looked at")),
    EvidenceState.CHECKED: Message(N_("form checked by machine")),
    EvidenceState.CONFIRMED: Message(N_("confirmed by the auditor")),
    EvidenceState.RE_PERFORMED: Message(N_("tested on logs")),
    EvidenceState.SEALED: Message(N_("sealed matter")),
}
FILE_CHECKS = {
    FileCheckKind.READABLE: Message(N_("can be read")),
    FileCheckKind.FILLED: Message(N_("filled in")),
    FileCheckKind.DATED: Message(N_("day and period")),
    FileCheckKind.NAMED: Message(N_("issuer and names")),
    FileCheckKind.COVERS: Message(N_("covers the number answered")),
    FileCheckKind.SCOPE: Message(N_("scope and period of the assurance")),
    FileCheckKind.OWN: Message(N_("no copy of another file")),
}
CHECK_OUTCOMES = {
    CheckOutcome.PASSED: Message(N_("in order")),
    CheckOutcome.FAILED: Message(N_("not in order")),
    CheckOutcome.FOR_A_PERSON: Message(N_("for a person")),
}


def grade_label(grade: int) -> Message:
    """A grade with its name, e.g. "grade 2 (document)"."""
    name = GRADES[min(max(grade, 0), len(GRADES) - 1)]
    return Message.of(N_("grade {grade} ({name})"), grade=grade, name=name)


def rating_words(rating: Rating, depth: Depth) -> Message:
    """A rating as it is told: with the depth of the form that it rests on, where that is not the full one."""
    if depth is Depth.FULL or rating in UNRATED:
        return RATINGS[rating]
    return Message.of(N_("{rating} ({depth} form)"), rating=RATINGS[rating], depth=DEPTHS[depth])
