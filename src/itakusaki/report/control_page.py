"""Control pages: all that the checklist says of one control, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itakusaki.catalogue.checklist import Checklist, Control, FactSpec
from itakusaki.language import Translator
from itakusaki.language.labels import DUTIES, SEVERITIES
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.party import Duty
from itakusaki.report.view.control_text import basis_view, control_text


def control_page(control: Control, checklist: Checklist, translator: Translator) -> Iterator[str]:
    """Question, guidance (the party's too, where it is asked another), basis, dated notes, cases, facts, remedy, evidence and crosswalk of a control."""
    every_flag = frozenset(flag for basis in control.basis for flag in basis.when)
    text = control_text(control, every_flag, checklist, translator)
    yield f"{control.id} {text.title}"
    yield " / ".join(_properties(control, translator))
    yield from _section(translator, N_("Question"), [text.question])
    yield from _section(translator, N_("Guidance"), [translator.pick(control.guidance)])
    if control.practice:
        for title, words in (
            (N_("Question to the party on its practice"), control.practice.question),
            (N_("Guidance to the party"), control.practice.guidance),
        ):
            yield from _section(translator, title, [translator.pick(words)])
    yield from _section(translator, N_("Duty behind it (what)"), [text.obliges])
    yield from _section(translator, N_("Level of this point (how far)"), [text.level])
    yield from _section(
        translator, N_("Legal and other basis"), _basis(control, checklist, translator)
    )
    yield from _section(
        translator, N_("Coming, and no rule yet"), _notes(control, checklist, translator)
    )
    yield from _section(translator, N_("Why it matters"), text.why)
    yield from _section(
        translator, N_("Facts asked"), [_fact(fact, translator) for fact in control.facts]
    )
    for title, told in advice_sections(control):
        yield from _section(translator, title, [translator.pick(told)])
    yield from _section(translator, N_("Suggested clause"), [text.clause] if text.clause else [])
    yield from _section(
        translator, N_("Other frameworks"), _crosswalk(control, checklist, translator)
    )


def advice_sections(control: Control) -> Iterator[tuple[str, Words]]:
    """What is done and what is shown, of each side apart where the two differ."""
    client, party = control.advice_for(Duty.CLIENT), control.advice_for(Duty.PROCESSOR)
    if client == party:
        yield N_("What to do"), client.remediation
        yield N_("Evidence to ask for"), client.evidence
        return
    yield N_("What the client does"), client.remediation
    yield N_("Evidence of the client"), client.evidence
    yield N_("What the party does"), party.remediation
    yield N_("Evidence of the party"), party.evidence


def basis_lines(control: Control, checklist: Checklist, translator: Translator) -> list[str]:
    """The references of a control, one a line, each with edition, day, strength and mark."""
    return list(_basis(control, checklist, translator))


def _properties(control: Control, translator: Translator) -> Iterator[str]:
    yield translator.say(SEVERITIES[control.severity])
    if control.knock_out:
        yield translator.gettext(N_("Mandatory control"))
    yield translator.joined(translator.say(DUTIES[duty]) for duty in control.duty)
    if control.applies:
        text = N_("only where flagged: {flags}")
        yield translator.say(Message.of(text, flags=", ".join(sorted(control.applies))))


def _section(translator: Translator, title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield translator.gettext(title)
        yield from (f"  {line}" for line in found)


def _basis(control: Control, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for basis in control.basis:
        view = basis_view(basis, checklist, translator)
        message = Message.of(
            N_("{citation}, {edition}, as of {day}: {strength}"),
            citation=view.citation,
            edition=view.edition,
            day=view.as_of,
            strength=view.strength,
        )
        mark = f" [{view.mark}]" if view.mark else ""
        when = f" ({', '.join(sorted(basis.when))})" if basis.when else ""
        yield translator.say(message) + when + mark


def _notes(control: Control, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for note in control.notes:
        message = Message.of(
            N_("{says} (as of {day}; {source})"),
            says=note.says,
            day=translator.dated(note.as_of),
            source=checklist.sources[note.source].title,
        )
        mark = checklist.tags[note.tag].mark
        yield translator.say(message) + (f" [{translator.pick(mark)}]" if mark else "")


def _fact(fact: FactSpec, translator: Translator) -> str:
    unit = f" [{translator.pick(fact.unit)}]" if fact.unit else ""
    return f"{fact.id}: {translator.pick(fact.ask)}{unit}"


def _crosswalk(control: Control, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for row_id in control.crosswalk:
        row = checklist.crosswalk[row_id]
        for framework, ids in row.refs.items():
            mark = checklist.tags[row.tags.get(framework, "P")].mark
            tail = f" [{translator.pick(mark)}]" if mark else ""
            yield f"{translator.pick(checklist.frameworks[framework].title)}: {', '.join(ids)}{tail}"
    for framework_ in checklist.frameworks.values():
        mark = checklist.tags[framework_.tag].mark
        tail = f" [{translator.pick(mark)}]" if mark else ""
        for one in framework_.requirements:
            if control.id in one.controls:
                title = translator.pick(framework_.title)
                yield f"{title}: {one.id} {translator.pick(one.title)} ({one.level}){tail}"
