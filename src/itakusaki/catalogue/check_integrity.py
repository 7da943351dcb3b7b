"""Integrity of the cross-checks: operands that exist, kinds with what they need, questions that can be filled."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from itakusaki.catalogue.build import OPERAND_SOURCES
from itakusaki.catalogue.index import Data, Found, Index, unknown
from itakusaki.catalogue.yaml_file import Place
from itakusaki.model.message import N_, Message

#: Kinds of check that compare numbers, in which a sum of parts may stand for one side.
OF_NUMBERS = ("equal", "at_most", "at_least")
#: What a check may go through so that there is a row of a party's own table.
THROUGH_ROWS = ("sub_processors", "exceptions", "evidence")
#: What may be filled into a question.
BLANKS = ("left", "right", "extra", "row")


def rule_mistakes(index: Index) -> Iterator[Found]:
    """Everything in the cross-checks that names nothing or cannot be carried out."""
    for name, rule in index.rules.items():
        if rule["topic"] not in index.topics:
            yield "rules", name, ("topic",), unknown("topic", rule["topic"])
        seen: set[str] = set()
        for at, check in enumerate(rule["checks"]):
            if check["id"] in seen:
                says = Message.of(N_("{id} stands twice in this rule"), id=check["id"])
                yield "rules", name, ("checks", at, "id"), says
            seen.add(check["id"])
            for place, says in _within_check(index, check):
                yield "rules", name, ("checks", at, *place), says


def _within_check(index: Index, check: Data) -> Iterator[tuple[Place, Message]]:
    goes = check.get("each", "")
    yield from _reference_mistakes(index, check)
    for says in _kind_mistakes(check):
        yield (), says
    if goes == "sides" and not _is_about_a_control(check):
        yield (
            (),
            Message.of(N_("each {goes} needs a control in touches, when or a fact"), goes=goes),
        )
    for language in ("ja", "en"):
        for says in _blank_mistakes(check["question"][language]):
            yield ("question", language), says
    for place, operand in _operands(check):
        for says in _operand_mistakes(index, operand, goes):
            yield place, says


def _reference_mistakes(index: Index, check: Data) -> Iterator[tuple[Place, Message]]:
    for control in check["touches"]:
        if control not in index.controls:
            yield ("touches",), unknown("control", control)
    for at, basis in enumerate(check.get("possible_leak", {}).get("basis", ())):
        if basis["instrument"] not in index.instruments:
            yield ("possible_leak", "basis", at), unknown("instrument", basis["instrument"])
    if check.get("spellings", "") not in index.spellings:
        yield ("spellings",), unknown("spellings", check["spellings"])


def _is_about_a_control(check: Data) -> bool:
    named = [operand for _, operand in _operands(check) if {"answer", "fact"} & set(operand)]
    return bool(check["touches"] or named)


def _kind_mistakes(check: Data) -> Iterator[Message]:
    kind, sides = check["kind"], {"left", "right"} & set(check)
    if kind == "never":
        if "conditions" not in check:
            yield Message.of(N_("kind {kind} needs conditions"), kind=kind)
    elif kind in OF_NUMBERS:
        if len(sides) + ("parts" in check) != 2:  # noqa: PLR2004 - a comparison has two sides
            text = N_("kind {kind} needs two of left, right and parts")
            yield Message.of(text, kind=kind)
    elif len(sides) != 2:  # noqa: PLR2004 - a comparison has two sides
        yield Message.of(N_("kind {kind} needs left and right"), kind=kind)
    if kind == "within_days" and ("parts" in check) is bool(check.get("days")):
        yield Message.of(N_("kind {kind} needs either days or parts"), kind=kind)


def _blank_mistakes(question: str) -> Iterator[Message]:
    known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
    try:
        blanks = [name for _, name, _, _ in Formatter().parse(question) if name is not None]
    except ValueError:
        yield Message.of(N_("a question has a brace that does not close"))
        return
    for blank in blanks:
        if blank not in BLANKS:
            text = N_("a question may hold {known}, not {blank}")
            yield Message.of(text, known=known, blank=f"{{{blank}}}")


def _operands(check: Data) -> Iterator[tuple[Place, Data]]:
    for key in ("left", "right"):
        if key in check:
            yield (key,), check[key]
    for key in ("parts", "conditions", "when"):
        for at, operand in enumerate(check.get(key, ())):
            yield (key, at), operand


def _operand_mistakes(index: Index, operand: Data, goes: str) -> Iterator[Message]:
    given = [key for key in OPERAND_SOURCES if key in operand]
    if len(given) != 1:
        yield Message.of(
            N_("an operand names exactly one of {known}"), known=", ".join(OPERAND_SOURCES)
        )
        return
    name = operand[given[0]]
    if given[0] in ("fact", "clause_fact") and name not in index.facts:
        yield unknown("fact", name)
    if given[0] == "log" and index.figures is not None and name not in index.figures:
        yield unknown("figure", name)
    if given[0] == "answer" and name not in index.controls:
        yield unknown("control", name)
    if given[0] == "row" and goes not in THROUGH_ROWS:
        yield Message.of(
            N_("a row is at hand only where each is one of {known}"), known=", ".join(THROUGH_ROWS)
        )
    if operand.get("side") == "lower" and goes != "lower_tiers":
        yield Message.of(N_("side lower is at hand only where each is lower_tiers"))
