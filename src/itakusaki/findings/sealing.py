"""Sealing: one run parted into what everybody may read and what the person responsible reads (ADR 0020).

Of logs that may show a leak nothing is told in the ordinary part: any of their tests might tell the
story. Of answers that may show one, what rests on the same cells is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.catalogue.retest import ControlTest
from itakusaki.findings.lifting import (
    is_lifted,
    lifting_steps,
    seal_digest,
    sources_of,
    unlifted_steps,
)
from itakusaki.findings.suspect import check_of, source_of, suspicions_of
from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.answer import Review
from itakusaki.model.assessment import (
    LOG_PART,
    Assessment,
    Comparison,
    ControlResult,
    Judgement,
    ProcessorResult,
    Score,
    Standing,
)
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.verdict import Verdict

#: What names controls in a reason for a rating.
CONTROLS = "controls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """The two parts of a run; `sealed` holds only the parties and results concerned.

    Without a suspicion, `ordinary` is the run itself and `sealed` has no result.
    """

    ordinary: Assessment
    sealed: Assessment
    suspicions: tuple[Suspicion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seal:
    """What is hidden: the suspicions' comparisons, and what else rests on the same.

    That is logs of `parties`, their files, single cells, checks that read logs, and checks that look for
    a suspicion, whatever came of them. `every` are the suspicions' comparisons and those of
    suspicions that were lifted.
    """

    every: frozenset[tuple[str, str]]
    sources: frozenset[tuple[str, str]]
    parties: frozenset[str]
    files: frozenset[str]
    cells: frozenset[CellRef]
    log_checks: frozenset[tuple[str, str]]
    leak_checks: frozenset[tuple[str, str]]

    def hides(self, comparison: Comparison, party: str) -> bool:
        """Whether a comparison made for a party rests on what is hidden."""
        if (party, source_of(comparison)) in self.sources:
            return True
        reads_logs = comparison.from_logs or check_of(comparison) in self.log_checks
        if party in self.parties and reads_logs:
            return True
        if check_of(comparison) in self.leak_checks and any(
            code == party for code, _ in self.sources
        ):
            return True
        cells = [cell for operand in comparison.operands for cell in operand.cells]
        return any(cell in self.cells or cell.file in self.files for cell in cells)

    def told(self, party: str) -> frozenset[str]:
        """The comparisons of all suspicions of a party, lifted ones too."""
        return frozenset(source for code, source in self.every if code == party)

    def hides_issue(self, issue: DataIssue) -> bool:
        """Whether a data issue tells of a hidden file."""
        return issue.at.file in self.files


def parted(
    assessment: Assessment, tests: Mapping[str, ControlTest], rules: Sequence[CrossCheck]
) -> Parted:
    """Part a run by what may be a leak; ratings and scores stay as they are on both sides."""
    every = suspicions_of(assessment, tests, rules)
    suspicions = tuple(_unlifted(assessment, every))
    seal = _seal(assessment, suspicions, every, rules)
    touched = [result for result in assessment.results if _is_touched(seal, result)]
    told = (_lifted_result(seal, result) for result in assessment.results)
    ordinary = replace(
        assessment,
        supervision=_open_standing(seal, assessment.supervision),
        results=tuple(
            _open_result(seal, result) if _is_touched(seal, result) else result for result in told
        ),
        issues=tuple(issue for issue in assessment.issues if not seal.hides_issue(issue)),
        sources=tuple(source for source in assessment.sources if source.path not in seal.files),
    )
    sealed = replace(
        assessment,
        supervision=None,
        results=tuple(_sealed_result(seal, result) for result in touched),
        issues=tuple(issue for issue in assessment.issues if seal.hides_issue(issue)),
        sources=_sources(assessment, touched, seal),
        commitments=(),
    )
    return Parted(ordinary=ordinary if every else assessment, sealed=sealed, suspicions=suspicions)


def _unlifted(assessment: Assessment, every: Sequence[Suspicion]) -> Iterator[Suspicion]:
    """The suspicions whose sealing was not lifted."""
    results = {result.processor.id: result for result in assessment.results}
    for one in every:
        sources = sources_of(every, one.processor)
        if not is_lifted(results[one.processor], one, sources):
            yield one


def _lifted_result(seal: _Seal, result: ProcessorResult) -> ProcessorResult:
    """A result whose controls say by whom their sealing was lifted."""
    sources = seal.told(result.processor.id)
    if not sources:
        return result
    controls = (
        replace(control, steps=(*control.steps, *lifting_steps(control, sources)))
        for control in result.controls
    )
    return replace(result, controls=tuple(controls))


def _seal(
    assessment: Assessment,
    suspicions: Sequence[Suspicion],
    every: Sequence[Suspicion],
    rules: Sequence[CrossCheck],
) -> _Seal:
    sources = {(one.processor, one.source) for one in suspicions}
    parties = {party for party, source in sources if f"/{LOG_PART}" in source}
    results = [result for result in assessment.results if result.processor.id in parties]
    return _Seal(
        every=frozenset((one.processor, one.source) for one in every),
        sources=frozenset(sources),
        parties=frozenset(parties),
        files=frozenset(path for result in results for path in _files(result)),
        cells=frozenset(
            cell
            for result in assessment.results
            for comparison in result.comparisons
            if (result.processor.id, source_of(comparison)) in sources and not comparison.from_logs
            for cell in _figures(result, comparison)
        ),
        log_checks=frozenset(
            (rule.id, check.id)
            for rule in rules
            for check in rule.checks
            if any(operand.source == "log" for operand in check.operands)
        ),
        leak_checks=frozenset(
            (rule.id, check.id) for rule in rules for check in rule.checks if check.possible_leak
        ),
    )


def _figures(result: ProcessorResult, comparison: Comparison) -> Iterator[CellRef]:
    """The cells of a comparison but those of answers, which are known to all and compared widely."""
    answers = {j.answer.at for c in result.judged for j in c.judgements if j.answer}
    cells = (cell for operand in comparison.operands for cell in operand.cells)
    return (cell for cell in cells if cell not in answers)


def _files(result: ProcessorResult) -> Iterator[str]:
    """The exports and packs that a party's tests rest on."""
    if result.examination:
        yield from (read.file.path for read in result.examination.reads)
        yield from (seal.file.path for seal in result.examination.seals)


