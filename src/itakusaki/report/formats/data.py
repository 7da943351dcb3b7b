"""Data: the assessment as JSON, for other programs; its schema is checklists/schemas/assessment.schema.json.

Values are language-neutral; whatever is said to a person stands there in both languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from itakusaki.catalogue.checklist import Control
from itakusaki.catalogue.citation import citation
from itakusaki.language import LANGUAGES, labels, translator_for
from itakusaki.model.answer import Answer, Clause, Review
from itakusaki.model.assessment import (
    Assessment,
    ChainNode,
    Comparison,
    ControlResult,
    Judgement,
    ProcessorResult,
    Score,
    Standing,
)
from itakusaki.model.depth import Depth
from itakusaki.model.evidence import FileCheck
from itakusaki.model.finding import Finding
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Value
from itakusaki.model.notice import NoticePath
from itakusaki.model.party import Approval, Processor
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Outcome
from itakusaki.report.formats.data_logs import examination
from itakusaki.report.publication import Publication, StreamedFile

FORMAT = "itakusaki/assessment/1"
Json = dict[str, Any]


def as_json(publication: Publication) -> Iterator[StreamedFile]:
    """One file, whatever the languages."""
    yield StreamedFile(name="assessment.json", make=lambda: _bytes(publication))


def _bytes(publication: Publication) -> Iterator[bytes]:
    before = "{\n"
    for piece in _lines(_document(publication)):
        yield f"{before}{piece}".encode("utf-8", "replace")
        before = ""
    yield b"\n}\n"


def _lines(document: Json) -> Iterator[str]:
    """A line per value of the top level, and per entry where that is a list: it may be large.

    A list may be given as an iterator, whose entries are made when they are written.
    """
    before = ""
    for name, value in document.items():
        begin, before = f"{before}{_compact(name)}: ", ",\n"
        if isinstance(value, list | Iterator):
            yield from _entries(begin, value)
        else:
            yield f"{begin}{_compact(value)}"


def _entries(begin: str, entries: Iterable[object]) -> Iterator[str]:
    first, before, end = f"{begin}[\n", "", f"{begin}[]"
    for entry in entries:
        yield f"{before or first}{_compact(entry)}"
        before, end = ",\n", "\n]"
    yield end


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _document(publication: Publication) -> Json:
    run = publication.assessment
    return {
        "format": FORMAT,
        "client": run.client,
        "role": run.role.value,
        "round": run.round,
        "as_of": _day(run.as_of),
        "versions": {
            "tool": run.tool_version,
            "checklist": run.checklist_version,
            "policy": run.policy_version,
        },
        **_closed(publication),
        **_not_asked(publication),
        **_incidents(publication),
        "policy": _policy(publication),
        "words": _words(publication),
        "supervision": _supervision(run.supervision),
        "processors": (
            _processor(result, publication.findings.get(result.processor.id, ()))
            for result in run.results
        ),
        **_suspected(publication),
        **_commitments(run),
        "issues": (_issue(issue) for issue in run.issues),
        "sources": (
            {"path": s.path, "sha256": s.sha256, "size": s.size}
            for s in sorted(run.sources, key=lambda s: s.path)
        ),
    }


def _commitments(run: Assessment) -> Json:
    """Promises and requests of authorities, and companies to be confirmed; neither where there is none."""
    promised = [
        {**one.plain_fields, "says": _all_said(one.says), "at": _cell(one.at)}
        for one in run.commitments
    ]
    named = [
        {
            "name": one.name,
            "corporate_number": one.number,
            "named": [{"processor": code, "at": _cell(at)} for code, at in one.named],
        }
        for one in run.candidates
    ]
    parts = {"commitments": promised, "candidates": named}
    return {name: part for name, part in parts.items() if part}


def _closed(publication: Publication) -> Json:
    """The journal's head at the closing of the round; nothing while it is open."""
    head = publication.edition.closed
    return {"closed": {"entry": head.number, "sha256": head.digest}} if head else {}


