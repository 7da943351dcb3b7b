"""Findings over rounds: brought up to date by an audit, looked at, and changed by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from itakusaki.audit.keeping import mark_of
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.findings.causes import causes_of, cleared_of
from itakusaki.findings.changing import FindingChange, changed_by_hand
from itakusaki.findings.tracking import AuditDay, audited, lapsed
from itakusaki.model.assessment import Assessment
from itakusaki.model.errors import NoSuchFindingError
from itakusaki.model.tracked import SETTLED, FindingState, FindingStep, TrackedFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTally:
    """What an audit did to the findings that are kept, and how many are waited for since.

    Of those that changed: `new`, `ready` for verification, `reopened`.
    """

    new: int
    ready: int
    reopened: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings are wanted; None for any."""

    processor: str | None = None
    states: frozenset[FindingState] = frozenset()
    overdue: bool = False

    def wants(self, finding: TrackedFinding, today: date) -> bool:
        """Whether a finding is one of them on a day."""
        is_party = self.processor is None or finding.processor == self.processor
        is_state = not self.states or finding.state in self.states
        return is_party and is_state and (not self.overdue or finding.is_overdue(today))


def track(setup: Setup, store: AuditStore, assessment: Assessment) -> FindingTally | None:
    """Bring the findings up to date by the ordinary part of a run.

    None where a later day was judged before: an old round judged again changes nothing that is now.
    """
    if any(head.as_of > assessment.as_of for head in store.kept()):
        return None
    on = AuditDay(round=assessment.round, as_of=assessment.as_of)
    found = causes_of(assessment, setup.rules.checklist)
    cleared, rules = cleared_of(assessment), setup.rules.rounds.findings
    states: dict[str, FindingState] = {}

    def change(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        states.update({one.id: one.state for one in kept})
        return audited(kept, found, cleared, on, rules)

    changed = store.change_findings(assessment.round, change, mark_of(setup.workspace))
    return _tally(states, changed, store.findings(), on.as_of)


def _tally(
    before: dict[str, FindingState],
    changed: Sequence[TrackedFinding],
    after: Sequence[TrackedFinding],
    today: date,
) -> FindingTally:
    moved = Counter(one.state for one in changed if before.get(one.id) is not one.state)
    return FindingTally(
        new=sum(one.id not in before for one in changed),
        ready=moved[FindingState.READY],
        reopened=moved[FindingState.REOPENED],
        waiting=sum(one.state not in SETTLED for one in after),
        overdue=sum(one.is_overdue(today) for one in after),
    )


def list_findings(
    store: AuditStore, wanted: FindingFilter, today: date
) -> tuple[TrackedFinding, ...]:
    """The findings wanted as they stand on a day, by processor and number."""
    standing = (lapsed(finding, today) for finding in store.findings())
    return tuple(finding for finding in standing if wanted.wants(finding, today))


def finding_steps(store: AuditStore, id_: str) -> tuple[FindingStep, ...]:
    """A finding as it stood after every entry that changed it.

    Raises:
        NoSuchFindingError: there is none of that id.
    """
    steps = store.finding_steps(id_)
    if not steps:
        raise NoSuchFindingError(id_, tuple(one.id for one in store.findings()))
    return steps


def set_finding(
    setup: Setup, store: AuditStore, id_: str, change: FindingChange, today: date
) -> TrackedFinding:
    """Change a finding as a person says, on a day; the finding as it stands then is given.

    Raises:
        NoSuchFindingError: there is none of that id.
        FindingChangeError: the rules do not allow it.
    """
    workspace, rules = setup.workspace, setup.rules.rounds.findings
    stands: list[TrackedFinding] = []

    def changed(kept: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        found = next((one for one in kept if one.id == id_), None)
        if found is None:
            raise NoSuchFindingError(id_, tuple(one.id for one in kept))
        after = changed_by_hand(found, change, rules, (workspace.round, today))
        stands.append(after)
        return (after,) if after != found else ()

    store.change_findings(workspace.round, changed, mark_of(workspace))
    return stands[0]
