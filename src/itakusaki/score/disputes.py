"""Disputes: what sources differ on about one control, and what an auditor decided on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from itakusaki.model.answer import AnswerValue, Decision, Review
from itakusaki.model.assessment import LOG_PART, Comparison, Judgement
from itakusaki.model.evidence import DIGEST_LENGTH
from itakusaki.model.verdict import Outcome, Verdict
from itakusaki.score.case_file import CaseFile

#: What an auditor's mark means once the difference is confirmed; any other mark confirms nothing.
CONFIRMED: Final = {AnswerValue.PARTIAL: Verdict.PARTIAL, AnswerValue.NO: Verdict.GAP}


def looked_at(
    case_file: CaseFile, judged: Sequence[Judgement], comparisons: Sequence[Comparison]
) -> str:
    """A digest of what an auditor decides on: answers and every value that differs; "" where none does.

    Values from logs count with the SHA-256 of the exports they come from, so that another delivery
    makes a decision stale.
    """
    differing = [c for c in comparisons if c.outcome is Outcome.CONTRADICTION]
    if not differing:
        return ""
    seen = [
        [[one.contract, *_given(one)] for one in judged],
        [[c.rule, c.part, _values(c), _exports(case_file, c)] for c in differing],
    ]
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]


def _given(judgement: Judgement) -> tuple[str, str]:
    given = judgement.clause or judgement.answer
    return (given.value.value, str(given.at)) if given else ("", "")


def _values(comparison: Comparison) -> list[list[str]]:
    return [[one.label.en, one.shown, *map(str, one.cells)] for one in comparison.operands]


def _exports(case_file: CaseFile, comparison: Comparison) -> list[str]:
    """The SHA-256 of every export that a control test on logs looked at."""
    examined = case_file.examination
    if examined is None or not comparison.from_logs:
        return []
    test = comparison.part.removeprefix(LOG_PART)
    used = {export for one in examined.results if one.test == test for export in one.exports}
    return sorted({read.file.sha256 for read in examined.reads if read.export in used})


def decided(review: Review | None, digest: str) -> Review | None:
    """The review that decides a dispute: for what is on the table now, and if confirmed with a mark."""
    if review is None or review.decision is None or not digest or review.looked_at != digest:
        return None
    if review.decision is Decision.CONFIRMED and review.value not in CONFIRMED:
        return None
    return review