def _not_asked(publication: Publication) -> Json:
    left_out = publication.checklist.not_asked
    return {"not_asked": list(left_out)} if left_out else {}


def _incidents(publication: Publication) -> Json:
    """The incidents of the workspace as far as reports may tell of them; nothing where it has none."""
    told = publication.edition.incidents
    if told is None:
        return {}
    return {
        "incidents": {
            "told": [
                {
                    "name": one.name,
                    "subject": one.subject,
                    "known_on": _day(one.known_on),
                    "parties": [{"name": name, "tier": tier} for name, tier in one.parties],
                    "remarks": [
                        {"party": r.party, "says": _both(r.says), "open": r.is_open}
                        for r in one.remarks
                    ],
                    "gone": one.is_gone,
                }
                for one in told.standings
            ],
            "closed": told.closed,
            "closed_waiting": told.closed_waiting,
            "unread": _all_said(told.unread),
        }
    }


def _suspected(publication: Publication) -> Json:
    """What may be a leak; in sealed data only."""
    if publication.suspicions is None:
        return {}
    return {
        "suspicions": [
            {
                "processor": one.processor,
                "source": one.source,
                "says": _all_said(one.says),
                "basis": _all_said(citation(b, publication.checklist) for b in one.basis),
                "tests": list(one.tests),
            }
            for one in publication.suspicions
        ]
    }


def _policy(publication: Publication) -> Json:
    policy = publication.policy
    return {
        "version": policy.version,
        "weights": {severity.value: weight for severity, weight in policy.weights.items()},
        "grades": {severity.value: grade for severity, grade in policy.grades.items()},
        "excepted_credit": policy.excepted_credit,
        "assurance_floor": policy.assurance_floor,
        "core_knock_outs": sorted(policy.core_knock_outs),
        "absent_file_grade": policy.absent_file_grade,
        "states": {
            **{severity.value: state.value for severity, state in policy.states.items()},
            "knock_out": policy.knock_out_state.value,
        },
        "record_months": policy.record_months,
        "bands": [{"rating": b.rating, "at_least": b.at_least} for b in policy.bands],
    }


def _words(publication: Publication) -> Json:
    """Every code that is used, in words, once."""
    used = {c.control for r in publication.assessment.results for c in r.judged}
    controls = publication.checklist.controls
    rules = {c.rule: c.title for r in publication.assessment.results for c in r.comparisons}
    return {
        "ratings": _said(labels.RATINGS),
        "depths": _said(labels.DEPTHS),
        "verdicts": _said(labels.VERDICTS),
        "severities": _said(labels.SEVERITIES),
        "answers": _said(labels.ANSWERS),
        "kinds": _said(labels.KINDS),
        "outcomes": _said(labels.OUTCOMES),
        "test_outcomes": _said(labels.TEST_OUTCOMES),
        "rules": {rule: _both(rules[rule]) for rule in sorted(rules)},
        "domains": {d.id: _both(d.title) for d in publication.checklist.domains},
        "controls": {
            id_: _control_words(control) for id_, control in controls.items() if id_ in used
        },
    }


def _control_words(control: Control) -> Json:
    """Title and question; `practice` is what the party is asked instead, null where that is the same."""
    practice = control.practice
    return {
        "title": _both(control.title),
        "question": _both(control.question),
        "practice": _both(practice.question) if practice else None,
    }


def _said(table: Mapping[Any, Value]) -> Json:
    return {key.value: _both(message) for key, message in table.items()}


def _both(value: Value) -> Json:
    return {code: translator_for(code).value(value) for code in LANGUAGES}


def _all_said(values: Iterable[Value]) -> list[Json]:
    return [_both(value) for value in values]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cell(at: CellRef | None) -> Json | None:
    return {"file": at.file, "sheet": at.sheet, "cell": at.cell} if at else None


