"""Integrity of credits: what a certificate may stand for exists, and is nothing that has to be asked."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.catalogue.credit_rules import RECALLED
from itakusaki.catalogue.index import Data, Found, Index, unknown
from itakusaki.catalogue.yaml_file import Place
from itakusaki.model.message import N_, Message


def credit_mistakes(index: Index) -> Iterator[Found]:
    """Everything in credits.yaml that names nothing, or stands for what it may not."""
    for name, standard in index.standards.items():
        framework = standard["framework"]
        if framework not in index.frameworks:
            yield "standards", name, ("framework",), unknown("framework", framework)
            continue
        for at, line in enumerate(standard.get("lines", ())):
            for place, says in _within_line(index, framework, line):
                yield "standards", name, ("lines", at, *place), says


def _within_line(index: Index, framework: str, line: Data) -> Iterator[tuple[Place, Message]]:
    row = index.crosswalk.get(line["row"])
    if row is None:
        yield ("row",), unknown("crosswalk", line["row"])
    elif str(row["tags"].get(framework, RECALLED)) == RECALLED:
        text = N_("{row} is mapped to {framework} from memory only, so nothing is credited by it")
        yield ("row",), Message.of(text, row=line["row"], framework=framework)
    for at, name in enumerate(line["controls"]):
        control = index.controls.get(name)
        if control is None:
            yield ("controls", at), unknown("control", name)
        elif control.get("knock_out") or name.split("-", 1)[0] in index.always_asked:
            text = N_("{id} is always asked; no certificate stands for it")
            yield ("controls", at), Message.of(text, id=name)
        elif line["row"] not in control.get("crosswalk", ()):
            text = N_("{id} does not name {row} in its crosswalk")
            yield ("controls", at), Message.of(text, id=name, row=line["row"])
