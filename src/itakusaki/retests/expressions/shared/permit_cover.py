"""Permit cover: which writes to media a permit speaks for."""

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, Value

from itakusaki.retests.expressions.shared.account_list import owners
from itakusaki.retests.tables import Logs

#: What a write and a permit may both name: column of the write, column of the permit as joined.
SAME: Final = (
    ("serial", "for_serial"),
    ("terminal", "for_terminal"),
    ("account", "for_account"),
    ("owner", "for_person"),
    ("account", "for_person"),
)
#: What a write is known by here; names not given are empty.
KEYS: Final = ("day", "terminal", "account", "serial")


def unpermitted(writes: Table, logs: Logs) -> Table:
    """The writes (terminal, account, serial, day) that no permit of kind media covers.

    A permit covers a write on a day from its `start_on` to its `end_on`, both included, if at least
    one thing that both name is the same and nothing that both name differs: serial, terminal,
    account, person. The person of a write is an owner of its account, or one whose id is the
    account's name; without an owner no person differs.
    """
    keyed = writes.mutate(
        account_key=writes.account.fill_null(""), serial_key=writes.serial.fill_null("")
    )
    owned, permits = _owned(writes, logs), _media_permits(logs)
    covered = reduce(Table.union, (_covered(owned, permits, *pair) for pair in SAME)).distinct()
    found = keyed.anti_join(
        covered,
        [
            keyed.day == covered.day,
            keyed.terminal == covered.terminal,
            keyed.account_key == covered.account_key,
            keyed.serial_key == covered.serial_key,
        ],
    )
    return found.drop("account_key").drop("serial_key")


def _owned(writes: Table, logs: Logs) -> Table:
    """Each different write with each owner of its account."""
    keyed = writes.select(*KEYS).distinct()
    pairs = owners(logs)
    return keyed.left_join(pairs, keyed.account == pairs.account).select(
        *keyed.columns, owner=pairs.owner
    )


def _media_permits(logs: Logs) -> Table:
    permits = logs["permits"]
    return permits.filter(permits.kind == "media").select(
        "start_on",
        "end_on",
        for_serial=permits.serial,
        for_terminal=permits.terminal,
        for_account=permits.account,
        for_person=permits.person,
    )


def _covered(owned: Table, permits: Table, ours: str, theirs: str) -> Table:
    """Writes for which a permit names the same in one column and nothing different in the others."""
    joined = owned.join(
        permits,
        [
            owned[ours] == permits[theirs],
            owned.day >= permits.start_on,
            owned.day <= permits.end_on,
        ],
    )
    agreed = joined.filter(
        _agree(joined.serial, joined.for_serial),
        _agree(joined.terminal, joined.for_terminal),
        _agree(joined.account, joined.for_account),
        _agree(joined.owner, joined.for_person)
        | (joined.account == joined.for_person).fill_null(ibis.literal(value=False)),
    )
    return agreed.select(
        "day",
        "terminal",
        account_key=agreed.account.fill_null(""),
        serial_key=agreed.serial.fill_null(""),
    )


def _agree(ours: Value, theirs: Value) -> BooleanValue:
    """Whether two names do not differ; one that is not given differs from nothing."""
    return ours.isnull() | theirs.isnull() | (ours == theirs)
