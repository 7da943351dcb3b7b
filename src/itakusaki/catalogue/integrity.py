"""Integrity: what must hold across the entries of the catalogue, beyond each file's schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from itakusaki.catalogue.check_integrity import rule_mistakes
from itakusaki.catalogue.credit_integrity import credit_mistakes
from itakusaki.catalogue.depth_integrity import depth_mistakes
from itakusaki.catalogue.index import Data, Found, Index, unknown
from itakusaki.catalogue.overlay import Overlay
from itakusaki.catalogue.yaml_file import Mistake, Place
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty


def integrity_mistakes(
    overlay: Overlay, figures: AbstractSet[str] | None = None
) -> tuple[Mistake, ...]:
    """Everything that does not hold together, each with file and line.

    What refers to something that could not be used is left alone: that was complained of already.
    `figures` are those of the control tests ("test.figure"), where references to them count too.
    """
    files = {name: document.content for name, document in overlay.documents.items()}
    index = Index(files, figures)
    found = [*_domain_mistakes(files), *_control_mistakes(index), *rule_mistakes(index)]
    found += [*_source_mistakes(index), *credit_mistakes(index), *depth_mistakes(index)]
    return tuple(
        overlay.entries(kind)[name].mistake(inside, says)
        for kind, name, inside, says in found
        if not any(str(value).split(".", 1)[0] in overlay.dropped for _, value in says.values)
    )


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


def _control_mistakes(index: Index) -> Iterator[Found]:
    questions: dict[str, str] = {}
    for name, control in index.controls.items():
        for place, says in _within_control(index, control):
            yield "controls", name, place, says
        asked = control["question"]["ja"]
        if asked in questions:
            says = Message.of(N_("the question is the same as that of {id}"), id=questions[asked])
            yield "controls", name, ("question",), says
        questions[asked] = name


def _within_control(index: Index, control: Data) -> Iterator[tuple[Place, Message]]:
    instruments = [basis["instrument"] for basis in control["basis"]]
    cited = [note["source"] for note in control.get("notes", ())]
    for key, kind, named, known in (
        ("basis", "instrument", instruments, index.instruments),
        ("notes", "source", cited, index.sources),
        ("cases", "case", control["cases"], index.cases),
        ("crosswalk", "crosswalk", control.get("crosswalk", ()), index.crosswalk),
    ):
        for at, name in enumerate(named):
            if name not in known:
                yield (key, at), unknown(kind, name)
    yield from _fact_mistakes(control)
    yield from _covers_mistakes(control)
    yield from _practice_mistakes(control)
    own = {fact["id"] for fact in control.get("facts", ())}
    for at, proof in enumerate(control.get("proof", ())):
        for fact in sorted(set(proof.get("facts", {})) - own):
            yield ("proof", at), unknown("fact", fact)


def _practice_mistakes(control: Data) -> Iterator[tuple[Place, Message]]:
    """What a contract says is for the client to answer; a party answers for what it does."""
    parties = [side for side in control["duty"] if side != Duty.CLIENT]
    if control["id"].startswith("CON-") and parties and "practice" not in control:
        text = N_(
            "{id} is on a clause and also asked of the party: give the question on its practice (practice), or leave the duty to the client"
        )
        yield ("duty",), Message.of(text, id=control["id"])


def _fact_mistakes(control: Data) -> Iterator[tuple[Place, Message]]:
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


def _covers_mistakes(control: Data) -> Iterator[tuple[Place, Message]]:
    numbers = {fact["id"] for fact in control.get("facts", ()) if fact["type"] == "number"}
    for at, name in enumerate(control.get("covers", ())):
        if name not in numbers:
            says = Message.of(
                N_("{fact} is no number asked beside {id}"), fact=name, id=control["id"]
            )
            yield ("covers", at), says


def _source_mistakes(index: Index) -> Iterator[Found]:
    for name, entry in index.instruments.items():
        if entry["source"] not in index.sources:
            yield "instruments", name, ("source",), unknown("source", entry["source"])
    for code, entry in index.cases.items():
        for key in entry["sources"]:
            if key not in index.sources:
                yield "cases", code, ("sources",), unknown("source", key)
