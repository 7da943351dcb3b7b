"""Date words: the spellings of dates and times, as the layout `standard` holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.catalogue.layout import STANDARD
from itakusaki.catalogue.spellings import Spellings
from itakusaki.files.folding import fold


@dataclass(frozen=True, kw_only=True)
class Scales:
    """Spellings by scale, folded."""

    scales: Mapping[str, Spellings]

    @classmethod
    def of(cls, layouts: Sequence[ExportLayout]) -> Scales:
        """The scales of the layout `standard`."""
        found = next((layout.values for layout in layouts if layout.name == STANDARD), {})
        return cls(
            scales={
                scale: {meaning: tuple(map(fold, words)) for meaning, words in spelled.items()}
                for scale, spelled in found.items()
            }
        )

    def words(self, scale: str) -> Mapping[str, str]:
        """Word → meaning, the longest first."""
        found = {
            word: meaning for meaning, words in self.scales.get(scale, {}).items() for word in words
        }
        return dict(sorted(found.items(), key=lambda item: -len(item[0])))

    def some(self, scale: str, meaning: str = "") -> str:
        """A pattern of the words of one meaning, or of a whole scale."""
        meanings = self.scales.get(scale, {})
        words = {w for means, given in meanings.items() if meaning in {"", means} for w in given}
        kept = map(re.escape, sorted(words, key=lambda word: (-len(word), word)))
        return f"(?:{'|'.join(kept) or '(?!)'})"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of a date and time in which every digit is written 9."""
        return re.compile(self._moment())

    def _moment(self) -> str:
        weekday = rf"[ (\[]*{self.some('date', 'weekday')}[)\],.]*"
        mark = {name: self.some("date", name) for name in ("year", "month", "day")}
        months = rf"(?P<name>{self.some('month')})"
        era = rf"(?P<era>{self.some('era')})[. ]?(?P<first>{self.some('date', 'first')}|99?)"
        dates = (
            r"(?P<ymd>9999(?P<s1>[/.\-])99?(?P=s1)99?)",
            rf"(?P<words>9999 ?{mark['year']} ?99? ?{mark['month']} ?99? ?{mark['day']})",
            rf"(?P<eras>{era} ?(?:{mark['year']}|[./\-]) ?99? ?(?:{mark['month']}|[./\-]) ?99?(?: ?{mark['day']})?)",
            r"(?P<numbers>99?(?P<s2>[/.\-])99?(?P=s2)9999)",
            rf"(?P<named>(?P<before>99?[ \-])?{months}[ .\-]+(?(before)|99?,?)(?P<yearly>[ ]?9999)?)",
            r"(?P<compact>9{8})",
        )
        return rf"(?:{weekday} ?)?(?:{'|'.join(dates)})(?:{weekday})?(?:[ t,_]*{self._time()})?"

    def _time(self) -> str:
        half = rf"(?P<half{{}}>{self.some('date', 'am')}|{self.some('date', 'pm')})"
        mark = {name: self.some("date", name) for name in ("hour", "minute", "second")}
        times = (
            r"99?:99?(?P<sec1>:99?(?P<frac1>[.,]9+|:9{3})?)?",
            rf"99? ?{mark['hour']} ?(?:99? ?{mark['minute']} ?(?P<sec2>99?(?P<frac2>[.,]9+)? ?{mark['second']})?)?",
            r"(?P<tight>9{6}|9{4})(?P<frac3>[.,]9+)?",
        )
        zone = rf" ?[(]?(?P<zone>{self.some('zone')}|(?P<offset>[+\-]99:?(?:99)?))[)]?"
        return (
            rf"(?P<time>(?:{half.format(1)} ?)?(?:{'|'.join(times)})"
            rf"(?: ?{half.format(2)})?(?:{zone})?)"
        )
