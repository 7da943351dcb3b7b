"""Inquiry rules: the workbook an answer to an inquiry is entered in, and the points it is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.build import built_basis
from itakusaki.catalogue.checklist import Basis, Checklist
from itakusaki.catalogue.index import Data, unknown
from itakusaki.catalogue.layout import Layout
from itakusaki.catalogue.layouts import layout_of
from itakusaki.catalogue.overlay import FileKind, Overlay, in_order, refusal
from itakusaki.catalogue.texts import words
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.message import N_, Message, Words

#: Answers to inquiries; registers of provision to and receipt from third parties.
INQUIRY: Final = Path("breach") / "inquiry.yaml"
PROVISIONS: Final = Path("breach") / "provisions.yaml"
KIND: Final = FileKind(
    schema="inquiry.schema.json",
    lists={"criteria": "id"},
    completes=True,
    by_field=frozenset({"criteria"}),
)
#: The name of the layout that the workbook follows.
LAYOUT: Final = "inquiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a row must hold in a column: one of `values`; `instead` is a column that will do as well.

    A single value may be "given", "yes", "no", "by_period_start" or "by_period_end".
    """

    column: str
    values: tuple[str, ...]
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """How many rows there must be at least, of those with a value in a column where one is named."""

    count: int
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingSpan:
    """For how many years a record is kept where a column holds one of `values`, by the first day given of `start`."""

    column: str
    values: tuple[str, ...]
    start: tuple[str, ...]
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryCheck:
    """How a point is looked at: a kind of check, and what it is told (see the schema)."""

    kind: str
    table: str = ""
    column: str = ""
    field: str = ""
    fields: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]]
    needs: tuple[Need, ...] = ()
    least: Least | None = None
    counts: Mapping[str, str]
    levels: tuple[str, ...] = ()
    levels_if: Mapping[str, str]
    due: str = ""
    done: str = ""
    needed_for: tuple[str, ...] = ()
    exempt_without_rows: bool = False
    spans: tuple[KeepingSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One point a good answer shows; a `gate` is one without which nobody can rely on it.

    `ask` is for the side that asked, `do` for the side that answers. It `applies` where one of the
    cover's fields holds one of the values named, always where none is named.
    """

    id: str
    title: Words
    question: Words
    ask: Words
    do: Words
    gate: bool
    applies: Mapping[str, tuple[str, ...]]
    check: InquiryCheck
    controls: tuple[str, ...]
    cross_checks: tuple[str, ...]
    cases: tuple[str, ...]
    level: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryNote:
    """What a reader has to know whatever the result: for whom, and by which rule."""

    audience: str
    says: Words
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLaw:
    """That rows of a table dated before a day are judged by the law then in force."""

    table: str
    column: str
    before: date
    says: Words
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysInOrder:
    """Two days of which the first does not lie after the second; `table` is "" for the cover."""

    table: str
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRules:
    """All of it: the layout of the workbook, a note for each of its tables, the points.

    `words` are what an opinion is called, `head` the fields that head its page; days `in_order` and
    rows `named_once` are looked at when a workbook is read.
    """

    version: str
    words: Mapping[str, Words]
    head: tuple[str, ...]
    in_order: tuple[DaysInOrder, ...]
    named_once: tuple[str, ...]
    layout: Layout
    table_notes: Mapping[str, Words]
    criteria: tuple[Criterion, ...]
    notes: tuple[InquiryNote, ...]
    dated: tuple[DatedLaw, ...] = ()


def load_inquiry_rules(
    shipped: Path, own: Path | None = None, *, file: Path = INQUIRY
) -> InquiryRules:
    """The shipped rules with a workspace's own over them.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    overlay, mistakes = read_inquiry_rules(shipped, own, file=file)
    if mistakes:
        raise refusal(mistakes)
    return _rules(overlay.documents[file.name].content, shipped)


def read_inquiry_rules(
    shipped: Path, own: Path | None = None, *, file: Path = INQUIRY, thorough: bool = False
) -> tuple[Overlay, tuple[Mistake, ...]]:
    """Read the rules, and say everything that is wrong with them."""
    overlay = Overlay(schemas=shipped / "schemas", thorough=thorough)
    overlay.lay(shipped / file, KIND, own=False)
    if own is not None and (own / file).is_file():
        overlay.lay(own / file, KIND, own=True)
    return overlay, in_order(overlay.mistakes)


def inquiry_mistakes(
    overlay: Overlay, checklist: Checklist, rules: AbstractSet[str], kinds: Sequence[str]
) -> Iterator[Mistake]:
    """Everything that the points name and that is not there; `rules` are cross-checks, `kinds` checks."""
    document = next(iter(overlay.documents.values()), None)
    if document is None:
        return
    for entry in overlay.entries("criteria").values():
        if overlay.is_checked(own=entry.own):
            for place, says in _strangers(entry.data, checklist, rules):
                yield entry.mistake(place, says)
            for place, says in _check_mistakes(entry.data["check"], document.content, kinds):
                yield entry.mistake(("check", *place), says)


def _strangers(
    point: Data, checklist: Checklist, rules: AbstractSet[str]
) -> Iterator[tuple[Place, Message]]:
    """What a point refers to in the catalogue and the catalogue does not have."""
    instruments = [basis["instrument"] for basis in point["basis"]]
    for key, kind, named, known in (
        ("controls", "control", point["controls"], checklist.controls.keys()),
        ("cases", "case", point["cases"], checklist.cases.keys()),
        ("cross_checks", "cross-check", point.get("cross_checks", ()), rules),
        ("basis", "instrument", instruments, checklist.instruments.keys()),
    ):
        for at, name in enumerate(named):
            if name not in known:
                yield (key, at), unknown(kind, name)


def _check_mistakes(
    check: Data, content: Data, kinds: Sequence[str]
) -> Iterator[tuple[Place, Message]]:
    """What a check names and the workbook does not have."""
    if check["kind"] not in kinds:
        yield ("kind",), _not_one_of(check["kind"], kinds)
    fields = [field["name"] for field in content["cover"]["fields"]]
    named_fields = [check.get(key, "") for key in ("field", "due", "done")]
    named_fields += [*check.get("fields", ()), *check.get("counts", ())]
    for name in (*named_fields, *check.get("levels_if", ())):
        if name and name not in fields:
            yield (), _not_one_of(name, fields)
    tables = content["tables"]
    for name in (check.get("table", ""), *check.get("counts", {}).values()):
        if name and name not in tables:
            yield (), _not_one_of(name, list(tables))
            return
    columns = [column["name"] for column in tables.get(check.get("table"), {}).get("columns", ())]
    for name in _columns_named(check):
        if name not in columns:
            yield (), _not_one_of(name, columns)


def _columns_named(check: Data) -> Iterator[str]:
    yield from filter(None, (check.get("column"), check.get("least", {}).get("column")))
    yield from check.get("where", {})
    for span in check.get("spans", ()):
        yield from (span["column"], *span["from"])
    for need in check.get("needs", ()):
        yield need["column"]
        yield from filter(None, [need.get("or_given")])


def _not_one_of(given: str, known: Sequence[str]) -> Message:
    text = N_("{given} is not one of: {rule}")
    return Message.of(text, given=given, rule=", ".join(known) or "-")


def _rules(content: Mapping[str, Any], shipped: Path) -> InquiryRules:
    tables = {
        name: {key: value for key, value in table.items() if key != "note"}
        for name, table in content["tables"].items()
    }
    data = {"layout": LAYOUT, "tables": tables, "forms": {"cover": content["cover"]}}
    return InquiryRules(
        version=content["version"],
        words={name: words(entry) for name, entry in content["words"].items()},
        head=tuple(content["head"]),
        in_order=tuple(
            DaysInOrder(table=one.get("table", ""), first=one["first"], second=one["second"])
            for one in content["in_order"]
        ),
        named_once=tuple(content["named_once"]),
        layout=layout_of(data, shipped),
        table_notes={name: words(table["note"]) for name, table in content["tables"].items()},
        criteria=tuple(_criterion(entry) for entry in content["criteria"]),
        notes=tuple(_note(entry) for entry in content["notes"]),
        dated=tuple(_dated(entry) for entry in content.get("dated", ())),
    )


def _dated(data: Data) -> DatedLaw:
    return DatedLaw(
        table=data["table"],
        column=data["column"],
        before=data["before"],
        says=words(data["says"]),
        basis=tuple(built_basis(entry) for entry in data["basis"]),
    )


def _note(data: Data) -> InquiryNote:
    return InquiryNote(
        audience=data["audience"],
        says=words(data["says"]),
        basis=tuple(built_basis(entry) for entry in data["basis"]),
    )


def _criterion(data: Data) -> Criterion:
    return Criterion(
        id=data["id"],
        title=words(data["title"]),
        question=words(data["question"]),
        ask=words(data["ask"]),
        do=words(data["do"]),
        gate=data.get("gate", False),
        applies={name: tuple(values) for name, values in data.get("applies", {}).items()},
        check=_check(data["check"]),
        controls=tuple(data["controls"]),
        cross_checks=tuple(data.get("cross_checks", ())),
        cases=tuple(data["cases"]),
        level=data["level"],
        basis=tuple(built_basis(entry) for entry in data["basis"]),
    )


def _check(data: Data) -> InquiryCheck:
    least = data.get("least")
    return InquiryCheck(
        kind=data["kind"],
        table=data.get("table", ""),
        column=data.get("column", ""),
        field=data.get("field", ""),
        fields=tuple(data.get("fields", ())),
        values=tuple(data.get("values", ())),
        where={name: tuple(values) for name, values in data.get("where", {}).items()},
        needs=tuple(_need(entry) for entry in data.get("needs", ())),
        least=_least(least) if least else None,
        counts=dict(data.get("counts", {})),
        levels=tuple(data.get("levels", ())),
        levels_if=dict(data.get("levels_if", {})),
        due=data.get("due", ""),
        done=data.get("done", ""),
        needed_for=tuple(data.get("needed_for", ())),
        exempt_without_rows=data.get("without_rows") == "not_applicable",
        spans=tuple(_span(entry) for entry in data.get("spans", ())),
    )


def _span(data: Data) -> KeepingSpan:
    return KeepingSpan(
        column=data["column"],
        values=tuple(data["values"]),
        start=tuple(data["from"]),
        years=data["years"],
    )


def _need(data: Data) -> Need:
    wanted = data["is"]
    values = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    return Need(column=data["column"], values=values, instead=data.get("or_given", ""))


def _least(data: Data) -> Least:
    return Least(count=data["count"], column=data.get("column", ""), value=data.get("is", ""))