def _notice(path: NoticePath) -> Json:
    example = path.example
    return {
        "contract": path.contract,
        "hours": path.hours,
        "steps": [
            {
                "teller": step.teller,
                "told": step.told,
                "hours": step.hours,
                "words": step.words,
                "open_days": step.open_days,
                "at": _cell(step.at),
            }
            for step in path.steps
        ],
        "example": {
            "learned_at": example.learned_at.isoformat(sep=" ", timespec="minutes"),
            "arrivals": [at.isoformat(sep=" ", timespec="minutes") for at in example.arrivals],
            "day_number": example.day_number,
            "closed_days": example.closed_days,
            "first": _day(example.first),
            "last": _day(example.last),
            "is_computed": example.is_computed,
        }
        if example
        else None,
    }


def _processor(result: ProcessorResult, found: Iterable[Finding]) -> Json:
    chain = result.chain
    return {
        **_party(result.processor),
        **_standing(result),
        "findings": [_finding(finding) for finding in found],
        "controls": [_control(control) for control in result.controls],
        "supervision": _supervision(result.supervision, controls=True),
        "comparisons": [_comparison(comparison) for comparison in result.comparisons],
        "claimed_exceptions": [
            {
                "at": _cell(row.at),
                "fields": {name: field.raw for name, field in sorted(row.fields.items())},
            }
            for row in result.claimed_exceptions
        ],
        "chain": {
            "weakest": chain.weakest.value if chain.weakest else None,
            "path": list(chain.path),
            "assessed": chain.assessed,
            "known": chain.known,
            **({"above": list(chain.above)} if chain.above else {}),
            "root": _node(chain.root),
        },
        **({"notices": [_notice(path) for path in result.notices]} if result.notices else {}),
        "questionnaires": [
            {
                "file": q.file,
                "side": q.side.value,
                "as_of": _day(q.as_of),
                "language": q.language,
                "checklist_version": q.checklist_version,
            }
            for q in result.questionnaires
        ],
        "examination": examination(result.examination),
        "sealed": result.sealed,
    }


def _supervision(standing: Standing | None, *, controls: bool = False) -> Json | None:
    """How the client stands; over all entrustments its controls stand with each processor."""
    if standing is None:
        return None
    listed = {"controls": [_control(control) for control in standing.controls]} if controls else {}
    return {**_standing(standing), **listed}


def _standing(standing: Standing) -> Json:
    return {
        "rating": standing.rating.value,
        "depth": standing.depth.value,
        "reasons": _all_said(standing.reasons),
        "would_change": _all_said(standing.would_change),
        "score": _score(standing.score),
        "domains": {name: _score(score) for name, score in standing.domains.items()},
    }


def _party(party: Processor) -> Json:
    return {
        "id": party.id,
        "name": party.name,
        "corporate_number": party.corporate_number,
        "tier": party.tier,
        "parents": list(party.parents),
        "flags": sorted(party.flags),
        "contracts": [{"contract": e.contract, "at": _cell(e.at)} for e in party.entrustments],
    }


def _score(score: Score) -> Json:
    return {
        "declared": _rounded(score.declared),
        "verified": _rounded(score.verified),
        "assurance": _rounded(score.assurance),
        "exempt": _rounded(score.exempt),
        "unanswered": _rounded(score.unanswered),
        "weight": _rounded(score.weight),
        "controls": score.controls,
        **({"passed_over": score.passed_over} if score.passed_over else {}),
    }


def _rounded(number: float | None) -> float | None:
    # Sums of floats may differ in the last digit between machines.
    return None if number is None else round(number, 6)


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "side": finding.side.value,
        "control": finding.control,
        "kind": finding.kind.value,
        "verdict": finding.verdict.value if finding.verdict else None,
        "severity": finding.severity.value if finding.severity else None,
        "weight": _rounded(finding.weight),
        "knock_out": finding.knock_out,
        "blocking": finding.blocking,
        "reasons": _all_said(finding.reasons),
        "comparisons": [f"{c.rule}/{c.part}" for c in finding.comparisons],
    }


