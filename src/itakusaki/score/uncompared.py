"""Uncompared: what was lost from a workbook, and the controls that would have been held against it.

A sheet that was left blank, lost its headings or was taken out takes its own answers with it, which
shows; and it takes with it what would have contradicted answers elsewhere, which does not. So does a
figure that cannot be read, and what the list of evidence no longer says of files that count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from itakusaki.catalogue.cross_check import Check, CrossCheck, OperandSpec
from itakusaki.model.answer import AnswerValue, Questionnaire
from itakusaki.model.assessment import ControlResult
from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.party import Duty
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import CaseFile
from itakusaki.score.grade import delivered, folded

NOT_COMPARED: Final = "not_compared"
DIGESTS_IN_PART: Final = "digests_in_part"
ISSUES: Final[Mapping[str, IssueKind]] = {
    NOT_COMPARED: IssueKind(
        IssueLevel.NOTE,
        N_(
            "Blank, unread or gone: {lost}. Answers elsewhere would have been held against it, and count as they stand: {controls}"
        ),
        N_("Ask for what is missing before relying on these controls."),
    ),
    DIGESTS_IN_PART: IssueKind(
        IssueLevel.NOTE,
        N_(
            "{count} of {total} files on the list of evidence have no SHA-256, others do. That these are the files meant, their names alone say; they count for {controls}"
        ),
        N_(
            "Where one may have been exchanged, compare it with what was sent before, or ask for its SHA-256."
        ),
    ),
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
#: Lists of a form of which some headings are gone.
IN_PART: Final = N_("{list} ({columns})")
#: What is missing of files that answers name, where a name alone is left or not even a file.
LINES: Final = N_("line on the list of evidence of {files}")
DIGESTS: Final = N_("SHA-256 on the list of evidence of {files}")
OTHERWISE: Final = N_("agreement of answers and list of evidence on {files}")
ABSENT: Final = N_("delivery of {files}")
#: So many files are named; of more their number is told.
NAMED: Final = 3
AND_MORE: Final = N_("{files} and {count} more")
_ONE_AND_MORE: Final = N_("{one}, {more}")


@dataclass(slots=True)
class _Lost:
    """What was lost, by a key, and the controls that would have been held against each."""

    said: dict[str, Value] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, said: Value, beside: Iterable[str]) -> None:
        """Put down controls beside what was lost; where there are none, nothing."""
        if named := set(beside):
            self.said[name] = said
            self.beside.setdefault(name, set()).update(named)


def left_uncompared(
    case_file: CaseFile, rules: Sequence[CrossCheck], controls: Iterable[ControlResult]
) -> Iterator[DataIssue]:
    """An issue where credit is left standing beside something that the party's workbook lost."""
    own = case_file.own
    if own is None:
        return
    unread = (name for name, fact in own.facts.items() if fact.unread)
    gone = {name: name for name in (*_lost_controls(case_file, own), *unread)}
    lists = {name: _list_said(own, name) for name in (*own.lists_missing, *own.columns_missing)}
    credited = {one.control for one in controls if one.verified}
    lost = _Lost()
    for check in (check for rule in rules for check in rule.checks):
        for name in _rests_on(check, gone.keys(), tuple(lists)):
            said: Value = gone[name] if name in gone else lists[name]
            lost.add(name, said, credited & set(check.touches) - {name.partition(".")[0]})
    if _is_unlisted(own) or "evidence" in lists:
        backed = {name for name in credited & set(own.answers) if own.answers[name].evidence_names}
        lost.add("evidence", _list_said(own, "evidence"), backed)
    else:
        _add_files(case_file, own, credited, lost)
    yield from _issue(case_file, own, lost)
    yield from _digests_in_part(case_file, own, credited)


def _digests_in_part(
    case_file: CaseFile, own: Questionnaire, credited: AbstractSet[str]
) -> Iterator[DataIssue]:
    """A note where few lines of the list give SHA-256: which of the others once did cannot be seen."""
    blank = [row for row in own.evidence if row.text("file") and not row.text("sha256")]
    if not own.digests or _gives_digests(own):
        return
    names = {folded(row.text("file")) for row in blank}
    backed = [
        control
        for control in sorted(credited & set(own.answers))
        if names & {folded(file.name) for file in delivered(case_file, own.answers[control])[0]}
    ]
    if backed:
        yield ISSUES[DIGESTS_IN_PART].issue(
            DIGESTS_IN_PART,
            blank[0].at,
            case_file.processor.id,
            count=len(blank),
            total=len(own.evidence),
            controls=", ".join(backed),
        )


