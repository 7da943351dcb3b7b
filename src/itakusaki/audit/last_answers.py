"""Last answers: what each party answered before, by the assessments that are kept."""

from __future__ import annotations

from collections.abc import Mapping

from itakusaki.audit.kept_rounds import earlier_rounds
from itakusaki.audit.ports import AuditStore
from itakusaki.model.answer import AnswerValue, LastAnswer, LastAnswers
from itakusaki.model.party import Duty
from itakusaki.model.rounds import RoundLines
from itakusaki.settings import Workspace

#: Values that say nothing one could go by.
_SILENT = frozenset({"", AnswerValue.BLANK.value, AnswerValue.UNKNOWN.value})


def last_answers(store: AuditStore | None, workspace: Workspace) -> Mapping[str, LastAnswers]:
    """What every party last answered to each control in rounds before the workspace's, by its code."""
    known: dict[str, dict[str, LastAnswer]] = {}
    if store is None:
        return known
    for head in earlier_rounds(store, workspace.round, workspace.as_of):
        for party, answers in _answers(store.lines(head)):
            known.setdefault(party, {}).update(answers)
    return known


def _answers(lines: RoundLines) -> list[tuple[str, LastAnswers]]:
    head = lines.head
    return [
        (
            party.processor,
            {
                line.control: LastAnswer(
                    round=head.round, value=AnswerValue(line.answer), on=head.as_of
                )
                for line in party.controls
                if line.answer not in _SILENT
            },
        )
        for party in lines.parties
        if party.side is not Duty.CLIENT
    ]
