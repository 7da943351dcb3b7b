"""Changing: what a person says of a finding, taken where the rules allow it (checklists/rounds.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

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


#: What is said of a due day that was set too late.
PAST_DUE: Final = N_("{day} has passed already: the finding is overdue from now on")
#: Characters that the name of whoever owns or answers for a finding has at most.
NAME_LONGEST: Final = 100


class Refusal(Enum):
    """Why the rules do not allow a change; each with the sentence for whoever gave a command."""

    STEP = N_("from “{before}” no step leads to “{after}”")
    NAME = N_("a name stands on one line and has at most {most} characters (--owner, --by)")
    DUE_REASON = N_("another due day needs a reason (--reason)")
    STATE_REASON = N_("this state needs a reason (--reason)")
    BY = N_("this state needs the name of whoever answers for it (--by)")
    WORKER = N_("nobody is named who did the work: first set --owner, or ready with --by")
    SAME_PERSON = N_("whoever did the work cannot confirm it: name another with --by")
    EVIDENCE = N_("it needs the evidence that was looked at (--evidence)")
    EVIDENCE_STATE = N_("its evidence has to be {state} at least (--evidence-state)")
    MEASURE = N_("it needs what stands in for it meanwhile (--measure)")
    UNTIL = N_("it needs a last day that has not passed (--until)")


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
    refused = tuple(refusals(finding, change, rules, on[1]))
    if refused:
        raise FindingChangeError(finding.id, tuple(_said(now, change, one) for one in refused))
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


def refusals(
    finding: TrackedFinding, change: FindingChange, rules: FindingRules, today: date
) -> Iterator[Refusal]:
    """Why a change is not allowed on a day; nothing where it is."""
    now, state = lapsed(finding, today), change.state
    if not all(map(_is_name, (change.owner or "", change.by))):
        yield Refusal.NAME
    if state is not None and state not in rules.transitions[now.state]:
        yield Refusal.STEP
        return
    if change.due is not None and change.due != now.due and not change.reason:
        yield Refusal.DUE_REASON
    if state in _WITH_REASON and not change.reason:
        yield Refusal.STATE_REASON
    if state in _SETTLING and not change.by.strip():
        yield Refusal.BY
    if state is FindingState.CLOSED:
        yield from _not_closed(now, change)
    if state is FindingState.ACCEPTED:
        yield from _not_accepted(change, today)


def _is_name(text: str) -> bool:
    """Whether a text can be a person's name or an office's: on one line, and no essay; "" is none yet."""
    return len(text) <= NAME_LONGEST and len(text.splitlines()) <= 1


def _not_closed(finding: TrackedFinding, change: FindingChange) -> Iterator[Refusal]:
    """Why a finding cannot be closed: without evidence, or by whoever did the work."""
    workers = {key(name) for name in (finding.owner, finding.done_by) if name}
    if not workers:
        yield Refusal.WORKER
    if key(change.by) in workers:
        yield Refusal.SAME_PERSON
    if not change.evidence:
        yield Refusal.EVIDENCE
    shown = change.evidence_state
    if shown is None or shown.rank < finding.required_state.rank:
        yield Refusal.EVIDENCE_STATE


def _not_accepted(change: FindingChange, today: date) -> Iterator[Refusal]:
    if not change.measure:
        yield Refusal.MEASURE
    if change.until is None or change.until < today:
        yield Refusal.UNTIL


def _said(finding: TrackedFinding, change: FindingChange, refusal: Refusal) -> Message:
    """A refusal for whoever gave a command."""
    if refusal is Refusal.STEP and change.state is not None:
        before, after = FINDING_STATES[finding.state], FINDING_STATES[change.state]
        return Message.of(refusal.value, before=before, after=after)
    if refusal is Refusal.EVIDENCE_STATE:
        return Message.of(refusal.value, state=EVIDENCE_STATES[finding.required_state])
    return Message.of(refusal.value, **({"most": NAME_LONGEST} if refusal is Refusal.NAME else {}))
