"""Keeping: a finished assessment goes into the store, with all that says what it was made of."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.files.canonical_json import canonical
from itakusaki.findings.lines import lines_of
from itakusaki.model.assessment import Assessment
from itakusaki.model.journal import EntryMark
from itakusaki.model.plain import to_plain
from itakusaki.model.rounds import Keeping, Origin, TakenAssessment
from itakusaki.settings import Workspace


def mark_of(workspace: Workspace) -> EntryMark:
    """Who does something now, by the settings."""
    return EntryMark(actor=workspace.actor, at=datetime.now(UTC).replace(microsecond=0))


def keep(
    setup: Setup, store: AuditStore, assessment: Assessment, *, origin: Origin = Origin.AUDIT
) -> Keeping:
    """Keep the ordinary part of a run; the same once more appends nothing.

    What is told in a sealed report only is not kept: whoever reads the workspace reads the store.
    """
    taken = TakenAssessment(
        origin=origin,
        round=assessment.round,
        as_of=assessment.as_of,
        checklist_version=assessment.checklist_version,
        policy_version=assessment.policy_version,
        policy_digest=policy_digest(setup),
        tool_version=assessment.tool_version,
        inputs=tuple((source.path, source.sha256) for source in assessment.sources),
        parties=lines_of(assessment),
        whole=assessment,
    )
    return store.keep(taken, mark_of(setup.workspace))


def policy_digest(setup: Setup) -> str:
    """The SHA-256 of the scoring policy in force, its every setting."""
    return hashlib.sha256(canonical(to_plain(setup.rules.policy))).hexdigest()
