"""Outcomes: the columns beside an event that say what became of it, the same in every log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.catalogue.export import ColumnType, ExportColumn
from itakusaki.catalogue.spellings import Spellings
from itakusaki.model.message import Words

OUTCOME: Final = "outcome"
ERROR: Final = "error"
OUTCOMES: Final = (OUTCOME, ERROR)
#: What such a column says of an event.
FAILED: Final = "failed"
#: The scale of headings by what stands under them.
HEADINGS: Final = "heading"
#: The scale of what such a column is called: Japanese, English.
TITLES: Final = "title"


def outcome_columns(scales: Mapping[str, Spellings]) -> tuple[ExportColumn, ...]:
    """The columns of outcomes, with the headings and words of the layout `standard`.

    Whatever stands in a column of errors is a failure, save for the words that say there was none.
    """
    headings = scales.get(HEADINGS, {})
    return tuple(
        ExportColumn(
            name=name,
            type=ColumnType.CHOICE,
            title=_title(scales.get(TITLES, {}).get(name, ())),
            aliases=headings.get(name, ()),
            values={"done": (), FAILED: (), **scales.get(name, {})},
            decides=True,
            otherwise=FAILED if name == ERROR else "",
            qualifies=True,
        )
        for name in OUTCOMES
    )


def _title(said: tuple[str, ...]) -> Words:
    return Words(ja=said[0], en=said[-1]) if said else Words(ja="-", en="-")
