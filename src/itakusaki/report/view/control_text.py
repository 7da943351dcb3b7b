"""Control texts: what the checklist itself says on a control, whoever is audited."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.catalogue.checklist import Basis, CaseFinding, Checklist, Control
from itakusaki.catalogue.citation import citation
from itakusaki.language import Speaker
from itakusaki.model.message import N_, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisView:
    """A reference: citation, edition and day it was read in, strength, and a mark of doubt or ""."""

    citation: str
    edition: str
    as_of: str
    strength: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlText:
    """Question, reasons to care, references and advice; `clause` is "" where none is suggested."""

    id: str
    title: str
    domain: str
    question: str
    why: tuple[str, ...]
    basis: tuple[BasisView, ...]
    remediation: str
    evidence: str
    clause: str


def control_text(
    control: Control, flags: frozenset[str], checklist: Checklist, words: Speaker
) -> ControlText:
    """Write a control out; references that only apply under absent flags are left out."""
    cases = [checklist.cases[code] for code in control.cases if code in checklist.cases]
    return ControlText(
        id=control.id,
        title=words.pick(control.title),
        domain=control.domain,
        question=words.pick(control.question),
        why=tuple(why_text(case, checklist, words) for case in cases),
        basis=tuple(
            basis_view(basis, checklist, words) for basis in control.basis if basis.when <= flags
        ),
        remediation=words.pick(control.remediation),
        evidence=words.pick(control.evidence),
        clause=words.pick(control.suggested_clause) if control.suggested_clause else "",
    )


def basis_view(basis: Basis, checklist: Checklist, words: Speaker) -> BasisView:
    """A reference as it is printed."""
    instrument = checklist.instruments[basis.instrument]
    return BasisView(
        citation=words.say(citation(basis, checklist)),
        edition=words.pick(instrument.edition),
        as_of=instrument.as_of,
        strength=words.pick(checklist.strengths[basis.strength].label),
        mark=_marks((basis.tag,), checklist, words),
    )


def why_text(case: CaseFinding, checklist: Checklist, words: Speaker) -> str:
    """The sentence on a case, marked where it rests on secondary sources or is not verified."""
    sentence = words.pick(case.why)
    marks = _marks(("2", case.tag) if case.secondary else (case.tag,), checklist, words)
    if not marks:
        return sentence
    return words.say(Message.of(N_("{sentence} ({mark})"), sentence=sentence, mark=marks))


def _marks(tags: tuple[str, ...], checklist: Checklist, words: Speaker) -> str:
    marks = [checklist.tags[tag].mark for tag in dict.fromkeys(tags) if tag in checklist.tags]
    return words.joined(words.pick(mark) for mark in marks if mark)
