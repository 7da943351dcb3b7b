"""Lists: several entries in one cell, parted by signs or lines, with bullets or numbers before them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from itakusaki.catalogue.layout import Layout
from itakusaki.files.folding import fold, plain

#: Numbers before entries: ① ⑴ ❶, 1. 1) (1) 1、, full width or not; not the 1.5 of a version.
_CIRCLED: Final = (
    "\u2460-\u2473\u2474-\u2487\u2488-\u249b\u24f5-\u24fe\u2776-\u277f\u3251-\u325f\u32b1-\u32bf"
)
_NUMBER: Final = re.compile(
    rf"\s*(?:([{_CIRCLED}])|[(\uff08]?([0-9\uff10-\uff19]{{1,2}})[.)\uff0e\uff09\u3001](?![0-9\uff10-\uff19]))\s*"
)
#: On one line, entries are parted by circled numbers, or by the blanks before other ones.
_INLINE: Final = re.compile(
    rf"(?=[{_CIRCLED}])|\s+(?=[(\uff08]?[0-9\uff10-\uff19]{{1,2}}[.)\uff0e\uff09\u3001](?![0-9\uff10-\uff19]))"
)
_DIGITS: Final = re.compile(r"[0-9]+")


class ListCells:
    """Reads lists by the separators, bullets and forms of company that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        given = layout.values.get("list", {})
        signs = {form for sign in given.get("separator", ()) for form in (sign, plain(sign))}
        # Full-width forms of ASCII signs lie this far above them.
        wide = {chr(ord(s) + 0xFEE0) for s in signs if len(s) == 1 and "!" <= s <= "~"}
        bullets = "".join(map(re.escape, given.get("bullet", ())))
        bullet = rf"[{bullets}]" if bullets else r"(?!)"
        self._bullet = re.compile(rf"\s*{bullet}+\s*")
        between = "|".join((*map(re.escape, sorted(signs | wide)), rf"\s+(?={bullet}\s*\S)"))
        self._separator = re.compile(rf"({between}|[\r\n]+)")
        self._forms = frozenset(fold(form).rstrip(".") for form in layout.company_forms)

    def entries(self, raw: str, *, numbered: bool = True) -> tuple[str, ...]:
        """The entries, each once; `numbered` where numbers before them only count them."""
        lines = self._numbered(raw) if numbered else None
        parts = [part for line in lines or (raw,) for part in self._parted(line)]
        found = (self._unbulleted(part) for part in parts)
        return tuple(dict.fromkeys(entry for entry in found if entry))

    def _unbulleted(self, part: str) -> str:
        bullet = self._bullet.match(part)
        # A sign alone is an entry: what it means is not for a list to say.
        return (plain(part[bullet.end() :]) if bullet else "") or plain(part)

    def _numbered(self, raw: str) -> list[str] | None:
        """The lines less their numbers, where these count from 1 on."""
        lines = [line for line in raw.splitlines() if line.strip()]
        if len(lines) == 1:
            lines = [line for line in _INLINE.split(raw) if line.strip()]
        if len(lines) < 2 or not _NUMBER.match(lines[0]):  # noqa: PLR2004 - one alone counts nothing
            return None
        found = [_NUMBER.match(line) for line in lines]
        counts = [_count(one) for one in found if one]
        if len(counts) < len(lines) or counts[0] != 1:
            return None
        if any(after != before + 1 for before, after in pairwise(counts)):
            return None
        return [line[one.end() :] for line, one in zip(lines, found, strict=True) if one]

    def _parted(self, line: str) -> list[str]:
        """The parts between separators; a form of company alone belongs to the name before it."""
        first, *rest = self._separator.split(line)
        parts = [first]
        for sign, part in zip(rest[::2], rest[1::2], strict=True):
            if part.strip() and parts[-1].strip() and self._is_form(sign, part):
                parts[-1] += sign + part
            else:
                parts.append(part)
        return parts

    def _is_form(self, sign: str, part: str) -> bool:
        return plain(sign) == "," and fold(part).rstrip(".") in self._forms


def _count(found: re.Match[str]) -> int:
    """The number before an entry; NFKC makes ① a 1 and ⑴ a (1)."""
    digits = _DIGITS.search(plain(found[1] or found[2]))
    return int(digits[0]) if digits else 0
