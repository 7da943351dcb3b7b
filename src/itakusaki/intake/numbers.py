"""Numbers: 1,000人, １２０名, 約3万件, 1億2千万, 二十五名, 72時間以内, as they stand in cells.

A mark that is of thousands in one country and of decimals in another is not guessed at: 1.000 and 2,5
are refused, 1,000 and 2.5 are read as in Japan. Two dots in threes leave one reading: 1.234.567.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import key, plain
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import LONGEST, Reading, any_of, refused, turned
from itakusaki.model.message import N_
from itakusaki.tabular.cell_text import raw_text

#: Units that can be turned into one another, by size.
HOURS: Final = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0}
MONTHS: Final = {"months": 1.0, "years": 12.0}
#: From here on a multiplier counts all that stands before it: 2千万 is 2000 times 10,000.
MYRIAD: Final = 10_000
THOUSAND: Final = 1_000

_NOT_NUMBER = N_("“{value}” is not a plain number")
_TWO_WAYS = N_(
    "“{value}” can be read in two ways, as thousands or as a fraction; write it like 1000 or like 2.5"
)
_RANGE = N_("“{value}” is a range; one number is asked for")
_OTHER_UNIT = N_("“{value}” is in another unit than the one asked for")

#: Digits with marks between them, and the ways of marking that have one reading here.
_MARKED: Final = re.compile(r"[0-9][0-9.,]*[0-9]")
_GROUPED: Final = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]{1,4}(?:,[0-9]{4})+"
)
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MAY_BE_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
#: A dot that comes twice marks thousands; a comma behind them then marks the fraction.
_DOTTED: Final = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?(?![0-9.,])")
_SWAPPED: Final = str.maketrans(".,", ",.")
_SPACED: Final = re.compile(r"[0-9]\s+[0-9]")
_SPACED_THOUSANDS: Final = re.compile(r"(?<![0-9])[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])")
_SPAN: Final = re.compile(
    r"[^0-9]*[0-9.,]+[^0-9~-]*(?:[~\u301c\u2013\u2014-]|から|to)[0-9.,]+[^0-9]*"
)


class Numbers:
    """Reads numbers by the multipliers, counters and units that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        self._units = turned(layout, "unit")
        self._counters = frozenset(turned(layout, "counter"))
        self._sizes = {word: float(size) for word, size in turned(layout, "multiplier").items()}
        self._none = frozenset(turned(layout, "none"))
        self._digits = str.maketrans(
            {sign: digit for sign, digit in turned(layout, "digit").items() if len(sign) == 1}
        )
        sizes = any_of(self._sizes)
        # 十 is ten, but 千人 alone may be what a column is counted in.
        small = any_of(word for word, size in self._sizes.items() if size < THOUSAND)
        about, bound = any_of(turned(layout, "about")), any_of(turned(layout, "bound"))
        self._whole = re.compile(
            rf"(?:{about})?(?P<amount>[-+]?\.?(?:[0-9]|{small}|(?:{sizes})(?=[0-9]))(?:[0-9.]|{sizes})*)"
            rf"(?P<unit>[^0-9]*?)(?:{bound})?[.\u3002]?"
        )
        self._token = re.compile(rf"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|{sizes}")

    def read(self, cell: Cell | None, unit: Iterable[str] = (), counted: str = "") -> Reading:
        """The number in a cell, in the unit asked for; other counters are dropped.

        `counted` is the unit of the whole column, such as 万人, for cells that bear none of their own.
        """
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if not math.isfinite(cell):
                return refused(_NOT_NUMBER, str(cell))
            if not counted:
                return float(cell)
        raw = raw_text(cell)
        if not raw:
            return None
        wanted = frozenset(map(key, unit))
        if self.is_none(raw) and not any(self._units.get(u) in (*HOURS, *MONTHS) for u in wanted):
            return 0.0
        text = self.with_unit(cell, counted) or raw
        if why := self._doubt(text):
            return refused(why, raw)
        parted = self._parted(text)
        return refused(_NOT_NUMBER, raw) if parted is None else self._in_unit(*parted, wanted, raw)

    def is_none(self, raw: str) -> bool:
        """Whether the text says that there is none, as なし does."""
        return key(raw) in self._none

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit, or a multiplier with or without one, such as 万人."""
        parted = self._parted(f"1{text}")
        known = parted is not None and (parted[1] in self._units or parted[1] in self._counters)
        return known or bool(parted and not parted[1] and parted[0] > 1)

    def with_unit(self, cell: Cell | None, counted: str) -> str | None:
        """The cell's text with the unit of its column; None where it has one of its own, or none is needed."""
        raw = raw_text(cell)
        if not counted:
            return None
        parted = self._parted(raw)
        has_own = parted is not None and (
            parted[1] in self._units or any(size in key(raw) for size in self._sizes)
        )
        return None if has_own else f"{raw}{counted}"

    def measured(self, raw: str) -> tuple[float, str] | None:
        """The amount in a text and the unit it is written in: minutes, days …, or "" for none of ours."""
        parted = None if self._doubt(raw) else self._parted(raw)
        return parted and (parted[0], self._units.get(parted[1], ""))

    def _doubt(self, raw: str) -> str:
        """Why the text is no single number with one reading, "" where it may be."""
        text = plain(raw)
        if _SPACED.search(_SPACED_THOUSANDS.sub("0", text)):
            return _NOT_NUMBER
        folded = key(raw)
        if _SPAN.fullmatch(folded):
            return _RANGE
        marked = _MARKED.finditer(_as_in_japan(folded))
        return _TWO_WAYS if any(map(self._two_ways, marked)) else ""

    def _two_ways(self, found: re.Match[str]) -> bool:
        marked, behind = found[0], found.string[found.end() :]
        if _PLAIN.fullmatch(marked):
            thousands = _MAY_BE_THOUSANDS.fullmatch(marked) is not None
            exact = behind.startswith(tuple(self._sizes)) or self._units.get(behind) == "percent"
            return thousands and not exact
        return "," in marked and not _GROUPED.fullmatch(marked)

    def _parted(self, raw: str) -> tuple[float, str] | None:
        """The amount and what is written behind it; None where the text is no number."""
        if len(raw) > LONGEST:
            return None
        plain_marks = _as_in_japan(key(raw)).replace(",", "")
        found = self._whole.fullmatch(plain_marks.translate(self._digits))
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
                section, digits = section + (1.0 if digits is None else digits) * size, None
            elif size < last and (section or digits is not None):
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


def _as_in_japan(text: str) -> str:
    """The text with dots that can only mark thousands as commas: 1.234.567,8 is 1,234,567.8."""
    return _DOTTED.sub(lambda found: found[0].translate(_SWAPPED), text)
