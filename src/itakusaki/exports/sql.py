"""SQL: small pieces of DuckDB's language, and names folded in it as Python folds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import pyarrow as pa

from itakusaki.files.folding import fold, plain

#: Functions that Python lends to DuckDB; asked only for text that is not plain ASCII.
LENT: Final[dict[str, Callable[[str], str]]] = {"py_plain": plain, "py_fold": fold}
#: Blanks and control characters, as they are trimmed off; one literal, for DuckDB takes a millisecond
#: to make out what `chr(1) || chr(2) || …` is, in every cell of every query.
_BLANK: Final = "'" + "".join(map(chr, (*range(1, 33), 127))) + "'"
#: Texts folded before that are remembered.
_REMEMBERED: Final = 100_000


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Texts as a list of literals."""
    return ", ".join(map(literal, texts))


def identifier(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def _trim(text: str) -> str:
    # Looking for each blank sign at both ends takes its time; few cells have any.
    ends = f"({text})[1] <= ' ' OR ({text})[-1] <= ' '"
    return f"CASE WHEN {ends} THEN trim({text}, {_BLANK}) ELSE {text} END"


def unmarked(text: str) -> str:
    """A text without what keeps a spreadsheet from reading it as a number: ="0012", '0012."""
    plain = rf"""regexp_replace({text}, '^(?:="([^"]*)"|''([0-9A-Z+@=-][^'']*))$', '\1\2')"""
    return f"CASE WHEN {text}[1] IN ('=', '''') THEN {plain} ELSE {text} END"


def trimmed(text: str) -> str:
    """A text without outer blanks and control characters; NULL where nothing is left."""
    return f"nullif({_trim(text)}, '')"


def cleaned(text: str) -> str:
    """A text made plain; NULL where nothing is left."""
    return f"nullif(CASE WHEN {_plain(text)} THEN {_trim(text)} ELSE py_plain({text}) END, '')"


def folded(text: str) -> str:
    """A name folded; NULL where nothing is left."""
    return (
        f"nullif(CASE WHEN {_plain(text)} THEN lower({_trim(text)}) ELSE py_fold({text}) END, '')"
    )


def _plain(text: str) -> str:
    # Plain ASCII takes as many bytes as characters; DuckDB folds it by itself.
    return f"strlen({text}) = length({text})"


def coalesced(parts: Iterable[str]) -> str:
    """The first that is not NULL."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"coalesce({', '.join(listed) or 'NULL'})"


def in_record(record: str, path: str) -> str:
    """The text of a field of a JSON record by its path, the texts of a list where that ends in a star."""
    return f"json_extract_string({record}, {record_path(path)})"


def record_path(path: str) -> str:
    """The path of a field in a JSON record as a literal."""
    steps = path.replace('"', "").split(".")
    said = (f"[{step}]" if step.isdigit() or step == "*" else f'."{step}"' for step in steps)
    return literal("$" + "".join(said))


def lend(connection: Any) -> None:  # noqa: ANN401 - duckdb's own type
    """Give a connection the functions that Python lends."""
    for name, function in LENT.items():
        connection.create_function(name, _batched(function), ["VARCHAR"], "VARCHAR", type="arrow")


def take_back(connection: Any) -> None:  # noqa: ANN401
    """Take the lent functions back; a connection that keeps them is never freed."""
    for name in LENT:
        connection.remove_function(name)


def _batched(function: Callable[[str], str]) -> Callable[[Any], Any]:
    known: dict[str, str] = {}

    def batch(texts: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
        if len(known) > _REMEMBERED:
            known.clear()
        given = texts.to_pylist()
        for text in given:
            if text is not None and text not in known:
                known[text] = function(text)
        return pa.array([None if text is None else known[text] for text in given], pa.string())

    return batch
