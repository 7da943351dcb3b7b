"""Mutators: a well-formed file and a source of chance → a file that somebody may hand in."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

#: Pieces that readers have stumbled over, or might.
PIECES: Final = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n\n",
        b'"',
        b'""',
        b"'",
        b",",
        b"\t",
        b";",
        b"\\",
    ),
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b"[" * 500,
        b'{"a":' * 500,
        b"<",
        b">",
        b"</",
        b"/>",
        b"<!--",
        b"&amp;",
    ),
    *(b"-1", b"0", b"1e999", b"NaN", b"9" * 5_000, b"99999-01-01", b"2026-02-30", b"2026-13-01"),
    *(
        b"1048576",
        b"XFD1048576",
        b'r="XFD1048576"',
        b' t="e"',
        b' t="s"',
        b"<v>99999999</v>",
        b"<f>",
    ),
    *(
        b'hidden="1"',
        b"<row ",
        b"<c ",
        b"sheetData",
        b"trike",
        b"\\ud800",
        b"\\u0000",
        b"\xed\xa0\x80",
    ),
    *(
        b"=cmd|x!A1",
        b"\x1b[31m",
        b"\xe2\x80\xae",
        b"../../x",
        b"a" * 70_000,
        "委託先".encode("cp932"),
    ),
    *(
        b"&a [*a]",
        b"!!python/object:os.system",
        b"!!timestamp 99999-01-01",
        b"? ",
        b"<<: *a",
        b"- " * 200,
    ),
    *(
        b"{{ ",
        b" }}",
        b"{% for i in range(9) %}",
        b"{% endfor %}",
        b"{% include 'x' %}",
        b"''.__class__",
    ),
    *(b"true", b"null", b"1970-01-01T00:00:00Z", b"= 2026-12-31T00:00:00Z", b"0x" + b"f" * 3_000),
)
#: How many changes a file gets at most; most get one.
MOST: Final = 6


def mutated(content: bytes, chance: Random) -> bytes:
    """A file with up to MOST changes, each to its bytes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, MOST))):
        content = chance.choice(CHANGES)(content, chance)
    return content


def _flipped(content: bytes, chance: Random) -> bytes:
    body = bytearray(content)
    for _ in range(chance.randint(1, 8) if body else 0):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _cut(content: bytes, chance: Random) -> bytes:
    start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
    return content[:start] + content[min(end, start + 4_000) :]


def _ended(content: bytes, chance: Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _inserted(content: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 50)) + content[at:]


def _overwritten(content: bytes, chance: Random) -> bytes:
    at, piece = chance.randint(0, len(content)), chance.choice(PIECES)
    return content[:at] + piece + content[at + len(piece) :]


def _repeated(content: bytes, chance: Random) -> bytes:
    start = chance.randint(0, len(content))
    piece = content[start : start + chance.randint(1, 300)]
    return content[:start] + piece * chance.choice((2, 3, 300)) + content[start:]


def _swapped(content: bytes, chance: Random) -> bytes:
    first, second, third = sorted(chance.randint(0, len(content)) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def _renumbered(content: bytes, chance: Random) -> bytes:
    """Another number in the place of one."""
    at = chance.randint(0, len(content))
    while at < len(content) and content[at : at + 1] not in b"0123456789":
        at += 1
    number = chance.choice((b"0", b"-1", b"65535", b"2147483648", b"9" * 30, b"1e308"))
    return content[:at] + number + content[at + 1 :]


Change = Callable[[bytes, Random], bytes]
CHANGES: Final[tuple[Change, ...]] = (
    _flipped,
    _cut,
    _ended,
    _inserted,
    _inserted,
    _overwritten,
    _repeated,
    _swapped,
    _renumbered,
)


def mutated_zip(content: bytes, chance: Random) -> bytes:
    """A workbook with changes in one or two of its parts, or now and then in the container."""
    if chance.random() < 0.1:
        return mutated(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), k=min(2, len(parts))):
        parts[name] = mutated(parts[name], chance)
    # Sheets matter most.
    sheets = [name for name in parts if "sheet" in name.lower()]
    if sheets:
        name = chance.choice(sheets)
        parts[name] = mutated(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def mutated_gzip(content: bytes, chance: Random) -> bytes:
    """A packed file with changes in what is packed, or in how."""
    if chance.random() < 0.5:
        return mutated(content, chance)
    try:
        return gzip.compress(mutated(gzip.decompress(content), chance), mtime=0)
    except (OSError, EOFError, zlib.error):
        return mutated(content, chance)


#: Kind → mutator, where it is not the bytes alone that change.
BY_KIND: Final[Mapping[str, Change]] = {
    "xlsx": mutated_zip,
    "xlsx export": mutated_zip,
    "gz": mutated_gzip,
}
