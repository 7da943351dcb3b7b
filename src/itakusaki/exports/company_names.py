"""Company names: those in the columns of companies of a staged table; not who they are to the client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from itakusaki.exports.companies import CompanyHeadings
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.sql import literal
from itakusaki.files.folding import plain
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.source import CellRef, column_letters

#: A column of more companies than these is one of customers, not of who has access.
MOST: Final = 100


def companies_in(
    connection: Any,  # noqa: ANN401 - DuckDB's
    raw: Raw,
    columns: CompanyHeadings,
    at: CellRef,
    *,
    in_export: bool,
) -> Iterator[NamedCompany]:
    """Each company once for each column of a staged table, where it stands first.

    `at` is the file and sheet.
    """
    if raw.kind in {LINES, RECORDS}:
        return
    number = columns.number_place(raw.headings)
    for place in columns.places(raw.headings):
        for name, numbered, line in _names(connection, raw, place, number):
            if columns.is_company(name):
                cell = f"{column_letters(place)}{line}"
                where = CellRef(file=at.file, sheet=at.sheet, cell=cell)
                yield NamedCompany(
                    name=plain(name), number=plain(numbered), at=where, in_export=in_export
                )


def _names(
    connection: Any,  # noqa: ANN401 - DuckDB's
    raw: Raw,
    place: int,
    number: int | None,
) -> list[tuple[str, str, int]]:
    """The different names of a column with the number beside each and its first line; none of customers."""
    beside = "''" if number is None else f"c{number}"
    found: list[tuple[str, str, int]] = connection.execute(
        f"SELECT c{place}, {beside}, min(line) FROM read_parquet({literal(str(raw.path))})"
        f" WHERE trim(c{place}) <> '' GROUP BY 1, 2 ORDER BY 3 LIMIT {MOST + 1}"
    ).fetchall()
    return found if len(found) <= MOST else []
