"""The loader of breach rules: the files of `breach/` → facts, dated values, decision tables, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.breach import (
    UNKNOWN,
    AskedFact,
    AskedTable,
    BreachNote,
    BreachRules,
    DatedRule,
    DatedValue,
    DecisionCase,
    DecisionStep,
    DraftForm,
    DraftItem,
    DraftLine,
    FactChoice,
    FactKind,
)
from itakusaki.catalogue.build import built_basis
from itakusaki.catalogue.checklist import Basis, Instrument
from itakusaki.catalogue.index import Data, unknown
from itakusaki.catalogue.overlay import Entry, FileKind, Overlay, in_order, refusal
from itakusaki.catalogue.texts import words, words_if_given
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.message import N_, Message

FACTS_FILE: Final = "facts.yaml"
#: How answers and registers are judged lies beside, and is read by catalogue.inquiry.
APART: Final = frozenset({"inquiry.yaml", "provisions.yaml"})
FACTS: Final = FileKind(
    schema="breach_facts.schema.json", lists={"facts": "id", "tables": "id", "derived": "id"}
)
DRAFTS_FILE: Final = "drafts.yaml"
DRAFTS: Final = FileKind(schema="breach_drafts.schema.json", lists={"items": "id", "drafts": "id"})
RULES: Final = FileKind(
    schema="breach_rules.schema.json", lists={"values": "id", "steps": "id", "notes": "id"}
)
#: The entry beside them that says how yes, no and unknown are said.
ANSWER: Final = "answer"
#: Facts that are worked out; the machinery knows how, so the files may not name others.
DERIVED: Final = (
    ANSWER,
    "persons_over",
    "tier",
    "notice",
    "client_reports",
    "done_preliminary",
    "done_notice_to_persons",
    "done_publication",
    "authority",
    "occurred_before_duty",
    "duty_in_force",
    "planned_data_count",
)
#: Dated values that the clock and the facts worked out rest on.
VALUES: Final = (
    "duty_in_force",
    "planned_data_count",
    "persons_above",
    "persons_above_public",
    "guide_first_day",
    "guide_last_day",
    "notice_last_day",
    "final_days",
    "final_days_wrongful",
    "notice_to_persons",
)
#: What fills a line of a draft and is worked out, beside the facts that are words.
FILLED: Final = ("occurred", "knowing", "situations", "chain", "persons", "told", "published")
#: The results that a triage may come to: those of its last step.
OUTCOMES: Final = ("must_report", "voluntary", "none", "lawyer")


def load_breach_rules(*folders: Path, instruments: Mapping[str, Instrument]) -> BreachRules:
    """Read the breach rules of the folders, a later one over an earlier.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    overlay, mistakes = read_breach_rules(*folders, instruments=instruments)
    if mistakes:
        raise refusal(mistakes)
    entries = overlay.entries
    answers = _choices(entries("derived")[ANSWER].data)
    yes_no = tuple(answer for answer in answers if answer.id != UNKNOWN)
    facts = {name: _fact(entry.data, yes_no) for name, entry in entries("facts").items()}
    tables = {name: _table(entry.data, yes_no) for name, entry in entries("tables").items()}
    derived = {name: _derived(entry.data) for name, entry in entries("derived").items()}
    columns = {column.id: column for table in tables.values() for column in table.columns}
    return BreachRules(
        facts=facts,
        tables=tables,
        answers=answers,
        drafts=_drafts(overlay),
        every={**columns, **derived, **facts},
        values={name: _value(entry.data) for name, entry in entries("values").items()},
        steps=tuple(_step(entry.data) for entry in entries("steps").values()),
        notes=tuple(_note(entry.data) for entry in entries("notes").values()),
        instruments=instruments,
    )


