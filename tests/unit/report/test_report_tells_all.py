"""Every field of an assessment is told in the JSON report, or is left out of it for a reason (docs/adr/0053)."""

from __future__ import annotations

import ast
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import itakusaki.report.formats.data as report
from itakusaki.model.assessment import Assessment
from itakusaki.model.commitment import Commitment

#: What a commitment gives as it is (`Commitment.plain_fields`).
GIVEN = ("whom", "text", "article", "since", "due", "done", "owner", "proof")
#: What the report does not tell, and why.
ROWS = "stands row by row in the party's own workbook"
OURS = "by this we find our own results and words again"
SAID = "the report says the sentence itself, in both languages"
LEFT_OUT: Mapping[str, str] = {
    "Message.text": SAID,
    "Message.values": SAID,
    "Words.ja": SAID,
    "Words.en": SAID,
    "Judgement.evidence_digest": OURS,
    "Review.evidence_digest": OURS,
    "Comparison.topic": OURS,
    "Topic.send": OURS,
    "Questionnaire.columns_missing": "told among the issues",
    "Questionnaire.lists_missing": "told among the issues",
    "Questionnaire.digests": OURS,
    "Questionnaire.own_lists": OURS,
    "Questionnaire.sent": OURS,
    "Questionnaire.respondent": "a person's name",
    **{f"Questionnaire.{name}": ROWS for name in ("answers", "facts", "sub_processors")},
    **{f"Questionnaire.{name}": ROWS for name in ("exceptions", "evidence")},
    **{f"Answer.{name}": ROWS for name in ("scope", "exceptions", "since", "objection", "area")},
    **{f"Answer.{name}": ROWS for name in ("evidence_kind", "evidence_names", "evidence_at")},
    "Answer.claimed_grade": "the grade that counts is told",
    "Answer.reaffirmed": "round compare counts it",
    **{f"Clause.{name}": "stands in the client's contract book" for name in ("article", "text")},
    "Clause.facts": "stands in the client's contract book",
    "EvidenceFile.contents": "what was found in it is told as checks",
    "EvidenceFile.stored": OURS,
    "FileContents.numbers": "what was found in it is told as checks",
    "FileContents.bare": "what was found in it is told as checks",
    "Entrustment.parent": "told as the parents of the party",
    "Entrustment.record": "stands in the ledger",
    "Record.table": OURS,
    "Examination.companies": "told as companies to be confirmed",
    "NamedCompany.in_export": "told as companies to be confirmed",
}


def test_every_field_is_told_or_left_out_for_a_reason() -> None:
    asked = _asked()
    made_of = _made_of(Assessment)
    assert len(made_of) > 30
    told = {kind: asked | set(GIVEN if kind is Commitment else ()) for kind in made_of}
    untold = {
        f"{kind.__name__}.{one}"
        for kind in made_of
        for one in _names(kind)
        if one not in told[kind]
    }
    assert untold == set(LEFT_OUT)


def _asked() -> set[str]:
    """The names of fields that the writers of the report ask for."""
    folder = Path(report.__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("data*.py")]
    return {n.attr for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


def _names(kind: Any) -> list[str]:
    return [one.name for one in fields(kind)]


def _made_of(kind: Any, found: dict[Any, None] | None = None) -> list[Any]:
    """Every dataclass that a value of a type may hold, the type itself first."""
    found = {} if found is None else found
    for inner in typing.get_args(kind):
        _made_of(inner, found)
    if isinstance(kind, type) and is_dataclass(kind) and kind not in found:
        found[kind] = None
        for hint in typing.get_type_hints(kind).values():
            _made_of(hint, found)
    return list(found)
