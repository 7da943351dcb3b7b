"""Control tests: each one ibis expression over the canonical tables; gathered here by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions import accounts, downloads, media, records
from itakusaki.retests.tables import Logs

#: The tables and the parameters in, one row per hit out.
Expression: TypeAlias = Callable[[Logs, Parameters], Table]

EXPRESSIONS: Final[Mapping[str, Expression]] = {
    **accounts.TESTS,
    **media.TESTS,
    **downloads.TESTS,
    **records.TESTS,
}

#: Tests that sum up over all time and go through the periods of the lists by themselves.
BY_PERIOD: Final = frozenset({*accounts.BY_PERIOD, *media.BY_PERIOD})

#: The tables and the parameters in, the rows that a test looks at out: without one it says nothing.
COMPARED: Final[Mapping[str, Expression]] = {
    **accounts.COMPARED,
    **media.COMPARED,
    **downloads.COMPARED,
    **records.COMPARED,
}

#: The rows that a test leaves out since it cannot judge them; for tests that say so in their grounds.
PASSED_OVER: Final[Mapping[str, Expression]] = {
    **media.PASSED_OVER,
    **records.PASSED_OVER,
}
