"""Company names: those in the columns of companies of a staged table; not who they are to the client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from itakusaki.exports.companies import CompanyHeadings
from itakusaki.exports.raw import LINES, RECORDS, Raw
from itakusaki.exports.sql import in_record, literal, record_path
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

    `at` is the file and sheet. Of JSON records a column is a field, named by its path.
    """
    for column, number, before in _columns(raw, columns):
        for name, numbered, line in _names(connection, raw, column, number):
            if columns.is_company(name):
                where = CellRef(file=at.file, sheet=at.sheet, cell=f"{before}{line}")
                yield NamedCompany(
                    name=plain(name), number=plain(numbered), at=where, in_export=in_export
                )


def _columns(raw: Raw, columns: CompanyHeadings) -> Iterator[tuple[str, str, str]]:
    """The SQL of each column of companies, that of the number beside it, and what a cell's name begins with."""
    headings = raw.headings
    if raw.kind == RECORDS:
        for place in columns.fields(headings):
            number = columns.number_field(headings, headings[place])
            beside = "''" if number is None else _field(headings[number])
            yield _each(headings[place]), beside, f"{headings[place]} #"
    elif raw.kind != LINES:
        number = columns.number_place(headings)
        for place in columns.places(headings):
            yield f"c{place}", "''" if number is None else f"c{number}", column_letters(place)


def _field(path: str) -> str:
    return f"coalesce({in_record('c0', path)}, '')"


def _each(path: str) -> str:
    """The SQL of a field, or of each text of a list."""
    one, several = in_record("c0", path), in_record("c0", f"{path}.*")
    is_list = f"json_type(c0, {record_path(path)}) = 'ARRAY'"
    return f"unnest(CASE WHEN {is_list} THEN {several} ELSE [{one}] END)"


def _names(
    connection: Any,  # noqa: ANN401 - DuckDB's
    raw: Raw,
    column: str,
    number: str,
) -> list[tuple[str, str, int]]:
    """The different names of a column with the number beside each and its first line; none of customers."""
    rows = f"SELECT {column} AS name, {number} AS number, line FROM read_parquet({literal(str(raw.path))})"
    found: list[tuple[str, str, int]] = connection.execute(
        f"SELECT name, number, min(line) FROM ({rows})"
        # An object, in a list or not, is no name by itself.
        f" WHERE trim(name) <> '' AND NOT starts_with(name, '{{') GROUP BY 1, 2 ORDER BY 3, 1, 2 LIMIT {MOST + 1}"
    ).fetchall()
    return found if len(found) <= MOST else []