def read_breach_rules(
    *folders: Path, instruments: Mapping[str, Any], thorough: bool = False
) -> tuple[Overlay, tuple[Mistake, ...]]:
    """Read the breach rules, and say everything that is wrong with them."""
    overlay = Overlay(schemas=folders[0].parent / "schemas", thorough=thorough)
    for number, folder in enumerate(folders):
        for path in sorted(set(folder.glob("*.yaml")) - {folder / name for name in APART}):
            kind = {FACTS_FILE: FACTS, DRAFTS_FILE: DRAFTS}.get(path.name, RULES)
            overlay.lay(path, kind, own=number > 0, document=kind.schema)
    if not overlay.mistakes and (thorough or len(folders) > 1):
        overlay.mistakes += _integrity(overlay, instruments)
    return overlay, in_order(overlay.mistakes)


def _integrity(overlay: Overlay, instruments: Mapping[str, Any]) -> Iterator[Mistake]:
    for kind in ("values", "steps", "notes", "drafts"):
        for entry in overlay.entries(kind).values():
            for place, name in _instruments(entry.data):
                if name not in instruments:
                    yield entry.mistake(place, unknown("instrument", name))
    yield from _absent_values(overlay)
    yield from _draft_mistakes(overlay)
    known = _known(overlay)
    for entry in overlay.entries("steps").values():
        yield from _step_mistakes(entry, known)
        results = {str(case["result"]) for case in entry.data["cases"]}
        known = {**known, entry.data["id"]: frozenset(results)}
    for entry in overlay.entries("notes").values():
        yield from _when_mistakes(entry, ("when",), entry.data["when"], known)


def _absent_values(overlay: Overlay) -> Iterator[Mistake]:
    for kind, wanted in (("values", VALUES), ("derived", DERIVED)):
        found = overlay.entries(kind)
        for name in wanted:
            if name not in found:
                says = Message.of(N_("{name} is missing"), name=name)
                yield Mistake(file=f"{kind} (breach)", line=1, says=says)


def _draft_mistakes(overlay: Overlay) -> Iterator[Mistake]:
    items, facts = overlay.entries("items"), overlay.entries("facts")
    words = {name for name, entry in facts.items() if entry.data["kind"] == FactKind.TEXT}
    for entry in items.values():
        for at, line in enumerate(entry.data["lines"]):
            if line["fill"] not in words | set(FILLED):
                text = N_("{given} is not one of: {rule}")
                known = ", ".join((*FILLED, *sorted(words)))
                says = Message.of(text, given=str(line["fill"]), rule=known)
                yield entry.mistake(("lines", at, "fill"), says)
    for entry in overlay.entries("drafts").values():
        for at, name in enumerate(entry.data["items"]):
            if name not in items:
                says = Message.of(N_("{name} is missing"), name=str(name))
                yield entry.mistake(("items", at), says)


def _known(overlay: Overlay) -> Mapping[str, frozenset[str]]:
    """The values of every fact that a decision table may ask for."""
    facts = [entry.data for entry in overlay.entries("facts").values()]
    facts += [entry.data for entry in overlay.entries("derived").values()]
    tables = overlay.entries("tables").values()
    facts += [column for entry in tables for column in entry.data["columns"]]
    choices = {fact["id"]: [choice.id for choice in _choices(fact)] for fact in facts}
    choices |= {fact["id"]: ["yes", "no"] for fact in facts if fact.get("kind") == FactKind.YES_NO}
    return {name: frozenset((*found, UNKNOWN)) for name, found in choices.items() if found}


def _step_mistakes(entry: Entry, known: Mapping[str, frozenset[str]]) -> Iterator[Mistake]:
    cases = entry.data["cases"]
    for at, case in enumerate(cases):
        yield from _when_mistakes(entry, ("cases", at, "when"), case.get("when", {}), known)
    if cases[-1].get("when"):
        says = Message(N_("the last case must have no condition, so that every incident has one"))
        yield entry.mistake(("cases", len(cases) - 1), says)
    if entry.data["id"] != "outcome":
        return
    for at, case in enumerate(cases):
        if case["result"] not in OUTCOMES:
            text = N_("{given} is not one of: {rule}")
            says = Message.of(text, given=str(case["result"]), rule=", ".join(OUTCOMES))
            yield entry.mistake(("cases", at, "result"), says)