def _is_touched(seal: _Seal, result: ProcessorResult) -> bool:
    party = result.processor.id
    return party in seal.parties or any(seal.hides(c, party) for c in result.comparisons)


def _is_sealed(seal: _Seal, control: ControlResult, party: str) -> bool:
    return any(seal.hides(comparison, party) for comparison in control.comparisons)


def _open_result(seal: _Seal, result: ProcessorResult) -> ProcessorResult:
    party = result.processor.id
    hidden = {c.control for c in result.judged if _is_sealed(seal, c, party)}
    return replace(
        result,
        reasons=(*_without(result.reasons, hidden), SEALED_MATTER),
        would_change=_changes(result.would_change, hidden),
        domains=_domains(result, hidden),
        controls=tuple(_open_control(seal, control, party) for control in result.controls),
        supervision=_open_standing(seal, result.supervision, party),
        comparisons=tuple(c for c in result.comparisons if not seal.hides(c, party)),
        examination=None if party in seal.parties else result.examination,
        sealed=True,
    )


def _open_standing(seal: _Seal, standing: Standing | None, party: str = "") -> Standing | None:
    if standing is None:
        return None
    hidden = {c.control for c in standing.controls if _is_sealed(seal, c, party)}
    if not hidden:
        return standing
    return replace(
        standing,
        reasons=(*_without(standing.reasons, hidden), SEALED_MATTER),
        would_change=_changes(standing.would_change, hidden),
        domains=_domains(standing, hidden),
        controls=tuple(_open_control(seal, control, party) for control in standing.controls),
    )


def _domains(standing: Standing, hidden: set[str]) -> Mapping[str, Score]:
    """The scores of domains without a hidden control; a control's id begins with its domain's."""
    closed = {control.partition("-")[0] for control in hidden}
    return {name: score for name, score in standing.domains.items() if name not in closed}


