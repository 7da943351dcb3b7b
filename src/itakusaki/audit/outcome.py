"""Outcomes: what an assessment comes to for whoever called it: whether it fails, and in short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from itakusaki.model.assessment import Assessment, Standing
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.model.verdict import Severity, Verdict, rank

NEVER: Final = "never"
UNACCEPTABLE: Final = "unacceptable"
#: What a run can be asked to fail on; severities from the worst down.
FAIL_ON: Final = (NEVER, UNACCEPTABLE, *(severity.value for severity in reversed(Severity)))
#: What a run on logs alone can be asked to fail on.
LOGS_FAIL_ON: Final = (NEVER, TestOutcome.CONTRADICTION.value)
#: Verdicts that a severity looks for.
OPEN: Final = (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED, Verdict.PARTIAL)


def fails(assessment: Assessment, fail_on: str) -> bool:
    """Whether a rating is of the worst rank, or a control of that severity or more is open.

    The client's own standing counts as a processor's does.
    """
    if fail_on == NEVER:
        return False
    standings: list[Standing] = list(assessment.results)
    if assessment.supervision:
        standings.append(assessment.supervision)
    if fail_on == UNACCEPTABLE:
        return any(rank(standing.rating) == 0 for standing in standings)
    order = list(Severity)
    least = order.index(Severity(fail_on))
    return any(
        control.verdict in OPEN and order.index(control.severity) >= least
        for standing in standings
        for control in standing.controls
    )


def contradictions(found: Iterable[Examination]) -> tuple[TestResult, ...]:
    """The tests that contradict, of all parties."""
    results = (result for one in found for result in one.results)
    return tuple(r for r in results if r.outcome is TestOutcome.CONTRADICTION)


def logs_fail(found: Iterable[Examination], fail_on: str) -> bool:
    """Whether what the logs say is what a run was asked to fail on."""
    return fail_on != NEVER and bool(contradictions(found))


def summary(
    assessment: Assessment, paths: Sequence[Path], *, sealed: Path | None = None
) -> dict[str, object]:
    """The round in plain values: ratings and scores of each processor and the client, files written.

    `sealed` is the folder of the sealed report, where there is one.
    """
    return {
        "round": assessment.round,
        "as_of": assessment.as_of.isoformat(),
        "processors": [
            {
                "id": result.processor.id,
                "name": result.processor.name,
                **_standing(result),
                "sealed": result.sealed,
            }
            for result in assessment.results
        ],
        "supervision": _standing(assessment.supervision) if assessment.supervision else None,
        "issues": len(assessment.issues),
        "reports": [path.as_posix() for path in paths],
        "sealed": sealed.as_posix() if sealed else None,
    }


def _standing(standing: Standing) -> dict[str, object]:
    """Rating and figures, all of them out of 100."""
    share = standing.score.assurance
    return {
        "rating": standing.rating.value,
        "declared": _percent(standing.score.declared),
        "verified": _percent(standing.score.verified),
        "assurance": None if share is None else _percent(100 * share),
    }


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
