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
_TITLES: Final[Mapping[str, Words]] = {
    OUTCOME: Words(ja="結果", en="Outcome"),
    ERROR: Words(ja="エラー", en="Error"),
}


def outcome_columns(scales: Mapping[str, Spellings]) -> tuple[ExportColumn, ...]:
    """The columns of outcomes, with the headings and words of the layout `standard`.

    Whatever stands in a column of errors is a failure, save for the words that say there was none.
    """
    headings = scales.get(HEADINGS, {})
    return tuple(
        ExportColumn(
            name=name,
            type=ColumnType.CHOICE,
            title=title,
            aliases=headings.get(name, ()),
            values={"done": (), FAILED: (), **scales.get(name, {})},
            decides=True,
            otherwise=FAILED if name == ERROR else "",
            qualifies=True,
        )
        for name, title in _TITLES.items()
    )
