"""Files that could not be read: which issue tells of an error, and with what words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from itakusaki.files.own_fault import place_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.allowance import MEGABYTE
from itakusaki.model.issue import OWN_FAULT
from itakusaki.model.message import Value

#: What the engine says of the values and files it is given; all else it says is of our queries.
_OF_CONTENTS: Final = (duckdb.DataError, duckdb.OperationalError, duckdb.InvalidInputException)


def why_failed(error: Exception, memory: int) -> tuple[str, Mapping[str, Value]]:
    """The code of the issue that an error in reading an export comes to, and its blanks.

    `memory` is what the engine may take, in bytes. What neither a reader nor the engine says of the
    file is a mistake of our own.
    """
    match error:
        case RefusedFileError():
            return f"export_{error.code}", _blanks(error)
        case OSError():
            return "export_not_readable", {}
        case duckdb.OutOfMemoryException():
            return "export_took_too_much_memory", {"limit": memory // MEGABYTE}
        case _ if isinstance(error, _OF_CONTENTS):
            return "export_damaged", {}
        case _:
            return f"export_{OWN_FAULT}", {"place": place_of(error)}


def _blanks(refused: RefusedFileError) -> Mapping[str, Value]:
    if refused.place:
        return {"place": refused.place}
    if refused.code == "took_too_long":
        return {"limit": refused.limit}
    return {"cell": refused.cell} if refused.cell else {"limit": refused.limit // MEGABYTE}
