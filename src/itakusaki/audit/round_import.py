"""Taking in earlier rounds: judged again from their workbooks, or read from their assessment.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from itakusaki.audit.keeping import mark_of
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.setup import Setup
from itakusaki.findings.lines import words_digest
from itakusaki.model.depth import Depth
from itakusaki.model.errors import ReportUnreadableError
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.rounds import (
    CLIENT_LINE,
    ControlLine,
    EvidenceLine,
    Keeping,
    Origin,
    PartyLine,
    TakenAssessment,
)
from itakusaki.model.verdict import Rating, Severity, Verdict

FORMAT: Final = "itakusaki/assessment/1"
#: Bytes that a report may have.
LARGEST: Final = 1 << 28
Json = Mapping[str, Any]


def import_report(setup: Setup, store: AuditStore, file: Path) -> Keeping:
    """Take a round in from the assessment.json that its audit wrote; lines only, the rest is not in it.

    Raises:
        ReportUnreadableError: it is none, or of another round than the setup's.
    """
    content = _content(file)
    try:
        found: Json = json.loads(content)
        is_report = found["format"] == FORMAT
        taken = _taken(found) if is_report else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        text = N_("it is not made as a report of itakusaki is ({problem})")
        problem = type(error).__name__
        raise ReportUnreadableError(str(file), Message.of(text, problem=problem)) from error
    if taken is None:
        raise ReportUnreadableError(str(file), Message(N_("it is of another format")))
    if taken.round != setup.workspace.round:
        text = N_("it is of the round {round}")
        raise ReportUnreadableError(str(file), Message.of(text, round=taken.round))
    return store.keep(taken, mark_of(setup.workspace))


def _content(file: Path) -> bytes:
    if file.stat().st_size > LARGEST:
        raise ReportUnreadableError(str(file), Message(N_("it is too large")))
    return file.read_bytes()


def _taken(found: Json) -> TakenAssessment:
    versions = found["versions"]
    policy = json.dumps(found["policy"], sort_keys=True, ensure_ascii=False)
    return TakenAssessment(
        origin=Origin.REPORT,
        round=str(found["round"]),
        as_of=date.fromisoformat(found["as_of"]),
        checklist_version=str(versions["checklist"]),
        policy_version=str(versions["policy"]),
        policy_digest=hashlib.sha256(policy.encode()).hexdigest(),
        tool_version=str(versions["tool"]),
        inputs=tuple((str(one["path"]), str(one["sha256"])) for one in found["sources"]),
        parties=tuple(_parties(found)),
        whole=None,
    )


def _parties(found: Json) -> Iterator[PartyLine]:
    for party in found["processors"]:
        tier = int(party["tier"])
        duty = Duty.PROCESSOR if tier <= 1 else Duty.SUB_PROCESSOR
        named = (str(party["id"]), str(party["name"]), tier)
        yield _line(party, named, duty)
        if party["supervision"] is not None:
            yield _line(party["supervision"], named, Duty.CLIENT)
    if found["supervision"] is not None:
        named = (CLIENT_LINE, str(found["client"]), 0)
        yield _line({**found["supervision"], "controls": ()}, named, Duty.CLIENT)


def _line(standing: Json, named: tuple[str, str, int], side: Duty) -> PartyLine:
    score = standing["score"]
    controls = tuple(_control(control) for control in standing["controls"])
    return PartyLine(
        processor=named[0],
        side=side,
        name=named[1],
        tier=named[2],
        rating=Rating(standing["rating"]),
        declared=_number(score["declared"]),
        verified=_number(score["verified"]),
        assurance=_number(score["assurance"]),
        sealed=any(control.verdict is Verdict.SEALED for control in controls),
        depth=Depth(standing.get("depth", Depth.FULL)),
        controls=controls,
        evidence=tuple(line for control in standing["controls"] for line in _evidence(control)),
    )


def _evidence(found: Json) -> Iterator[EvidenceLine]:
    for judgement in found["judgements"]:
        for file in judgement["files"]:
            yield EvidenceLine(
                control=str(found["control"]),
                path=str(file["path"]),
                sha256=str(file["sha256"]),
                grade=int(judgement["grade"]),
            )


def _control(found: Json) -> ControlLine:
    judgements, verdict = found["judgements"], found["verdict"]
    alike = [one for one in judgements if one["verdict"] == verdict]
    states = [EvidenceState(one["state"]) for one in judgements]
    weakest = min(states, key=lambda state: state.rank, default=None)
    decision, approval = found["decision"], found["approval"]
    return ControlLine(
        control=str(found["control"]),
        verdict=Verdict(verdict),
        severity=Severity(found["severity"]),
        weight=float(found["weight"]),
        declared=_number(found["declared"]),
        verified=_number(found["verified"]),
        knock_out=bool(found["knock_out"]),
        answer=next((_answer(one) for one in (*alike, *judgements)), ""),
        grade=min((int(one["grade"]) for one in judgements), default=0),
        required_grade=int(found["required_grade"]),
        state=weakest.value if weakest else "",
        required_state=EvidenceState(found["required_state"]).value,
        decision=str((decision or {}).get("decision") or ""),
        approval=str(approval["kind"]) if approval else "",
        words=words_digest("\n".join(g["comment"] for j in judgements if (g := j["given"]))),
    )


def _answer(judgement: Json) -> str:
    review, given = judgement["review"], judgement["given"]
    if review and review["value"]:
        return str(review["value"])
    return str(given["value"]) if given else ""


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
