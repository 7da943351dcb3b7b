"""Changing: what a person says of a finding, taken where the rules allow it (checklists/rounds.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from itakusaki.catalogue.rounds import FindingRules
from itakusaki.files.folding import key
from itakusaki.findings.tracking import extended, found_digest, lapsed
from itakusaki.language.labels import EVIDENCE_STATES, FINDING_STATES
from itakusaki.model.errors import FindingChangeError
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.message import N_, Message
from itakusaki.model.tracked import FindingState, Settlement, TrackedFinding

#: Nothing more is done before somebody says why.
_WITH_REASON = frozenset({FindingState.ACCEPTED, FindingState.WITHDRAWN, FindingState.REOPENED})
#: States that somebody answers for by name.
_SETTLING = frozenset(
    {FindingState.READY, FindingState.CLOSED, FindingState.ACCEPTED, FindingState.WITHDRAWN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """What a person says of a finding; None or "" for what stays as it is.

    `by` is who answers for a state: who did the work (ready), who confirmed it (closed), who approved
    (accepted) or who withdrew. `evidence_state` is how far the evidence was looked at.
    """

    state: FindingState | None = None
    owner: str | None = None
    due: date | None = None
    reason: str = ""
    by: str = ""
    evidence: str = ""
    evidence_state: EvidenceState | None = None
    measure: str = ""
    until: date | None = None


def changed_by_hand(
    finding: TrackedFinding,
    change: FindingChange,
    rules: FindingRules,
    on: tuple[str, date],
) -> TrackedFinding:
    """A finding after a change made in a round on a day.

    Raises:
        FindingChangeError: the rules do not allow it; every reason is named.
    """
    now = lapsed(finding, on[1])
    refused = tuple(_refused(now, change, rules, on[1]))
    if refused:
        raise FindingChangeError(finding.id, refused)
    after = replace(now, reason=change.reason or now.reason)
    if change.owner is not None:
        after = replace(after, owner=change.owner.strip())
    if change.due is not None and change.due != now.due:
        after = replace(after, due=change.due, moved=now.moved + (change.due > now.due))
    return _in_state(after, change, on[0]) if change.state is not None else after


def _in_state(finding: TrackedFinding, change: FindingChange, round_: str) -> TrackedFinding:
    state = change.state or finding.state
    settled = _settlement(finding, change, round_) if state in _SETTLING else None
    done_by = change.by.strip() if state is FindingState.READY else finding.done_by
    return replace(finding, state=state, settlement=settled, done_by=done_by)


def _settlement(finding: TrackedFinding, change: FindingChange, round_: str) -> Settlement:
    before = finding.settlement
    return Settlement(
        by=change.by.strip(),
        reason=change.reason,
        seen=found_digest(finding.found),
        round=round_,
        evidence=change.evidence,
        evidence_state=change.evidence_state,
        measure=change.measure,
        until=change.until,
        extended=extended(before, change.until),
    )


def _refused(
    finding: TrackedFinding, change: FindingChange, rules: FindingRules, today: date
) -> Iterator[Message]:
    state = change.state
    if state is not None and state not in rules.transitions[finding.state]:
        before, after = FINDING_STATES[finding.state], FINDING_STATES[state]
        yield Message.of(
            N_("from “{before}” no step leads to “{after}”"), before=before, after=after
        )
        return
    if change.due is not None and change.due != finding.due and not change.reason:
        yield Message(N_("another due day needs a reason (--reason)"))
    if state in _WITH_REASON and not change.reason:
        yield Message(N_("this state needs a reason (--reason)"))
    if state in _SETTLING and not change.by.strip():
        yield Message(N_("this state needs the name of whoever answers for it (--by)"))
    if state is FindingState.CLOSED:
        yield from _not_closed(finding, change)
    if state is FindingState.ACCEPTED:
        yield from _not_accepted(change, today)


def _not_closed(finding: TrackedFinding, change: FindingChange) -> Iterator[Message]:
    """Why a finding cannot be closed: without evidence, or by whoever did the work."""
    workers = {key(name) for name in (finding.owner, finding.done_by) if name}
    if not workers:
        yield Message(N_("nobody is named who did the work: first set --owner, or ready with --by"))
    if key(change.by) in workers:
        yield Message(N_("whoever did the work cannot confirm it: name another with --by"))
    if not change.evidence:
        yield Message(N_("it needs the evidence that was looked at (--evidence)"))
    shown = change.evidence_state
    if shown is None or shown.rank < finding.required_state.rank:
        text = N_("its evidence has to be {state} at least (--evidence-state)")
        yield Message.of(text, state=EVIDENCE_STATES[finding.required_state])


def _not_accepted(change: FindingChange, today: date) -> Iterator[Message]:
    if not change.measure:
        yield Message(N_("it needs what stands in for it meanwhile (--measure)"))
    if change.until is None or change.until < today:
        yield Message(N_("it needs a last day that has not passed (--until)"))
