"""Lines: an assessment in the few values that are compared between rounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from itakusaki.files.folding import key
from itakusaki.model.assessment import (
    Assessment,
    ControlResult,
    Judgement,
    ProcessorResult,
    Standing,
)
from itakusaki.model.party import Duty, Processor
from itakusaki.model.rounds import CLIENT_LINE, ControlLine, EvidenceLine, PartyLine
from itakusaki.model.verdict import Verdict


def lines_of(assessment: Assessment) -> tuple[PartyLine, ...]:
    """Every party's line, the client's in each entrustment after it, then the client's over all."""
    parties = [line for result in assessment.results for line in _party_lines(result)]
    over_all = assessment.supervision
    if over_all is None:
        return tuple(parties)
    client = PartyLine(
        processor=CLIENT_LINE,
        side=Duty.CLIENT,
        name=assessment.client,
        tier=0,
        rating=over_all.rating,
        declared=over_all.score.declared,
        verified=over_all.score.verified,
        assurance=over_all.score.assurance,
        sealed=_hides(over_all),
        depth=over_all.depth,
        controls=(),
    )
    return (*parties, client)


def _party_lines(result: ProcessorResult) -> Iterator[PartyLine]:
    party = result.processor
    yield _line(party, party.duty, result)
    if result.supervision is not None:
        yield _line(party, Duty.CLIENT, result.supervision)


def _line(party: Processor, side: Duty, standing: Standing) -> PartyLine:
    return PartyLine(
        processor=party.id,
        side=side,
        name=party.name,
        tier=party.tier,
        rating=standing.rating,
        declared=standing.score.declared,
        verified=standing.score.verified,
        assurance=standing.score.assurance,
        sealed=_hides(standing),
        depth=standing.depth,
        controls=tuple(_control(control) for control in standing.controls),
        evidence=tuple(line for control in standing.controls for line in _evidence(control)),
    )


def _evidence(result: ControlResult) -> Iterator[EvidenceLine]:
    for judgement in result.judgements:
        for file in judgement.files:
            yield EvidenceLine(
                control=result.control, path=file.path, sha256=file.sha256, grade=judgement.grade
            )


def words_digest(comment: str) -> str:
    """A short digest of what was written beside an answer, width, case and spaces aside; "" for nothing."""
    plain = key(comment)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16] if plain else ""


def _hides(standing: Standing) -> bool:
    """Whether how some control stands is told in a sealed report only."""
    return any(control.verdict is Verdict.SEALED for control in standing.controls)


def _control(result: ControlResult) -> ControlLine:
    weakest = min(result.judgements, key=lambda one: one.state.rank, default=None)
    return ControlLine(
        control=result.control,
        verdict=result.verdict,
        severity=result.severity,
        weight=result.weight,
        declared=result.declared,
        verified=result.verified,
        knock_out=result.knock_out,
        answer=_answer(result),
        grade=min((one.grade for one in result.judgements), default=0),
        required_grade=result.required_grade,
        state=weakest.state.value if weakest else "",
        required_state=result.required_state.value,
        decision=_decision(result),
        approval=result.approval.kind if result.approval else "",
        words=words_digest("\n".join(_comments(result))),
        reaffirmed=max(
            (one.answer.reaffirmed for one in result.judgements if one.answer), default=0
        ),
    )


def _comments(result: ControlResult) -> Iterator[str]:
    for judgement in result.judgements:
        given = judgement.clause or judgement.answer
        if given is not None:
            yield given.comment


def _answer(result: ControlResult) -> str:
    """The answer that made the verdict: of several clauses the one that stands as the control does."""
    found = [one for one in result.judgements if one.verdict is result.verdict]
    return next((_counted(one) for one in (*found, *result.judgements)), "")


def _counted(judgement: Judgement) -> str:
    review, given = judgement.review, judgement.clause or judgement.answer
    if review is not None and review.value is not None:
        return review.value.value
    return given.value.value if given else ""


def _decision(result: ControlResult) -> str:
    decided = result.decision
    return decided.decision.value if decided and decided.decision else ""
