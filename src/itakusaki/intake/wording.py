"""Wordings: what a cell means by the words of a layout, whole or, where these end in *, by its beginning."""

from __future__ import annotations

from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key
from itakusaki.intake.cell import turned

#: What a word ends in that is met at the beginning of a cell.
ANYTHING: Final = "*"


class Wording:
    """One scale of a layout, looked up by what stands in a cell."""

    def __init__(self, layout: Layout, name: str) -> None:
        meanings = turned(layout, name)
        self._whole = {w: m for w, m in meanings.items() if w.rstrip(ANYTHING) == w or len(w) == 1}
        begun = {w.rstrip(ANYTHING): m for w, m in meanings.items() if w not in self._whole}
        # Of two beginnings the longer says more.
        self._begun = sorted(begun.items(), key=lambda pair: -len(pair[0]))

    def meaning(self, raw: str) -> str | None:
        """What the text means, None where no word of the scale fits."""
        text = key(raw)
        if text in self._whole:
            return self._whole[text]
        return next((meaning for word, meaning in self._begun if text.startswith(word)), None)
