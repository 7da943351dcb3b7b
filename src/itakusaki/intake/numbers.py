"""Numbers: 1,000人, １２０名, 約3万件, 1億2千万, 72時間以内, as they stand in cells."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import LONGEST, Reading, any_of, refused, turned
from itakusaki.model.message import N_
from itakusaki.tabular.cell_text import raw_text

#: Units that can be turned into one another, by size.
HOURS: Final = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0}
MONTHS: Final = {"months": 1.0, "years": 12.0}
#: From here on a multiplier counts all that stands before it: 2千万 is 2000 times 10,000.
MYRIAD: Final = 10_000

_NOT_NUMBER = N_("“{value}” is not a plain number")
_OTHER_UNIT = N_("“{value}” is in another unit than the one asked for")


class Numbers:
    """Reads numbers by the multipliers, counters and units that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        self._units = turned(layout, "unit")
        self._counters = frozenset(turned(layout, "counter"))
        self._sizes = {word: float(size) for word, size in turned(layout, "multiplier").items()}
        sizes = any_of(self._sizes)
        about, bound = any_of(turned(layout, "about")), any_of(turned(layout, "bound"))
        self._whole = re.compile(
            rf"(?:{about})?(?P<amount>[-+]?\.?[0-9](?:[0-9.]|{sizes})*)"
            rf"(?P<unit>[^0-9]*?)(?:{bound})?[.\u3002]?"
        )
        self._token = re.compile(rf"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|{sizes}")

    def read(self, cell: Cell | None, unit: Iterable[str] = ()) -> Reading:
        """The number in a cell, in the unit asked for; other counters are dropped."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell) if math.isfinite(cell) else refused(_NOT_NUMBER, str(cell))
        raw = raw_text(cell)
        if not raw:
            return None
        parted = self._parted(raw)
        if parted is None:
            return refused(_NOT_NUMBER, raw)
        return self._in_unit(*parted, frozenset(map(key, unit)), raw)

    def measured(self, raw: str) -> tuple[float, str] | None:
        """The amount in a text and the unit it is written in: minutes, days …, or "" for none of ours."""
        parted = self._parted(raw)
        return parted and (parted[0], self._units.get(parted[1], ""))

    def _parted(self, raw: str) -> tuple[float, str] | None:
        """The amount and what is written behind it; None where the text is no number."""
        found = self._whole.fullmatch(key(raw).replace(",", "")) if len(raw) <= LONGEST else None
        amount = self._amount(found["amount"]) if found else None
        if found is None or amount is None or not math.isfinite(amount):
            return None
        return amount, found["unit"]

    def _amount(self, text: str) -> float | None:
        total = section = 0.0
        digits: float | None = None
        last = math.inf
        for token in self._token.findall(text):
            size = self._sizes.get(token)
            if size is None:
                if digits is not None:  # 1.2.3 is a version or a date, no number
                    return None
                digits = float(token)
            elif size < MYRIAD:
                section, digits = section + (digits or 0.0) * size, None
            elif size < last:
                total, section = total + (section + (digits or 0.0)) * size, 0.0
                last, digits = size, None
            else:
                return None
        return total + section + (digits or 0.0)

    def _in_unit(self, amount: float, written: str, wanted: frozenset[str], raw: str) -> Reading:
        if not written or written in wanted:
            return amount
        have = self._units.get(written)
        want = next((self._units[name] for name in sorted(wanted) if name in self._units), None)
        if have is None:
            plain = written in self._counters and want is None
            return amount if plain else refused(_OTHER_UNIT, raw)
        if have == want or not wanted:
            return amount
        for scale in (HOURS, MONTHS):
            if have in scale and want in scale:
                return round(amount * scale[have] / scale[want], 6)
        return refused(_OTHER_UNIT, raw)
