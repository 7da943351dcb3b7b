"""Control texts: what the checklist itself says on a control, whoever is audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from itakusaki.catalogue.checklist import BINDING, OWN_LEVEL, Basis, CaseFinding, Checklist, Control
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
    """Question, reasons to care, references and advice; `clause` is "" where none is suggested.

    `obliges` says which duty stands behind the control, `level` how far the control goes; both name
    their references.
    """

    id: str
    title: str
    domain: str
    question: str
    why: tuple[str, ...]
    basis: tuple[BasisView, ...]
    obliges: str
    level: str
    remediation: str
    evidence: str
    clause: str


def control_text(
    control: Control, flags: frozenset[str], checklist: Checklist, words: Speaker
) -> ControlText:
    """Write a control out; references that only apply under absent flags are left out."""
    cases = [checklist.cases[code] for code in control.cases if code in checklist.cases]
    cited = [basis for basis in control.basis if basis.when <= flags]
    return ControlText(
        id=control.id,
        title=words.pick(control.title),
        domain=control.domain,
        question=words.pick(control.question),
        why=tuple(why_text(case, checklist, words) for case in cases),
        basis=tuple(basis_view(basis, checklist, words) for basis in cited),
        obliges=_obliges(cited, checklist, words),
        level=words.sentences(_level(control, cited, checklist, words)),
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


def _obliges(cited: Sequence[Basis], checklist: Checklist, words: Speaker) -> str:
    """Each duty in a few words, with how it binds and the places that state it."""
    stated: dict[tuple[str, str], list[Basis]] = {}
    for basis in cited:
        if basis.strength in BINDING:
            says = checklist.obligation(basis)
            stated.setdefault((basis.strength, words.pick(says) if says else ""), []).append(basis)
    if not stated:
        return words.gettext(N_("None of the texts cited makes this point itself a duty."))
    parts = [
        words.say(
            Message.of(
                N_("{subject} [{strength}] {references}"),
                subject=says,
                strength=checklist.strengths[strength].label,
                references=references(places, checklist, words),
            )
        ).strip()
        for (strength, says), places in stated.items()
    ]
    return words.gettext(N_("; ")).join(parts)


def _level(
    control: Control, cited: Sequence[Basis], checklist: Checklist, words: Speaker
) -> Iterator[str]:
    """How far the control goes, whose rule a knock-out is, its figures, and what else it refers to."""
    level = words.pick(checklist.levels[control.level].label)
    yield words.say(Message.of(N_("{level}."), level=level))
    if control.knock_out and control.level != OWN_LEVEL:
        yield words.gettext(N_("That it is a knock-out is the client's own standard."))
    if control.figures:
        figures = words.joined(_figures(control, checklist, words))
        yield words.say(Message.of(N_("Figures: {figures}."), figures=figures))
    others = [basis for basis in cited if basis.strength not in BINDING]
    if others:
        named = references(others, checklist, words, strength=True)
        yield words.say(Message.of(N_("See also: {references}."), references=named))


def _figures(control: Control, checklist: Checklist, words: Speaker) -> Iterator[str]:
    for figure in control.figures:
        strength = checklist.strengths[figure.strength].label
        yield words.say(
            Message.of(N_("{figure} [{strength}]"), figure=figure.says, strength=strength)
        )


def references(
    cited: Iterable[Basis], checklist: Checklist, words: Speaker, *, strength: bool = False
) -> str:
    """References in a row, each with the edition and day it was read in, and its mark of doubt."""
    return words.joined(
        _reference(basis_view(basis, checklist, words), words, strength=strength) for basis in cited
    )


def _reference(view: BasisView, words: Speaker, *, strength: bool) -> str:
    text = N_("{citation} ({edition}, as of {day})")
    if strength:
        text = N_("{citation} ({strength}; {edition}, as of {day})")
    said = Message.of(
        text, citation=view.citation, edition=view.edition, day=view.as_of, strength=view.strength
    )
    if not view.mark:
        return words.say(said)
    return words.say(Message.of(N_("{reference} [{mark}]"), reference=said, mark=view.mark))


def note_text(checklist: Checklist, words: Speaker) -> str:
    """What a processor owes by the law alone, with its reference; "" where the catalogue has none."""
    note = checklist.processor_level
    if note is None:
        return ""
    named = references(note.basis, checklist, words)
    text = N_("{sentence} ({references})")
    return words.say(Message.of(text, sentence=note.says, references=named))


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
