"""Spoken against: what earlier runs found in a party's logs, and nobody has settled since (ADR 0050)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from itakusaki.audit.kept_rounds import earlier_rounds
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.rules import Rules
from itakusaki.findings.tracking import AT_WORK
from itakusaki.model.answer import AnswerValue
from itakusaki.model.finding import FindingKind
from itakusaki.model.party import Duty
from itakusaki.model.retest import SpokenAgainst
from itakusaki.model.rounds import KeptAssessment, PartyLine
from itakusaki.model.verdict import Verdict
from itakusaki.settings import Workspace

#: Answers that a control test can speak against.
_CLAIMS = frozenset({AnswerValue.YES.value, AnswerValue.PARTIAL.value})


def spoken_against(
    store: AuditStore | None,
    workspace: Workspace,
    rules: Rules,
) -> Mapping[str, SpokenAgainst]:
    """What spoke against each party, by its code; a party against which nothing did is not there.

    Open contradictions come from the findings that are kept, sealed controls from this round's runs and
    the last run of the round before: of sealed matters there are no findings. The rules are read only
    where there is a store.
    """
    if store is None:
        return {}
    comparisons = dict(_open(store))
    sealed = dict(
        _sealed(
            store,
            workspace,
            frozenset(c for one in rules.evidence.tests.values() for c in one.touches),
        )
    )
    return {
        party: SpokenAgainst(
            comparisons=comparisons.get(party, ()), sealed_controls=sealed.get(party, ())
        )
        for party in sorted({*comparisons, *sealed})
    }


def _open(store: AuditStore) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The comparisons that contradicted each party and wait for an explanation."""
    found: dict[str, set[str]] = {}
    for one in store.findings():
        is_open = one.state in AT_WORK and one.kind is FindingKind.CONTRADICTION
        if is_open and one.side is not Duty.CLIENT:
            found.setdefault(one.processor, set()).add(one.cause)
    yield from ((party, tuple(sorted(causes))) for party, causes in found.items())


def _sealed(
    store: AuditStore, workspace: Workspace, touched: frozenset[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The controls of each party whose logs were sealed: then every control is that logs can turn."""
    before = earlier_rounds(store, workspace.round, workspace.as_of)[-1:]
    for head in (*before, *store.kept(workspace.round)):
        parties = store.lines(head, controls=False).parties
        if any(party.sealed for party in parties):
            yield from _sealed_in(store, head, touched)


def _sealed_in(
    store: AuditStore, head: KeptAssessment, touched: frozenset[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for party in store.lines(head).parties:
        if party.side is not Duty.CLIENT and party.sealed and (told := _by_logs(party, touched)):
            yield party.processor, told


def _by_logs(party: PartyLine, touched: frozenset[str]) -> tuple[str, ...]:
    """The controls that were sealed with a party's logs; none where only answers were sealed."""
    lines = [c for c in party.controls if c.control in touched and c.answer in _CLAIMS]
    if not lines or any(line.verdict is not Verdict.SEALED for line in lines):
        return ()
    return tuple(sorted(line.control for line in lines))