def _control(control: ControlResult) -> Json:
    return {
        "control": control.control,
        "verdict": control.verdict.value,
        "severity": control.severity.value,
        "weight": _rounded(control.weight),
        "knock_out": control.knock_out,
        "required_grade": control.required_grade,
        "required_state": control.required_state.value,
        "declared": _rounded(control.declared),
        "verified": _rounded(control.verified),
        "settled": control.settled,
        "side": control.side.value,
        "judgements": [_judgement(judgement) for judgement in control.judgements],
        "comparisons": [f"{c.rule}/{c.part}" for c in control.comparisons],
        "approval": _approval(control.approval),
        "steps": _all_said(control.steps),
        "looked_at": control.looked_at,
        "decision": _review(control.decision),
        "stale_decision": control.is_stale,
        **({"waits_for": _all_said(control.waits_for)} if control.waits_for else {}),
    }


def _judgement(judgement: Judgement) -> Json:
    return {
        "verdict": judgement.verdict.value,
        "contract": judgement.contract,
        "claimed": judgement.claimed,
        "grade": judgement.grade,
        "state": judgement.state.value,
        "checks": [_file_check(check) for check in judgement.checks],
        "given": _given(judgement.clause or judgement.answer),
        "review": _review(judgement.review, is_stale=judgement.is_stale),
        "files": [{"path": f.path, "sha256": f.sha256} for f in judgement.files],
        "steps": _all_said(judgement.steps),
    }


def _file_check(check: FileCheck) -> Json:
    return {
        "file": check.file,
        "kind": check.kind.value,
        "outcome": check.outcome.value,
        "says": _both(check.says),
    }


def _given(given: Answer | Clause | None) -> Json | None:
    if given is None:
        return None
    return {
        "value": given.value.value,
        "raw": given.raw,
        "comment": given.comment,
        "at": _cell(given.at),
    }


def _review(review: Review | None, *, is_stale: bool = False) -> Json | None:
    if review is None:
        return None
    return {
        "grade": review.grade,
        "stale_grade": is_stale,
        "value": review.value.value if review.value else None,
        "reviewer": review.reviewer,
        "reviewed_on": _day(review.reviewed_on),
        "reason": review.reason,
        "decision": review.decision.value if review.decision else None,
        "lifts_seal": review.lifts_seal,
        "at": _cell(review.at),
    }


def _approval(approval: Approval | None) -> Json | None:
    if approval is None:
        return None
    return {
        "kind": approval.kind,
        "reason": approval.reason,
        "measure": approval.measure,
        "approver": approval.approver,
        "approved_on": _day(approval.approved_on),
        "valid_from": _day(approval.valid_from),
        "valid_until": _day(approval.valid_until),
        "extensions": approval.extensions,
        "at": _cell(approval.at),
    }


def _comparison(comparison: Comparison) -> Json:
    asks = comparison.outcome in (Outcome.CONTRADICTION, Outcome.COUNTED_DOWN)
    return {
        "id": f"{comparison.rule}/{comparison.part}",
        "rule": comparison.rule,
        "outcome": comparison.outcome.value,
        "question": _both(comparison.question) if asks else None,
        "operands": [
            {
                "label": _both(o.label),
                "shown": o.shown,
                "at": _cell(o.at),
                "cells": [_cell(at) for at in o.cells],
            }
            for o in comparison.operands
        ],
        "touches": list(comparison.touches),
        "sides": [side.value for side in comparison.sides],
        "missing": _all_said(comparison.missing),
        "counts_as": comparison.counts_as.value if comparison.counts_as else None,
    }


def _node(node: ChainNode) -> Json:
    return {
        "processor": node.processor,
        "name": node.name,
        "tier": node.tier,
        "rating": node.rating.value if node.rating else None,
        **({"depth": node.depth.value} if node.depth is not Depth.FULL else {}),
        "declared_only": node.declared_only,
        "children": [_node(child) for child in node.children],
    }


def _issue(issue: DataIssue) -> Json:
    return {
        "code": issue.code,
        "weight": issue.level.value,
        "processor": issue.processor,
        "at": _cell(issue.at),
        "says": _both(issue.says),
        "mend": _both(issue.mend),
    }
