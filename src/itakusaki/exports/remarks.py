"""Remarks: what a heading says beside its word, such as 日時（UTC）, サイズ（KB）or 件数（前回）.

Such a word changes what the values below it are; it is read, or the column is left aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from itakusaki.catalogue.export import ColumnType
from itakusaki.exports.date_words import Scales
from itakusaki.files.folding import bracketed, fold, heading_keys, key
from itakusaki.model.quick import quick

_OFFSET: Final = re.compile(r"(?:utc|gmt)?([+\-\u2212])(\d{1,2})(?::?(\d\d))?")
#: A zone or unit that stands behind the word without brackets: Size KB, Time_UTC.
_BEHIND: Final = re.compile(r"(.*?\w)[\s_\-]+(\w+)")
_HOUR: Final = 60
#: A longer text is a cell, not a heading.
LONGEST: Final = 200
#: Types whose values a remark that is not understood may change.
_MEASURED: Final = frozenset({ColumnType.TIME, ColumnType.DAY, ColumnType.CLOCK, ColumnType.WHOLE})


class RemarkKind(StrEnum):
    """What a remark does to the values below its heading."""

    NOTHING = "nothing"
    CURRENT = "current"
    PREVIOUS = "previous"
    ZONE = "zone"
    SCALE = "scale"
    UNREAD = "unread"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingRemark:
    """A remark as it stands and what it is: `by` is minutes ahead of UTC, or what to multiply by."""

    text: str
    kind: RemarkKind
    by: int = 0

    def fits(self, type_: ColumnType) -> bool:
        """Whether values of this type can be read with it."""
        if self.kind is RemarkKind.ZONE:
            return type_ in {ColumnType.TIME, ColumnType.DAY} or type_ not in _MEASURED
        if self.kind is RemarkKind.SCALE:
            return type_ is ColumnType.WHOLE
        return self.kind is not RemarkKind.UNREAD

    def weighs(self, type_: ColumnType) -> bool:
        """Whether values of this type may be others than they seem, where it is not understood."""
        return type_ in _MEASURED


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading: what it may be known by as a whole, and less its remark."""

    keys: tuple[str, ...]
    remark: HeadingRemark | None

    def remark_for(self, known: str) -> HeadingRemark | None:
        """The remark, where the heading is known by less than the whole of it."""
        return None if self.keys and known == self.keys[0] else self.remark


class HeadingReader:
    """Reads headings with the words of the layout `standard`."""

    def __init__(self, scales: Scales) -> None:
        self._scales = scales
        self._kinds = {key(word): RemarkKind(kind) for word, kind in scales.words("remark").items()}
        self._zones = {key(word): int(by) for word, by in scales.words("zone").items()}
        self._factors = {key(word): int(by) for word, by in scales.words("scale").items()}
        self._mark = re.compile(rf"^{scales.some('unit')}:?")
        self._counter = re.compile(rf"(.*?){scales.some('counter')}?")

    def read(self, heading: str) -> Heading:
        """A heading with what it says beside its word."""
        if len(heading) > LONGEST:
            return Heading(keys=heading_keys(heading), remark=None)
        keys, said = heading_keys(heading), bracketed(heading)
        if said:
            return Heading(keys=keys, remark=self._remark(said))
        behind = _BEHIND.fullmatch(fold(heading))
        remark = self._remark((behind[2],)) if behind else None
        if (
            behind is None
            or remark is None
            or remark.kind not in {RemarkKind.ZONE, RemarkKind.SCALE}
        ):
            return Heading(keys=keys, remark=None)
        return Heading(keys=(*keys, *heading_keys(behind[1])), remark=remark)

    def _remark(self, said: tuple[str, ...]) -> HeadingRemark:
        """The one of several remarks that matters most."""
        order = list(RemarkKind)
        read = [self._one(text) for text in said]
        return max(read, key=lambda remark: order.index(remark.kind))

    def _one(self, text: str) -> HeadingRemark:
        word = key(text)
        if word in self._kinds:
            return HeadingRemark(text=text, kind=self._kinds[word])
        ahead = self._zones.get(word, _offset(word))
        if ahead is not None:
            return HeadingRemark(text=text, kind=RemarkKind.ZONE, by=ahead)
        factor = self._factor(word)
        if factor:
            return HeadingRemark(text=text, kind=RemarkKind.SCALE, by=factor)
        return HeadingRemark(text=text, kind=RemarkKind.UNREAD)

    def _factor(self, word: str) -> int:
        """What the numbers are multiplied by; 0 where the word is no unit."""
        word = self._mark.sub("", word)
        if word in self._factors:
            return self._factors[word]
        found = self._counter.fullmatch(word)
        bare = found[1] if found else word
        return self._factors.get(bare, 0) if bare else 1


def _offset(word: str) -> int | None:
    found = _OFFSET.fullmatch(word)
    if found is None:
        return None
    minutes = int(found[2]) * _HOUR + int(found[3] or 0)
    return minutes if found[1] == "+" else -minutes
