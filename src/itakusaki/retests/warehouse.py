"""Warehouses: a test's exact SQL for a database of the processor's own, and the tables it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot.expressions as exp

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export import TEXT, Export
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.dialects import DIALECTS
from itakusaki.retests.printing import printed

_WORD = re.compile(r"\w+")


def query(test: ControlTest, data: EvidenceData, settings: EvidenceSettings, dialect: str) -> str:
    """A test's query under comments that say what it is, with what it runs, and what it reads."""
    values = parameters_for(test, settings).values
    unset = [parameter.name for parameter in test.parameters if values[parameter.name] is None]
    sql = "" if unset else printed(test, data, settings, DIALECTS[dialect].ibis)
    lines = [f"-- {line}" for line in _head(test, data, settings, sql)]
    if unset:
        return "\n".join([*lines, f"-- no query: not set: {', '.join(unset)}"])
    return "\n".join([*lines, f"{sql.rstrip().rstrip(';')};"])


def _head(
    test: ControlTest, data: EvidenceData, settings: EvidenceSettings, sql: str
) -> Iterator[str]:
    words = set(_WORD.findall(sql))
    yield f"{test.id} ({test.rule}): {_line(test.title.en)} / {_line(test.title.ja)}"
    for name, value in parameters_for(test, settings).values.items():
        shown = list(value) if isinstance(value, tuple) else value
        yield f"parameter {name} = {_line(str(shown))}"
    for name, export in data.exports.items():
        if name in words:
            columns = [column.name for column in export.columns if column.name in words]
            yield f"reads {name} ({', '.join(columns)})"


def _line(text: str) -> str:
    """A text that cannot end the comment it stands in."""
    return " ".join(text.split())


def table_description(export: Export, dialect: str) -> str:
    """A canonical table as a statement that would make it, each column with its meaning."""
    lines = [f"-- {_line(export.title.en)} / {_line(export.title.ja)}"]
    lines.append(f"CREATE TABLE {_quoted(export.id, dialect)} (")
    for column in export.columns:
        comma = "," if column is not export.columns[-1] else ""
        kind = exp.DataType.build("TEXT" if column.sql_type == TEXT else column.sql_type).sql(
            DIALECTS[dialect].sqlglot
        )
        needed = " NOT NULL" if column.required else ""
        meaning = f"{_line(column.title.en)} / {_line(column.title.ja)}"
        if column.values:
            meaning += f": {', '.join(column.values)}"
        name = _quoted(column.name, dialect)
        lines.append(f"  {name} {kind}{needed}{comma} -- {meaning}")
    return "\n".join([*lines, ");"])


def _quoted(name: str, dialect: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(DIALECTS[dialect].sqlglot)
