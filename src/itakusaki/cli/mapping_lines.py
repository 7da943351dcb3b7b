"""The lines of `contract import`: which heading is taken for which column, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from itakusaki.catalogue.layout import Table
from itakusaki.intake.own_ledger import ProposedLedger, Surety
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

_SAID: Final[Mapping[Surety, str]] = {
    Surety.KNOWN: N_("{heading} → {column} ({name})"),
    Surety.LIKE: N_("{heading} → {column} ({name})?  for example: {example}"),
    Surety.NONE: N_("{heading}: not read  for example: {example}"),
}


def mapping_lines(proposed: ProposedLedger, table: Table, translator: Translator) -> Iterator[str]:
    """A line for each heading, a question mark beside what was only guessed; then what is lacking."""
    head = N_("Sheet “{sheet}”, headings in row {row}:")
    yield translator.say(Message.of(head, sheet=proposed.sheet, row=proposed.row))
    for column in proposed.columns:
        said = Message.of(
            _SAID[column.surety],
            heading=column.heading,
            column=table.column(column.column).heading if column.column else "",
            name=column.column,
            example=column.example or "-",
        )
        yield f"  {translator.say(said)}"
    found = {column.column for column in proposed.columns}
    wanted = [c for c in table.columns if (c.required or c.first) and c.name not in found]
    if wanted:
        text = N_("Not found, but worth having: {columns}")
        names = translator.joined(translator.pick(column.heading) for column in wanted)
        yield translator.say(Message.of(text, columns=names))
