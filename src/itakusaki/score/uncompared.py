"""Uncompared: what was lost from a workbook, and the controls that would have been held against it.

A sheet that was left blank, lost its headings or was taken out takes its own answers with it, which
shows; and it takes with it what would have contradicted answers elsewhere, which does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from itakusaki.catalogue.cross_check import Check, CrossCheck, OperandSpec
from itakusaki.model.answer import AnswerValue, Questionnaire
from itakusaki.model.assessment import ControlResult
from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import CaseFile

NOT_COMPARED: Final = "not_compared"
ISSUES: Final[Mapping[str, IssueKind]] = {
    NOT_COMPARED: IssueKind(
        IssueLevel.NOTE,
        N_(
            "Blank, unread or gone: {lost}. Answers elsewhere would have been held against it, and count as they stand: {controls}"
        ),
        N_("Ask for what is missing before relying on these controls."),
    )
}
#: A list of a form → what the cross-checks work out from it.
FROM_LIST: Final[Mapping[str, frozenset[str]]] = {
    "sub_processors": frozenset(
        {"declared_lower_tiers", "declared_now", "parties", "sub_processor_count"}
    ),
    "exceptions": frozenset(),
    "evidence": frozenset(),
}
#: What the lists of a form are called.
LIST_NAMES: Final[Mapping[str, Message]] = {
    "sub_processors": Message(N_("list of sub-processors")),
    "exceptions": Message(N_("list of exceptions")),
    "evidence": Message(N_("list of evidence")),
}
_ONE_AND_MORE: Final = N_("{one}, {more}")


def left_uncompared(
    case_file: CaseFile, rules: Sequence[CrossCheck], controls: Iterable[ControlResult]
) -> Iterator[DataIssue]:
    """An issue where credit is left standing beside something that the party's workbook lost."""
    own = case_file.own
    if own is None:
        return
    gone = frozenset(_lost_controls(case_file, own))
    # Of the other lists a blank one says that there is nothing; files that answers name stand in this one.
    is_unlisted = "evidence" in own.lists_missing or (bool(own.sent) and not own.evidence)
    if not gone and not own.lists_missing and not is_unlisted:
        return
    credited = {one.control for one in controls if one.verified}
    found: dict[str, set[str]] = {}
    for check in (check for rule in rules for check in rule.checks):
        for name in _rests_on(check, gone, own.lists_missing):
            found.setdefault(name, set()).update(credited & set(check.touches) - {name})
    if is_unlisted:
        backed = {name for name in credited & set(own.answers) if own.answers[name].evidence_names}
        found.setdefault("evidence", set()).update(backed)
    yield from _issue(case_file, own, {name: beside for name, beside in found.items() if beside})


def _lost_controls(case_file: CaseFile, own: Questionnaire) -> Iterator[str]:
    """Controls asked of the party of which neither an answer nor a figure came back."""
    given = {name.partition(".")[0] for name, one in own.facts.items() if one.value is not None}
    said = {name for name, one in own.answers.items() if one.value is not AnswerValue.BLANK}
    for control in case_file.controls():
        if control.id in given | said or case_file.party not in case_file.sides(control):
            continue
        if case_file.is_asked(control, case_file.party):
            yield control.id


def _rests_on(check: Check, gone: AbstractSet[str], lists: Sequence[str]) -> Iterator[str]:
    """The controls and lists, of those lost, that a check goes by."""
    specs = (*check.operands, *(condition.operand for condition in check.when))
    for spec in specs:
        if (name := _said_under(spec)) in gone:
            yield name
    worked_out = {spec.name for spec in specs if spec.source == "computed"}
    for name in lists:
        if check.each == name or worked_out & FROM_LIST[name]:
            yield name


def _said_under(spec: OperandSpec) -> str:
    """The control under which the party says what is compared; "" where it says it nowhere."""
    is_own = spec.source in ("fact", "answer") and spec.side in ("", Duty.PROCESSOR)
    return spec.name.partition(".")[0] if is_own else ""


def _issue(
    case_file: CaseFile, own: Questionnaire, found: Mapping[str, AbstractSet[str]]
) -> Iterator[DataIssue]:
    if not found:
        return
    beside = sorted(set().union(*found.values()))
    yield ISSUES[NOT_COMPARED].issue(
        NOT_COMPARED,
        CellRef(file=own.file),
        case_file.processor.id,
        lost=_joined([LIST_NAMES.get(name, name) for name in sorted(found)]),
        controls=", ".join(beside),
    )


def _joined(names: Sequence[Value]) -> Value:
    """Names in a row, as a language parts them."""
    first, *others = names
    return Message.of(_ONE_AND_MORE, one=first, more=_joined(others)) if others else first
