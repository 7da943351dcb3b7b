"""Remarks: what brackets beside a heading say of the column, as in 回答（前回） or 本人数（万人）."""

from __future__ import annotations

import re
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import heading_remarks, key

#: What may stand before a unit: （単位：千件）, (in thousands).
_LEAD: Final = re.compile(r"^(?:単位[:は]?|units?[:=]?|in)")
#: A remark on the unit of a column is short.
_LONGEST: Final = 12


class Remarks:
    """Reads remarks by the words that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        rounds = layout.values.get("round", {})
        self._previous = tuple(map(key, rounds.get("previous", ())))
        self._current = tuple(map(key, rounds.get("current", ())))
        sizes = _words(layout, "multiplier")
        longest = sorted(map(re.escape, sizes), key=lambda word: (-len(word), word))
        self._units = _words(layout, "unit") | _words(layout, "counter")
        self._scaled = re.compile(rf"(?:[0-9]*(?:{'|'.join(longest) or '(?!)'}))+")

    def is_previous(self, heading: str) -> bool:
        """Whether the column holds what was said in an earlier round."""
        return any(remark.startswith(self._previous) for remark in heading_remarks(heading))

    def unit(self, heading: str) -> str:
        """The unit and multiplier of all numbers in the column, such as 万人; "" where none is named."""
        found = (self._unit(remark) for remark in heading_remarks(heading))
        return next((unit for unit in found if unit), "")

    def is_one(self, text: str) -> bool:
        """Whether a text alone is such a remark, as it stands below a heading."""
        remark = key(text)
        said = remark.startswith((*self._previous, *self._current))
        return bool(remark) and len(remark) <= _LONGEST and (said or bool(self._unit(remark)))

    def _unit(self, remark: str) -> str:
        unit = _LEAD.sub("", remark)
        if not unit or len(unit) > _LONGEST:
            return ""
        scaled = self._scaled.match(unit)
        rest = unit[scaled.end() :] if scaled else unit
        return unit if (scaled and not rest) or rest in self._units else ""


def _words(layout: Layout, scale: str) -> frozenset[str]:
    meanings = layout.values.get(scale, {})
    return frozenset(key(text) for texts in meanings.values() for text in texts)
