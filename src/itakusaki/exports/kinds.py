"""Kinds: the values of columns that the layouts of a delivery's files know, whether any line has them.

A product's layout lists the kinds of line that the product writes. Of a file under headings of
nobody's nothing is known but what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from itakusaki.exports.plan import Plan

#: Export → column → values.
Kinds: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]


def kinds_known(plans: Sequence[Plan]) -> Kinds:
    """The values that the plans of one layout can give to each column of each export."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for plan in plans:
        columns = found.setdefault(plan.export.id, {})
        for name, values in _values(plan):
            columns[name] = columns.get(name, frozenset()) | values
    return found


def _values(plan: Plan) -> Iterable[tuple[str, frozenset[str]]]:
    for name in {*plan.values, *plan.patterns, *plan.constants}:
        given = {*plan.values.get(name, ()), *plan.patterns.get(name, ())}
        yield name, frozenset(given | ({plan.constants[name]} if name in plan.constants else set()))


def known_by_all(export: str, files: Sequence[Kinds]) -> Mapping[str, frozenset[str]]:
    """What every file of an export knows, by column; nothing where there is no file."""
    each = [kinds.get(export, {}) for kinds in files]
    names = set.intersection(*(set(one) for one in each)) if each else set()
    return {name: frozenset.intersection(*(one[name] for one in each)) for name in names}
