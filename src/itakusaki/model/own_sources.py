"""Own sources: what a processor itself handed in; what goes to it may tell no more than stands there."""

from __future__ import annotations

from itakusaki.model.assessment import Comparison, Operand, ProcessorResult
from itakusaki.model.party import Duty


def own_files(result: ProcessorResult) -> frozenset[str]:
    """What a processor itself handed in: workbooks, evidence, exports of logs."""
    given = {q.file for q in result.questionnaires if q.side is not Duty.CLIENT}
    given |= {f.path for c in result.controls for j in c.judgements for f in j.files}
    if result.examination:
        given |= {read.file.path for read in result.examination.reads}
    return frozenset(given)


def is_own(result: ProcessorResult, comparison: Comparison) -> bool:
    """Whether a comparison is made of the processor's own workbooks alone."""
    return all(_is_own(result, operand) for operand in comparison.operands)


def _is_own(result: ProcessorResult, operand: Operand) -> bool:
    files = own_files(result)
    return all(cell.file in files for cell in operand.cells)


def own_operands(result: ProcessorResult, comparison: Comparison) -> tuple[Operand, ...]:
    """The sides of a comparison that stand in the processor's own workbooks, or in none."""
    return tuple(operand for operand in comparison.operands if _is_own(result, operand))
