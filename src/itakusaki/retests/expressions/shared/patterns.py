"""Patterns: names with * for any characters, as settings give them; no regular expressions."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue

from itakusaki.files.folding import fold

ANY = "*"


def without(table: Table, column: str, patterns: Sequence[str]) -> Table:
    """The rows whose name fits none of the patterns; a row without a name stays."""
    if not patterns:
        return table
    return table.filter(~fits_any(table[column], patterns))


def fits_any(name: StringValue, patterns: Sequence[str]) -> BooleanValue:
    """Whether a name fits one of the patterns; no name fits none."""
    no = ibis.literal(value=False)
    return ibis.or_(no, *(_fits(name, fold(pattern)) for pattern in patterns)).fill_null(no)


def _fits(name: StringValue, pattern: str) -> BooleanValue:
    """Whether a name fits; what stands between two stars is looked for from left to right."""
    first, *rest = pattern.split(ANY)
    if not rest:
        return name == pattern
    *middle, last = rest
    checks = [name.startswith(first)] if first else []
    tail = name.substr(len(first)) if first else name
    for part in filter(None, middle):
        checks.append(tail.find(part) >= 0)
        tail = tail.substr(tail.find(part) + len(part))
    if last:
        checks.append(tail.endswith(last))
    return ibis.and_(*checks) if checks else name.notnull()
