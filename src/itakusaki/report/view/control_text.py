"""Control texts: what the checklist itself says on a control, whoever is audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from itakusaki.catalogue.checklist import BINDING, OWN_LEVEL, Basis, CaseFinding, Checklist, Control
from itakusaki.catalogue.citation import citation
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class BasisView:
    """A reference: citation, edition and day it was read in, strength, and a mark of doubt or ""."""

    citation: str
    edition: str
    as_of: str
    strength: str
    mark: str


@quick
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
    control: Control,
    flags: frozenset[str],
    checklist: Checklist,
    translator: Translator,
    side: Duty = Duty.CLIENT,
) -> ControlText:
    """Write a control out as a side is asked it; references that only apply under absent flags are left out."""
    cases = [checklist.cases[code] for code in control.cases if code in checklist.cases]
    cited = [basis for basis in control.basis if basis.when <= flags]
    advice = control.advice_for(side)
    return ControlText(
        id=control.id,
        title=translator.pick(control.title),
        domain=control.domain,
        question=translator.pick(control.question_for(side)),
        why=tuple(why_text(case, checklist, translator) for case in cases),
        basis=tuple(basis_view(basis, checklist, translator) for basis in cited),
        obliges=obliges(cited, checklist, translator),
        level=translator.sentences(_level(control, cited, checklist, translator)),
        remediation=translator.pick(advice.remediation),
        evidence=translator.pick(advice.evidence),
        clause=translator.pick(control.suggested_clause) if control.suggested_clause else "",
    )


def basis_view(basis: Basis, checklist: Checklist, translator: Translator) -> BasisView:
    """A reference as it is printed."""
    instrument = checklist.instruments[basis.instrument]
    return BasisView(
        citation=translator.say(citation(basis, checklist)),
        edition=translator.pick(instrument.edition),
        as_of=translator.dated(instrument.as_of),
        strength=translator.pick(checklist.strengths[basis.strength].label),
        mark=_marks((basis.tag,), checklist, translator),
    )


def obliges(cited: Sequence[Basis], checklist: Checklist, translator: Translator) -> str:
    """Each duty in a few words, with how it binds and the places that state it."""
    stated: dict[tuple[str, str], list[Basis]] = {}
    for basis in cited:
        if basis.strength in BINDING:
            says = checklist.obligation(basis)
            stated.setdefault((basis.strength, translator.pick(says) if says else ""), []).append(
                basis
            )
    if not stated:
        return translator.gettext(N_("None of the texts cited makes this point itself a duty."))
    parts = [
        translator.say(
            Message.of(
                N_("{subject} [{strength}] {references}"),
                subject=says,
                strength=checklist.strengths[strength].label,
                references=references(places, checklist, translator),
            )
        ).strip()
        for (strength, says), places in stated.items()
    ]
    return translator.gettext(N_("; ")).join(parts)


def _level(
    control: Control, cited: Sequence[Basis], checklist: Checklist, translator: Translator
) -> Iterator[str]:
    """How far the control goes, whose rule a knock-out is, its figures, and what else it refers to."""
    level = translator.pick(checklist.levels[control.level].label)
    yield translator.say(Message.of(N_("{level}."), level=level))
    if control.knock_out and control.level != OWN_LEVEL:
        yield translator.gettext(N_("That it is mandatory is the client's own standard."))
    if control.figures:
        figures = translator.joined(_figures(control, checklist, translator))
        yield translator.say(Message.of(N_("Figures: {figures}."), figures=figures))
    others = [basis for basis in cited if basis.strength not in BINDING]
    if others:
        named = references(others, checklist, translator, strength=True)
        yield translator.say(Message.of(N_("See also: {references}."), references=named))


def _figures(control: Control, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for figure in control.figures:
        strength = checklist.strengths[figure.strength].label
        yield translator.say(
            Message.of(N_("{figure} [{strength}]"), figure=figure.says, strength=strength)
        )


def references(
    cited: Iterable[Basis], checklist: Checklist, translator: Translator, *, strength: bool = False
) -> str:
    """References in a row, those to one text together, with the edition and day it was read in."""
    alike = groupby(cited, key=lambda one: (one.instrument, one.tag, strength and one.strength))
    return translator.joined(
        _reference(
            [basis_view(one, checklist, translator) for one in group], translator, strength=strength
        )
        for _, group in alike
    )


def _reference(views: Sequence[BasisView], translator: Translator, *, strength: bool) -> str:
    """References that share edition, day, strength and mark of doubt, which are said once."""
    view = views[0]
    cited = translator.joined(one.citation for one in views)
    text = N_("{citation} ({edition}, as of {day})")
    if strength:
        text = N_("{citation} ({strength}; {edition}, as of {day})")
    said = Message.of(
        text,
        citation=cited,
        edition=view.edition,
        day=view.as_of,
        strength=view.strength,
    )
    if not view.mark:
        return translator.say(said)
    return translator.say(Message.of(N_("{reference} [{mark}]"), reference=said, mark=view.mark))


def note_text(checklist: Checklist, translator: Translator) -> str:
    """What a processor owes by the law alone, with its reference; "" where the catalogue has none."""
    note = checklist.processor_level
    if note is None:
        return ""
    named = references(note.basis, checklist, translator)
    text = N_("{sentence} ({references})")
    return translator.say(Message.of(text, sentence=note.says, references=named))


def why_text(case: CaseFinding, checklist: Checklist, translator: Translator) -> str:
    """The sentence on a case, marked where it rests on secondary sources or is not verified."""
    sentence = translator.pick(case.why)
    marks = _marks(("2", case.tag) if case.secondary else (case.tag,), checklist, translator)
    if not marks:
        return sentence
    return translator.say(Message.of(N_("{sentence} ({mark})"), sentence=sentence, mark=marks))


def _marks(tags: tuple[str, ...], checklist: Checklist, translator: Translator) -> str:
    marks = [checklist.tags[tag].mark for tag in dict.fromkeys(tags) if tag in checklist.tags]
    return translator.joined(translator.pick(mark) for mark in marks if mark)
