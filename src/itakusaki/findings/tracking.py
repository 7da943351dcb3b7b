"""Tracking: findings that are kept, brought up to date by an audit or changed by a person.

What is here is pure; each function gives what changed, and the store keeps it with its entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from itakusaki.catalogue.rounds import FindingRules
from itakusaki.findings.causes import CauseKey, FoundCause
from itakusaki.model.evidence import DIGEST_LENGTH
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.plain import to_plain
from itakusaki.model.tracked import (
    SETTLED,
    FindingState,
    Settlement,
    TrackedFinding,
    Urgency,
    state_on,
)

#: States in which somebody is at work; what is found in order next makes them ready to be verified.
AT_WORK: Final = frozenset(
    {FindingState.OPEN, FindingState.ANSWERED, FindingState.IN_PROGRESS, FindingState.REOPENED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDay:
    """Which round an audit was of, and the day it judged for."""

    round: str
    as_of: date


def found_digest(found: Iterable[Message]) -> str:
    """What an approval is bound to: what had been found when it was given."""
    text = json.dumps([to_plain(message) for message in found], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]


def audited(
    kept: Sequence[TrackedFinding],
    found: Sequence[FoundCause],
    cleared: Mapping[CauseKey, str],
    on: AuditDay,
    rules: FindingRules,
    sealed: Mapping[str, AbstractSet[tuple[Duty, str]]] = MappingProxyType({}),
) -> tuple[TrackedFinding, ...]:
    """The findings that are new or stand otherwise after an audit; of the rest nothing is given.

    What is no longer found becomes ready for verification, never closed by itself; `cleared` gives the
    explanation by which a comparison was decided, "" where it is in order by itself.
    `sealed` gives the sealed controls of every party that was judged: what comes from them is told no
    longer, whatever was told of it before.
    """
    known = {(one.processor, one.cause): one for one in kept}
    seen = {cause.key: _again(known[cause.key], cause, on) for cause in found if cause.key in known}
    gone = {
        key: _gone(one, on, cleared[key])
        for key, one in known.items()
        if key in cleared and key not in {cause.key for cause in found}
    }
    stand = {key: lapsed(one, on.as_of) for key, one in known.items()}
    silent = {key: _sealed(one, sealed) for key, one in stand.items()}
    told = {key: replace(one, sealed=False) for key, one in {**seen, **gone}.items()}
    after = {**silent, **told}
    changed = (one for key, one in after.items() if one != known[key])
    new = _new(kept, (cause for cause in found if cause.key not in known), on, rules)
    return (*changed, *new)


def _sealed(
    finding: TrackedFinding, sealed: Mapping[str, AbstractSet[tuple[Duty, str]]]
) -> TrackedFinding:
    """A finding of which a run says nothing, sealed where its controls are; as it was where nobody judged."""
    closed = sealed.get(finding.processor)
    if closed is None:
        return finding
    # What comes from no control cannot be told apart from the matter by one.
    touched = {(finding.side, control) for control in finding.controls} or closed
    return replace(finding, sealed=not closed.isdisjoint(touched))


def lapsed(finding: TrackedFinding, today: date) -> TrackedFinding:
    """A finding on a day: past the last day of its exception it is open again, by itself."""
    until = finding.settlement.until if finding.settlement else None
    state = state_on(finding.state, until, today)
    return finding if state is finding.state else replace(finding, state=state)


def due_on(on: date, cause: FoundCause, rules: FindingRules) -> date:
    """The day by which a cause is to be corrected, by severity; at once where that is sooner."""
    if cause.due is not None:
        return cause.due
    days = rules.due_days[cause.severity]
    if cause.urgency is Urgency.AT_ONCE:
        days = min(days, rules.at_once_days)
    return on + timedelta(days=days)


def _new(
    kept: Sequence[TrackedFinding], causes: Iterable[FoundCause], on: AuditDay, rules: FindingRules
) -> Iterator[TrackedFinding]:
    numbers: dict[str, int] = {}
    for one in kept:
        numbers[one.processor] = max(numbers.get(one.processor, 0), one.number)
    for cause in causes:
        number = numbers[cause.processor] = numbers.get(cause.processor, 0) + 1
        made = TrackedFinding(
            id=f"F-{cause.processor}-{number:03}",
            number=number,
            processor=cause.processor,
            side=cause.side,
            cause=cause.cause,
            controls=cause.controls,
            kind=cause.kind,
            severity=cause.severity,
            urgency=cause.urgency,
            required_state=cause.required_state,
            found=cause.found,
            for_party=cause.for_party,
            state=FindingState.OPEN,
            since=on.as_of,
            first_round=on.round,
            last_round=on.round,
            due=due_on(on.as_of, cause, rules),
            owner=cause.owner,
        )
        yield _excepted(made, cause, on) if cause.approval else made


def _again(finding: TrackedFinding, cause: FoundCause, on: AuditDay) -> TrackedFinding:
    """A finding whose cause was found once more: what it says is new, what it was settled by may be stale."""
    told = replace(
        lapsed(finding, on.as_of),
        controls=cause.controls,
        kind=cause.kind,
        severity=cause.severity,
        urgency=cause.urgency,
        required_state=cause.required_state,
        found=cause.found,
        for_party=cause.for_party,
        last_round=on.round,
    )
    told = _by_register(told, cause)
    if cause.approval:
        return _excepted(told, cause, on)
    return replace(told, state=FindingState.REOPENED) if _is_stale(told, on) else told


def _by_register(finding: TrackedFinding, cause: FoundCause) -> TrackedFinding:
    """A finding with the owner and due day that a register names; a later day is counted as moved."""
    due = cause.due or finding.due
    is_later = due > finding.due
    owner = cause.owner or finding.owner
    return replace(finding, due=due, moved=finding.moved + is_later, owner=owner)


def _is_stale(finding: TrackedFinding, on: AuditDay) -> bool:
    """Whether what settled a finding no longer does, now that its cause is there again."""
    settled = finding.settlement
    if settled is None or finding.state not in SETTLED | {FindingState.READY}:
        return False
    if settled.seen != found_digest(finding.found):
        return True
    is_corrected = finding.state in (FindingState.READY, FindingState.CLOSED)
    is_unsaid = finding.state is FindingState.READY and not settled.by
    return is_unsaid or (is_corrected and settled.round != on.round)


def extended(before: Settlement | None, until: date | None) -> int:
    """How often the last day of an exception was put off, with this one."""
    if before is None or before.until is None or until is None:
        return 0
    return before.extended + (before.until < until)


def _excepted(finding: TrackedFinding, cause: FoundCause, on: AuditDay) -> TrackedFinding:
    """A finding under an exception of the client's register; another last day later counts as extended."""
    given, before = cause.approval, finding.settlement
    if given is None:
        return finding
    settled = Settlement(
        by=given.approver,
        reason=given.reason,
        seen=found_digest(cause.found),
        round=on.round,
        measure=given.measure,
        until=given.valid_until,
        extended=max(extended(before, given.valid_until), given.extensions),
    )
    is_same = before is not None and replace(settled, round=before.round) == before
    return replace(
        finding,
        state=FindingState.ACCEPTED,
        settlement=before if is_same else settled,
    )


def _gone(finding: TrackedFinding, on: AuditDay, explanation: str) -> TrackedFinding:
    if finding.state not in AT_WORK and finding.state is not FindingState.ACCEPTED:
        return finding
    seen = found_digest(finding.found)
    settled = Settlement(by="", reason=explanation, seen=seen, round=on.round)
    return replace(finding, state=FindingState.READY, settlement=settled)
