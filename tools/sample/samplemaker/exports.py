"""Exports: what a party's own operation leaves behind, where its scenario lets it have one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from samplemaker.operation.forms import files
from samplemaker.operation.operation import Operation, operation
from samplemaker.operation.plan import plan_of
from samplemaker.scenario import Party


def operation_of(party: Party) -> Operation:
    """The operation that a party's scenario tells of."""
    return _made(_told(party))


def exported(party: Party) -> Mapping[str, tuple[str, bytes]]:
    """Export id → file name and content; nothing for a party without an operation."""
    return _files(_told(party)) if party.operation else {}


def _told(party: Party) -> str:
    return yaml.safe_dump(
        {"seed": party.code, **party.operation}, allow_unicode=True, sort_keys=False
    )


# An operation takes seconds to make and is asked for many times over; the text is its key.
@cache
def _made(told: str) -> Operation:
    return operation(plan_of(yaml.safe_load(told)))


@cache
def _files(told: str) -> Mapping[str, tuple[str, bytes]]:
    return files(_made(told))
