"""Integrity: what must hold across the entries of the catalogue, beyond each file's schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from itakusaki.catalogue.build import OPERAND_SOURCES
from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile
from itakusaki.model.message import N_, Message

Data = Mapping[str, Any]
OriginOf = Callable[[str, str], tuple[YamlFile, Place]]
#: A mistake before it has a line: kind and name of the entry, the place inside it, what is wrong.
Found = tuple[str, str, Place, Message]
#: How many operands a kind of check takes.
NEEDS_BOTH = ("not_after", "within_days", "equal", "at_most", "at_least", "subset", "same")


def integrity_mistakes(files: Mapping[str, Data], origin_of: OriginOf) -> tuple[Mistake, ...]:
    """Everything that does not hold together, each with file and line."""
    index = _Index(files)
    found = [*_domain_mistakes(files), *_control_mistakes(index), *_rule_mistakes(index)]
    found += list(_source_mistakes(index))
    mistakes = []
    for kind, name, inside, says in found:
        file, place = origin_of(kind, name)
        mistakes.append(file.mistake([*place, *inside], says))
    return tuple(mistakes)


class _Index:
    """What exists, by kind."""

    def __init__(self, files: Mapping[str, Data]) -> None:
        sources = files["sources.yaml"]
        self.controls = {
            control["id"]: control
            for data in files.values()
            for control in data.get("controls", ())
        }
        self.facts = {
            fact["id"]: fact
            for control in self.controls.values()
            for fact in control.get("facts", ())
        }
        self.instruments = {entry["id"]: entry for entry in sources["instruments"]}
        self.sources = {entry["key"] for entry in sources["sources"]}
        self.tags = {str(key) for key in sources["tags"]}
        self.cases = {entry["code"]: entry for entry in files["cases.yaml"]["cases"]}
        self.crosswalk = {row["id"] for row in files["crosswalk.yaml"]["rows"]}
        self.rules = {rule["id"]: rule for rule in files["cross_checks.yaml"]["rules"]}


def _domain_mistakes(files: Mapping[str, Data]) -> Iterator[Found]:
    for name, data in files.items():
        domain = name.removesuffix(".yaml")
        for control in data.get("controls", ()):
            if data["domain"] != domain or not control["id"].startswith(f"{domain}-"):
                says = Message.of(
                    N_("{id} does not belong in {file}: file, domain and id must agree"),
                    id=control["id"],
                    file=name,
                )
                yield "controls", control["id"], ("id",), says


def _control_mistakes(index: _Index) -> Iterator[Found]:
    questions: dict[str, str] = {}
    for name, control in index.controls.items():
        for place, says in _within_control(index, control):
            yield "controls", name, place, says
        asked = control["question"]["ja"]
        if asked in questions:
            says = Message.of(N_("the question is the same as that of {id}"), id=questions[asked])
            yield "controls", name, ("question",), says
        questions[asked] = name


def _within_control(index: _Index, control: Data) -> Iterator[tuple[Place, Message]]:
    instruments = [basis["instrument"] for basis in control["basis"]]
    for key, kind, named, known in (
        ("basis", "instrument", instruments, index.instruments),
        ("cases", "case", control["cases"], index.cases),
        ("crosswalk", "crosswalk", control.get("crosswalk", ()), index.crosswalk),
    ):
        for at, name in enumerate(named):
            if name not in known:
                yield (key, at), _unknown(kind, name)
    yield from _fact_mistakes(index, control)
    own = {fact["id"] for fact in control.get("facts", ())}
    for at, proof in enumerate(control.get("proof", ())):
        for fact in sorted(set(proof.get("facts", {})) - own):
            yield ("proof", at), _unknown("fact", fact)


def _fact_mistakes(index: _Index, control: Data) -> Iterator[tuple[Place, Message]]:
    seen: set[str] = set()
    for at, fact in enumerate(control.get("facts", ())):
        if not fact["id"].startswith(f"{control['id']}.") or fact["id"] in seen:
            says = Message.of(
                N_("fact {fact} must be named after {id} and only once"),
                fact=fact["id"],
                id=control["id"],
            )
            yield ("facts", at, "id"), says
        seen.add(fact["id"])
        for rule in fact.get("compare", ()):
            if rule not in index.rules:
                yield ("facts", at, "compare"), _unknown("cross-check", rule)


def _source_mistakes(index: _Index) -> Iterator[Found]:
    for name, entry in index.instruments.items():
        if entry["source"] not in index.sources:
            yield "instruments", name, ("source",), _unknown("source", entry["source"])
    for code, entry in index.cases.items():
        for key in entry["sources"]:
            if key not in index.sources:
                yield "cases", code, ("sources",), _unknown("source", key)


def _rule_mistakes(index: _Index) -> Iterator[Found]:
    for name, rule in index.rules.items():
        seen: set[str] = set()
        for at, check in enumerate(rule["checks"]):
            if check["id"] in seen:
                says = Message.of(N_("{id} stands twice in this rule"), id=check["id"])
                yield "rules", name, ("checks", at, "id"), says
            seen.add(check["id"])
            for place, says in _within_check(index, check):
                yield "rules", name, ("checks", at, *place), says


def _within_check(index: _Index, check: Data) -> Iterator[tuple[Place, Message]]:
    for control in check["touches"]:
        if control not in index.controls:
            yield ("touches",), _unknown("control", control)
    if check["kind"] in NEEDS_BOTH and not {"left", "right"} <= set(check):
        yield (), Message.of(N_("kind {kind} needs left and right"), kind=check["kind"])
    if check["kind"] == "never" and "conditions" not in check:
        yield (), Message.of(N_("kind {kind} needs conditions"), kind=check["kind"])
    for place, operand in _operands(check):
        for says in _operand_mistakes(index, operand):
            yield place, says


def _operands(check: Data) -> Iterator[tuple[Place, Data]]:
    for key in ("left", "right"):
        if key in check:
            yield (key,), check[key]
    for key in ("parts", "conditions", "when"):
        for at, operand in enumerate(check.get(key, ())):
            yield (key, at), operand


def _operand_mistakes(index: _Index, operand: Data) -> Iterator[Message]:
    given = [key for key in OPERAND_SOURCES if key in operand]
    if len(given) != 1:
        yield Message.of(
            N_("an operand names exactly one of {known}"), known=", ".join(OPERAND_SOURCES)
        )
        return
    name = operand[given[0]]
    if given[0] in ("fact", "clause_fact") and name not in index.facts:
        yield _unknown("fact", name)
    if given[0] in ("answer", "clause") and name not in index.controls:
        yield _unknown("control", name)


def _unknown(kind: str, name: object) -> Message:
    kinds = {
        "instrument": N_("unknown instrument {name}; add it to sources.yaml or correct the id"),
        "case": N_("unknown case finding {name}; add it to cases.yaml or correct the code"),
        "crosswalk": N_("unknown crosswalk row {name}; add it to crosswalk.yaml or correct the id"),
        "fact": N_("unknown fact {name}; facts are named CONTROL.name and stand in their control"),
        "cross-check": N_("unknown cross-check {name}; add it to cross_checks.yaml"),
        "source": N_("unknown source {name}; add it to sources.yaml or correct the key"),
        "control": N_("unknown control {name}"),
    }
    return Message.of(kinds[kind], name=str(name))
