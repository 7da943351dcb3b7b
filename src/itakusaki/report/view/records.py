"""Records as shown: exceptions, approvals, data issues, files, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from itakusaki.language.labels import WEIGHTS
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Approval
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.finding import anchor

ORDER = tuple(IssueLevel)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRow:
    """An exception or approval: who says so, for what, until when, and whether it holds."""

    anchor: str
    control: str
    title: str
    source: str
    what: str
    reason: str
    measure: str
    approver: str
    until: str
    extensions: str
    state: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """A cell that could not be relied upon."""

    code: str
    weight: str
    css: str
    where: str
    says: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file and its digest."""

    path: str
    sha256: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRow:
    """A law or guideline that is cited, in the edition that was read."""

    title: str
    short: str
    edition: str
    as_of: str
    note: str
    url: str


def exception_rows(context: ViewContext, result: ProcessorResult) -> tuple[ExceptionRow, ...]:
    """The client's approvals first, then what the processor itself claims."""
    return (*_approvals(context, result), *_claims(context, result))


def _approvals(context: ViewContext, result: ProcessorResult) -> Iterator[ExceptionRow]:
    for control in result.controls:
        approval = control.approval
        if approval is None:
            continue
        kind = N_("Exception") if approval.kind == "exception" else N_("Not applicable")
        yield ExceptionRow(
            anchor=anchor(control.control) if control.verdict is Verdict.EXCEPTED else "",
            control=control.control,
            title=context.title(control.control),
            source=context.say(Message(N_("Approved by the client"))),
            what=context.say(Message(kind)),
            reason=approval.reason,
            measure="",
            approver=approval.approver,
            until=context.translator.day(approval.valid_until),
            extensions=str(approval.extensions),
            state=context.say(_state(approval, context.assessment.as_of)),
            where=str(approval.at),
        )


def _state(approval: Approval, as_of: date) -> Message:
    if approval.holds(as_of):
        return Message(N_("in force"))
    if approval.valid_until is not None and approval.valid_until < as_of:
        return Message(N_("expired"))
    return Message(N_("not in force"))


def _claims(context: ViewContext, result: ProcessorResult) -> Iterator[ExceptionRow]:
    for claim in result.claimed_exceptions:
        control = claim.text("control")
        until = claim.day("valid_until")
        yield ExceptionRow(
            anchor="",
            control=control,
            title=context.title(control),
            source=context.say(Message(N_("Stated in the questionnaire"))),
            what=claim.text("subject"),
            reason=claim.text("reason"),
            measure=claim.text("measure"),
            approver=claim.text("approver"),
            until=context.translator.day(until) if until else claim.text("valid_until"),
            extensions=claim.text("extensions"),
            state=context.say(_claim_state(until, context.assessment.as_of)),
            where=str(claim.at),
        )


def _claim_state(until: date | None, as_of: date) -> Message:
    if until is None:
        return Message(N_("no end date"))
    return Message(N_("expired") if until < as_of else N_("stated only; earns no points by itself"))


def issue_rows(context: ViewContext, issues: Iterable[DataIssue]) -> tuple[IssueRow, ...]:
    """Data issues, the heavy ones first."""
    ordered = sorted(issues, key=lambda i: (ORDER.index(i.level), str(i.at), i.code))
    return tuple(
        IssueRow(
            code=issue.code,
            weight=context.say(WEIGHTS[issue.level]),
            css=f"w-{issue.level.value}",
            where=str(issue.at),
            says=context.say(issue.says),
            mend=context.say(issue.mend),
        )
        for issue in ordered
    )


def file_rows(context: ViewContext, paths: Iterable[str] | None = None) -> tuple[FileRow, ...]:
    """The files that were read, all of them or those named."""
    wanted = None if paths is None else set(paths)
    return tuple(
        FileRow(path=source.path, sha256=source.sha256, size=f"{source.size:,}")
        for source in sorted(context.assessment.sources, key=lambda s: s.path)
        if wanted is None or source.path in wanted
    )


def instrument_rows(context: ViewContext, controls: Iterable[str]) -> tuple[InstrumentRow, ...]:
    """The laws and guidelines that these controls cite, in the checklist's order."""
    known = context.checklist.controls
    cited = {basis.instrument for id_ in controls if id_ in known for basis in known[id_].basis}
    return tuple(
        InstrumentRow(
            title=context.pick(instrument.title),
            short=context.pick(instrument.short),
            edition=context.pick(instrument.edition),
            as_of=instrument.as_of,
            note=context.pick(instrument.note),
            url=instrument.url,
        )
        for id_, instrument in context.checklist.instruments.items()
        if id_ in cited
    )