def _list_said(own: Questionnaire, name: str) -> Message:
    """A list as a person calls it, with what is gone where that is a part."""
    title, columns = LIST_NAMES[name], own.columns_missing.get(name, ())
    return Message.of(IN_PART, list=title, columns=_joined(columns)) if columns else title


def _is_unlisted(own: Questionnaire) -> bool:
    """Whether no file stands in the list of evidence of our own form.

    Of the other lists a blank one says that there is nothing; files that answers name stand in this one.
    """
    return own.own_lists and not any(row.text("file") for row in own.evidence)


def _add_files(
    case_file: CaseFile, own: Questionnaire, credited: AbstractSet[str], lost: _Lost
) -> None:
    """Put down what is missing of the files that answers name, beside those of them that count."""
    rows = {folded(row.text("file")): row for row in own.evidence}
    digests = _gives_digests(own)
    loose: dict[str, dict[str, set[str]]] = {}
    for control, answer in own.answers.items():
        found, absent = delivered(case_file, answer)
        for name in absent if found else ():
            loose.setdefault(ABSENT, {}).setdefault(name, set()).add(control)
        for file in found:
            for text in _loose(own, control, rows.get(folded(file.name)), digests=digests):
                loose.setdefault(text, {}).setdefault(file.name, set()).add(control)
    for text, files in loose.items():
        said = Message.of(text, files=_some(sorted(files)))
        lost.add(text, said, credited & set().union(*files.values()))


def _gives_digests(own: Questionnaire) -> bool:
    """Whether a list of evidence is one that gives SHA-256: most files have it, or all lost it.

    Where a few files have it among many, nobody knows of the others whether they ever did.
    """
    given = sum(bool(row.text("sha256")) for row in own.evidence)
    return own.digests and (not given or 2 * given >= len(own.evidence))


def _loose(own: Questionnaire, control: str, row: Record | None, *, digests: bool) -> Iterator[str]:
    """What the list of evidence does not say of a file that counts for a control."""
    if row is None:
        if own.own_lists:
            yield LINES
        return
    if digests and not row.text("sha256"):
        yield DIGESTS
    if (meant := row.entries("controls")) and control not in meant:
        yield OTHERWISE


def _some(names: Sequence[str]) -> Value:
    shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return Message.of(AND_MORE, files=shown, count=more) if more > 0 else shown


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
    """The controls, figures and lists, of those lost, that a check goes by."""
    specs = (*check.operands, *(condition.operand for condition in check.when))
    for spec in specs:
        yield from gone & {_said_under(spec), spec.name if _is_own(spec) else ""}
    worked_out = {spec.name for spec in specs if spec.source == "computed"}
    for name in lists:
        if check.each == name or worked_out & FROM_LIST[name]:
            yield name


def _said_under(spec: OperandSpec) -> str:
    """The control under which the party says what is compared; "" where it says it nowhere."""
    return spec.name.partition(".")[0] if _is_own(spec) else ""


def _is_own(spec: OperandSpec) -> bool:
    """Whether the party itself says it beside a question."""
    return spec.source in ("fact", "answer") and spec.side in ("", Duty.PROCESSOR)


def _issue(case_file: CaseFile, own: Questionnaire, lost: _Lost) -> Iterator[DataIssue]:
    if not lost.said:
        return
    beside = sorted(set().union(*lost.beside.values()))
    yield ISSUES[NOT_COMPARED].issue(
        NOT_COMPARED,
        CellRef(file=own.file),
        case_file.processor.id,
        lost=_joined([lost.said[name] for name in sorted(lost.said)]),
        controls=", ".join(beside),
    )


def _joined(names: Sequence[Value]) -> Value:
    """Names in a row, as a language parts them."""
    first, *others = names
    return Message.of(_ONE_AND_MORE, one=first, more=_joined(others)) if others else first
