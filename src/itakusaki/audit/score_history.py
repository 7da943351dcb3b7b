"""Score histories: each party's scores over the rounds that are kept, and what moved the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from itakusaki.findings.bridge import CAUSES, bridge
from itakusaki.findings.lines import lines_of
from itakusaki.model.assessment import Assessment
from itakusaki.model.message import Message
from itakusaki.model.party import Duty
from itakusaki.model.rounds import PartyLine, RoundLines, RoundScores, ScoreHistory


def score_histories(run: Assessment, rounds: Sequence[RoundLines]) -> Mapping[str, ScoreHistory]:
    """By party: its scores in the earlier rounds and in this one, and the bridge between the last two.

    The last of the earlier rounds has its controls. A round with a sealed matter shows no score.
    """
    now = _parties(lines_of(run))
    earlier = [(one, _parties(one.parties)) for one in rounds]
    found = {}
    for code, line in now.items():
        scores = [_scores(one.head.round, known[code]) for one, known in earlier if code in known]
        last = rounds[-1] if rounds and code in earlier[-1][1] else None
        found[code] = ScoreHistory(
            scores=(*scores, _scores(run.round, line)),
            steps=_steps(last, earlier[-1][1][code], line, run.checklist_version) if last else (),
        )
    return found


def _parties(lines: Sequence[PartyLine]) -> Mapping[str, PartyLine]:
    return {line.processor: line for line in lines if line.side is not Duty.CLIENT}


def _scores(name: str, line: PartyLine) -> RoundScores:
    if line.sealed:
        return RoundScores(round=name, declared=None, verified=None, depth=line.depth)
    return RoundScores(round=name, declared=line.declared, verified=line.verified, depth=line.depth)


def _steps(
    last: RoundLines, before: PartyLine, after: PartyLine, edition: str
) -> tuple[tuple[Message, int], ...]:
    if before.sealed or after.sealed:
        return ()
    same = last.head.checklist_version == edition
    found = bridge(before, after, "verified", same_edition=same)
    parts = found.parts if found else {}
    return tuple((CAUSES[cause], tenths) for cause, tenths in parts.items() if tenths)
