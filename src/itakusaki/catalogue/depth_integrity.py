"""Integrity of depths: the controls and facts they name exist."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.catalogue.index import Found, Index, unknown


def depth_mistakes(index: Index) -> Iterator[Found]:
    """Everything in depths.yaml that names nothing; what moves is told at the first depth."""
    for name, depth in index.depths.items():
        for at, control in enumerate(depth.get("controls", ())):
            if control not in index.controls:
                yield "depths", name, ("controls", at), unknown("control", control)
    first = next(iter(index.depths))
    for control in index.moving["controls"]:
        if control not in index.controls:
            yield "depths", first, (), unknown("control", control)
    for fact in index.moving["facts"]:
        if fact not in index.facts:
            yield "depths", first, (), unknown("fact", fact)
