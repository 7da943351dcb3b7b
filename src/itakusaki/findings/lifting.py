"""Lifting: an auditor's word that a matter, once decided, need no longer be told apart (ADR 0034).

It stands in the review workbook beside each control that the matter touches, with name, day, reason
and the digest of what was looked at; a matter is lifted as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings.suspect import source_of
from itakusaki.model.answer import Review
from itakusaki.model.assessment import Comparison, ControlResult, ProcessorResult
from itakusaki.model.evidence import DIGEST_LENGTH
from itakusaki.model.message import N_, Message


def seal_digest(control: ControlResult, sources: Collection[str]) -> str:
    """What a lifting is bound to: what sources differ on, or else the values that gave the suspicion.

    `sources` are those of all suspicions of the party; "" where none of them touches the control.
    """
    if control.looked_at:
        return control.looked_at
    seen = [_values(one) for one in control.comparisons if source_of(one) in sources]
    if not seen:
        return ""
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]


def _values(comparison: Comparison) -> list[object]:
    operands = [[one.label.en, one.shown, *map(str, one.cells)] for one in comparison.operands]
    return [source_of(comparison), comparison.outcome.value, operands]


def is_lifted(result: ProcessorResult, found: Suspicion, sources: Collection[str]) -> bool:
    """Whether every control that a suspicion touches was decided on, and its sealing lifted."""
    touched = [c for c in result.judged if found.source in map(source_of, c.comparisons)]
    return bool(touched) and all(lifted_by(control, sources) for control in touched)


def lifted_by(control: ControlResult, sources: Collection[str]) -> Review | None:
    """The review that lifts the sealing of a control: for what is there now, and once it was decided."""
    review = _asked(control)
    if review is None or review.looked_at != seal_digest(control, sources):
        return None
    return None if control.looked_at and control.decision is None else review


def _asked(control: ControlResult) -> Review | None:
    reviews = (judgement.review for judgement in control.judgements)
    return next((one for one in reviews if one is not None and one.lifts_seal), None)


def lifting_steps(control: ControlResult, sources: Collection[str]) -> Iterator[Message]:
    """What an ordinary trace says of a sealing that was lifted."""
    review = lifted_by(control, sources)
    if review is not None:
        yield Message.of(
            N_("lifted from the sealed report by {who} on {day} at {cell}: {reason}"),
            who=review.reviewer,
            day=str(review.reviewed_on),
            cell=str(review.at),
            reason=review.reason,
        )


def unlifted_steps(control: ControlResult, sources: Collection[str]) -> Iterator[Message]:
    """What a sealed trace says of a lifting that does not count, or not alone."""
    if _asked(control) is None:
        return
    if lifted_by(control, sources) is None:
        yield Message.of(
            N_(
                "lifting was asked for, on other inputs or before a decision; it does not count, and stays sealed"
            )
        )
    else:
        yield Message.of(
            N_("lifting was recorded; the matter stays sealed until it is on all that it touches")
        )


def sources_of(suspicions: Iterable[Suspicion], party: str) -> frozenset[str]:
    """The comparisons from which a party's suspicions come."""
    return frozenset(one.source for one in suspicions if one.processor == party)