def _when_mistakes(
    entry: Entry, place: Place, when: Data, known: Mapping[str, frozenset[str]]
) -> Iterator[Mistake]:
    for name, values in when.items():
        if name not in known:
            text = N_("{name} is no fact of facts.yaml and no step before this one")
            yield entry.mistake((*place, name), Message.of(text, name=name))
            continue
        for value in sorted(set(values) - known[name]):
            text = N_("{given} is not one of: {rule}")
            says = Message.of(text, given=value, rule=", ".join(sorted(known[name])))
            yield entry.mistake((*place, name), says)


def _instruments(data: Data) -> Iterator[tuple[Place, str]]:
    for at, one in enumerate(data.get("dated", ())):
        for number, basis in enumerate(one["basis"]):
            yield ("dated", at, "basis", number), basis["instrument"]
    for number, basis in enumerate(data.get("basis", ())):
        yield ("basis", number), basis["instrument"]


def _fact(data: Data, yes_no: tuple[FactChoice, ...]) -> AskedFact:
    return AskedFact(
        id=data["id"],
        kind=FactKind(data["kind"]),
        ask=words(data["ask"]),
        help=words_if_given(data.get("help")),
        group=data.get("group", ""),
        choices=yes_no if data["kind"] == FactKind.YES_NO else _choices(data),
        needed=data.get("needed", False),
    )


def _derived(data: Data) -> AskedFact:
    return AskedFact(
        id=data["id"], kind=FactKind.CHOICE, ask=words(data["ask"]), choices=_choices(data)
    )


def _choices(data: Data) -> tuple[FactChoice, ...]:
    return tuple(FactChoice(id=one["id"], says=words(one)) for one in data.get("choices", ()))


def _table(data: Data, yes_no: tuple[FactChoice, ...]) -> AskedTable:
    return AskedTable(
        id=data["id"],
        title=words(data["title"]),
        help=words_if_given(data.get("help")),
        columns=tuple(_fact(column, yes_no) for column in data["columns"]),
    )


def _value(data: Data) -> DatedRule:
    dated = [
        DatedValue(
            since=date.fromisoformat(one["from"]), value=one["value"], basis=_bases(one["basis"])
        )
        for one in data["dated"]
    ]
    dated.sort(key=lambda one: one.since)
    return DatedRule(id=data["id"], title=words(data["title"]), dated=tuple(dated))


def _step(data: Data) -> DecisionStep:
    return DecisionStep(
        id=data["id"],
        title=words(data["title"]),
        basis=_bases(data["basis"]),
        cases=tuple(
            DecisionCase(
                result=case["result"], says=words(case["says"]), when=_when(case.get("when", {}))
            )
            for case in data["cases"]
        ),
        of_party=data["scope"] == "party",
    )


def _note(data: Data) -> BreachNote:
    return BreachNote(
        id=data["id"],
        when=_when(data["when"]),
        says=words(data["says"]),
        basis=_bases(data["basis"]),
    )


def _drafts(overlay: Overlay) -> Mapping[str, DraftForm]:
    items = {name: _item(entry.data) for name, entry in overlay.entries("items").items()}
    return {
        name: DraftForm(
            id=name,
            title=words(entry.data["title"]),
            to=words_if_given(entry.data.get("to")),
            for_persons=entry.data.get("for_persons", False),
            is_letter=entry.data.get("letter", False),
            opening=tuple(map(words, entry.data["opening"])),
            items=tuple(items[item] for item in entry.data["items"]),
            basis=_bases(entry.data["basis"]),
            called=tuple(entry.data.get("called", ())),
        )
        for name, entry in overlay.entries("drafts").items()
    }


def _item(data: Data) -> DraftItem:
    return DraftItem(
        id=data["id"],
        title=words(data["title"]),
        number=data.get("number"),
        lines=tuple(
            DraftLine(
                fill=line["fill"],
                title=words(line["title"]),
                to_persons=line.get("to_persons", False),
            )
            for line in data["lines"]
        ),
    )


def _when(data: Data) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in data.items()}


def _bases(data: object) -> tuple[Basis, ...]:
    return tuple(map(built_basis, data)) if isinstance(data, list) else ()