def _open_control(seal: _Seal, control: ControlResult, party: str) -> ControlResult:
    if not _is_sealed(seal, control, party):
        judgements = tuple(_without_files(seal, one, party) for one in control.judgements)
        return replace(control, judgements=judgements, steps=_steps(seal, control.steps))
    return replace(
        control,
        verdict=Verdict.SEALED,
        declared=None,
        verified=None,
        settled=False,
        judgements=tuple(_open_judgement(seal, one, party) for one in control.judgements),
        comparisons=tuple(c for c in control.comparisons if not seal.hides(c, party)),
        steps=(SEALED_MATTER,),
        looked_at=seal_digest(control, seal.told(party)),
        decision=_wordless(control.decision),
    )


def _open_judgement(seal: _Seal, judgement: Judgement, party: str) -> Judgement:
    open_files = _without_files(seal, judgement, party)
    return replace(
        open_files,
        verdict=Verdict.SEALED,
        review=None,
        state=EvidenceState.SEALED,
        checks=(),
        steps=(),
    )


def _without_files(seal: _Seal, judgement: Judgement, party: str) -> Judgement:
    """A judgement without hidden files; which tests ran clean would tell of the others by its shape."""
    by_logs = judgement.state is EvidenceState.RE_PERFORMED and party in seal.parties
    return replace(
        judgement,
        files=tuple(f for f in judgement.files if f.path not in seal.files),
        state=EvidenceState.SEALED if by_logs else judgement.state,
        checks=tuple(
            check
            for check in judgement.checks
            if check.file not in seal.files and not _names(check.says, seal.files)
        ),
        steps=() if by_logs else _steps(seal, judgement.steps),
    )


def _steps(seal: _Seal, steps: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(step for step in steps if not _names(step, seal.files))


def _wordless(review: Review | None) -> Review | None:
    """A decision without the reason given for it, which may tell of the matter."""
    return replace(review, reason="") if review else None


def _without(reasons: Iterable[Message], hidden: set[str]) -> Iterator[Message]:
    """Reasons with the hidden controls no longer named; one that names no other is left out."""
    for reason in reasons:
        named = dict(reason.values).get(CONTROLS)
        if isinstance(named, str) and not hidden.isdisjoint(named.split(", ")):
            kept = [control for control in named.split(", ") if control not in hidden]
            if kept:
                yield Message.of(reason.text, **{**dict(reason.values), CONTROLS: ", ".join(kept)})
        elif not _names(reason, hidden):
            yield reason


def _changes(changes: tuple[Message, ...], hidden: set[str]) -> tuple[Message, ...]:
    """What would change the rating, as far as it names nothing hidden: it holds for all or not at all."""
    kept = tuple(change for change in changes if not _names(change, hidden))
    return kept if len(kept) == len(changes) else (*kept, SEALED_MATTER)


def _names(message: Message, hidden: AbstractSet[str]) -> bool:
    return any(
        _names(value, hidden)
        if isinstance(value, Message)
        else any(name in str(value) for name in hidden)
        for _, value in message.values
    )


def _sealed_result(seal: _Seal, result: ProcessorResult) -> ProcessorResult:
    party = result.processor.id
    supervision = result.supervision
    owed = [c for c in supervision.controls if _is_sealed(seal, c, party)] if supervision else []
    return replace(
        result,
        controls=tuple(
            replace(c, steps=(*c.steps, *unlifted_steps(c, seal.told(party))))
            for c in result.controls
            if _is_sealed(seal, c, party)
        ),
        supervision=replace(supervision, controls=tuple(owed)) if supervision and owed else None,
        comparisons=tuple(c for c in result.comparisons if seal.hides(c, party)),
        claimed_exceptions=(),
        examination=result.examination if party in seal.parties else None,
    )


def _sources(
    assessment: Assessment, touched: Iterable[ProcessorResult], seal: _Seal
) -> tuple[SourceFile, ...]:
    """The hidden files, and the workbooks that the parties concerned handed in."""
    replies = {one.file for result in touched for one in result.questionnaires}
    return tuple(s for s in assessment.sources if s.path in seal.files or s.path in replies)
