"""Records: rows that are one text each — JSON records, and lines of a log without columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from itakusaki.exports.delimited import unix_lines
from itakusaki.exports.head import list_inside
from itakusaki.exports.raw import Raw, RawWriter
from itakusaki.files.text_file import TextFile

#: What may stand behind that list.
_AFTER: Final = re.compile(r'\](?:\s*,\s*"[^"]*"\s*:\s*(?:"[^"]*"|[\w.+\-]+))*\s*\}')
#: Half of a pair of escapes without the other.
_HALF_SIGN: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
#: A record of JSON longer than this is malformed.
MAX_RECORD: Final = 64 * 1024 * 1024


def read_lines(source: TextFile, raw: Raw) -> Raw:
    """Stage every line that is not blank."""
    with RawWriter(raw) as writer:
        for number, line, whole in _numbered(unix_lines(source.blocks())):
            if source.torn and not whole:
                raw.cut_off(number)
            elif line.strip():
                writer.add(number, (line,))
    return _ended(source, raw)


def read_json_lines(source: TextFile, raw: Raw) -> Raw:
    """Stage every line that is a JSON record; another is put aside, the last one as cut off."""
    with RawWriter(raw) as writer:
        for number, line, whole in _numbered(unix_lines(source.blocks())):
            if not line.strip():
                continue
            if _is_record(line):
                writer.add(number, (_whole_signs(line.strip(), raw),))
            elif whole:
                raw.put_aside(number)
            else:
                raw.cut_off(number)
    return _ended(source, raw)


def read_json_array(source: TextFile, raw: Raw) -> Raw:
    """Stage every record of one JSON array, or of the list inside one object; rows count by record."""
    text, number, end_of_all, looked_at = "", 1, re.compile(r"\]"), 0
    with RawWriter(raw) as writer:
        for block in chain(source.blocks(), ("",)):
            text += block
            at = 0
            # One record over many blocks is looked at when it has doubled, not at every block.
            if block and looked_at and len(text) < min(2 * looked_at, MAX_RECORD):
                continue
            if number == 1 and (inside := list_inside(text)):
                text, end_of_all = inside, _AFTER
            for record, end in _whole_records(text):
                if record.startswith("{"):
                    writer.add(number, (_whole_signs(record, raw),))
                else:
                    raw.put_aside(number)
                number, at = number + 1, end
            text = text[at:]
            looked_at = 0 if at else len(text)
            if len(text) > MAX_RECORD:
                break
    text = text.strip("[, \t\r\n") if number == 1 else text.strip(", \t\r\n")
    if not end_of_all.fullmatch(text):
        raw.cut_off(number, row=bool(text))
    return _ended(source, raw)


def _whole_records(text: str) -> Iterator[tuple[str, int]]:
    """The records of a part of an array that are whole, and where each ends."""
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] in "[, \t\r\n":
            at += 1
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield text[at:end], end
        at = end


def _whole_signs(record: str, raw: Raw) -> str:
    """A record without halves of signs, as products leave that cut a text inside one."""
    if "\\ud" not in record.casefold():
        return record
    text, count = _HALF_SIGN.subn(r"\\ufffd", record)
    raw.replaced += count
    return text


def _ended(source: TextFile, raw: Raw) -> Raw:
    raw.encoding = source.encoding
    raw.replaced += source.replaced
    if source.torn and not raw.cut:
        raw.cut_off(raw.staged + raw.aside, row=False)
    return raw


def _numbered(blocks: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """Line number, line, and whether its end was reached."""
    rest, number = "", 0
    for block in blocks:
        *lines, rest = (rest + block).split("\n")
        for line in lines:
            number += 1
            yield number, line, True
    if rest:
        yield number + 1, rest, False


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
