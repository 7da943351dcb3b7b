"""Mentions: which of some names stand in a file, wherever in it, read behind the wall.

Looked through are texts, also as mails, pages and programs write them, and every part of Office files:
hidden sheets, comments, properties, what is embedded. Two pieces that stand side by side are read as
one, so a name cut by formatting is found; what is found is for a person to look at.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias
from urllib.parse import unquote

from itakusaki.files.archive import Limits, opened_archive, part_content
from itakusaki.files.encoding import decoded
from itakusaki.files.folding import key
from itakusaki.files.kind import kind_of
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.files.workbook import opened_workbook
from itakusaki.model.allowance import MEGABYTE, Allowance

#: What a file may come to when unpacked.
LIMITS: Final = Limits(unpacked=256 * MEGABYTE, area=20_000_000)
#: How deep files within files are looked into.
_DEEPEST: Final = 3
_READ: Final = "itakusaki.files.mentions:read"
_OFFICE: Final = "[Content_Types].xml"
_MARKUP: Final = (".xml", ".rels", ".vml")
_TAG: Final = re.compile(r"<[^<>]*>")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
#: The bytes that switch a mail or an old log to kanji in ISO-2022-JP.
_TO_KANJI: Final = (b"\x1b$B", b"\x1b$@")
_MAIL: Final = re.compile(
    rb"^(?:MIME-Version|Content-Transfer-Encoding):", re.MULTILINE | re.IGNORECASE
)
#: Texts by their bytes, whose words stand in codes of their own.
_CODED: Final = (b"%PDF", b"{\\rtf")
#: Parts of an Office file that hold pictures; the thumbnail shows but the file itself.
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_THUMBNAIL: Final = "thumbnail"
_MACROS: Final = "vbaproject.bin"
_EMBEDDED: Final = "embeddings"
#: Kanji that companies write in an old form or the new one, each with its new one.
_FORMS: Final = (
    "髙高",
    "﨑崎",
    "嵜崎",
    "德徳",
    "邉辺",
    "邊辺",
    "齋斉",
    "齊斉",
    "斎斉",
    "澤沢",
    "濵浜",
    "濱浜",
    "國国",
    "廣広",
    "櫻桜",
    "眞真",
    "瀨瀬",
    "澁渋",
    "榮栄",
    "惠恵",
    "實実",
    "會会",
    "關関",
    "鐵鉄",
    "寶宝",
    "豐豊",
    "龍竜",
    "瀧滝",
    "嶋島",
    "嶌島",
    "冨富",
    "禮礼",
    "應応",
    "學学",
    "藝芸",
    "圓円",
    "黑黒",
    "顯顕",
    "緖緒",
)
_OLD_FORMS: Final = {ord(old): new for old, new in _FORMS}

#: A text of a file; None stands for a part that cannot be looked through.
Piece: TypeAlias = str | None


def names_in(
    file: Path | bytes, names: Sequence[str], allowance: Allowance
) -> tuple[str, ...] | None:
    """Those of the names that stand in a file, by path or as its bytes, in their order.

    None where it cannot be looked through.
    """
    given = file if isinstance(file, bytes) else str(file)
    try:
        found: tuple[str, ...] | None = behind_wall(_READ, given, tuple(names), allowance=allowance)
    except (RefusedFileError, OSError):
        return None
    return found


def mentioned(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that stand in a text, whatever their width, case, spaces and form of kanji."""
    folded = _folded(text)
    return tuple(name for name in names if _folded(name) in folded)


def _folded(text: str) -> str:
    return key(text).translate(_OLD_FORMS)


def read(file: str | bytes, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """What `names_in` asks for, in the reader's process.

    Raises:
        RefusedFileError: the file is damaged, protected or too large.
        OSError: it is out of reach.
    """
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    seen: set[str] = set()
    is_whole = True
    for piece in _pieces(data, _DEEPEST):
        is_whole = is_whole and piece is not None
        seen.update(mentioned(piece or "", names))
    if not seen and not is_whole:
        return None
    return tuple(name for name in names if name in seen)


def _pieces(data: bytes, deep: int) -> Iterator[Piece]:
    """The texts of a file; files within it are looked into so many levels down."""
    match kind_of(data) if deep else "":
        case "text":
            yield from _told(data, deep)
        case "xlsx":
            yield from _office_parts(data, deep)
        case "xls":
            yield from _raw(data)
            yield from _cells(data)
        case _:
            yield None


def _told(data: bytes, deep: int) -> Iterator[Piece]:
    """A text as it stands and as programs write one: escapes, entities, addresses, mails."""
    if any(sign in data for sign in _TO_KANJI):
        yield data.decode("iso2022_jp_ext", "ignore")
    if data.lstrip().startswith(_CODED):
        yield None
    if _MAIL.search(data):
        yield from _mail(data, deep)
    found = decoded(data)
    if found is None:
        yield None
        return
    yield found.text
    plain = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), html.unescape(found.text))
    yield _TAG.sub("", plain)
    if "%" in plain:
        yield unquote(plain)


def _mail(data: bytes, deep: int) -> Iterator[Piece]:
    """Heads, texts and attachments of a mail."""
    for part in message_from_bytes(data, policy=policy.default).walk():
        yield _heads(part)
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield from _mail_part(content, part.get_content_charset(""), deep)


def _heads(part: Message) -> Piece:
    """The heads of a part, their own escapes undone; None where the library cannot."""
    try:
        return "\n".join(map(str, part.values()))
    except (ValueError, LookupError, AttributeError, TypeError):
        return None


def _mail_part(content: bytes, charset: str, deep: int) -> Iterator[Piece]:
    if charset:
        try:
            yield content.decode(charset, "ignore")
        except LookupError:
            yield None
    yield from _pieces(content, deep - 1)


def _office_parts(data: bytes, deep: int) -> Iterator[Piece]:
    """The texts of an Office file; a zip of other things would have to be unpacked."""
    source = io.BytesIO(data)
    archive = opened_archive(source, LIMITS)
    if _OFFICE not in archive.namelist():
        yield None
        return
    for part in archive.infolist():
        content = part_content(source, part, LIMITS.unpacked)
        if content is None:
            raise RefusedFileError("damaged")
        yield from _office_part(PurePosixPath(part.filename.lower()), content, deep)


def _office_part(name: PurePosixPath, content: bytes, deep: int) -> Iterator[Piece]:
    if name.suffix in _MARKUP or name.name.endswith(_MARKUP):
        found = decoded(content)
        marked = html.unescape(found.text if found else content.decode("utf-8", "replace"))
        yield _TAG.sub("", marked)
        # What stands within tags: names of sheets, targets of links.
        yield marked
    elif name.suffix in _PICTURES:
        if name.stem != _THUMBNAIL:
            yield None
    elif kind_of(content) == "xlsx":
        yield from _pieces(content, deep - 1)
    else:
        yield from _raw(content)
        if name.name == _MACROS or _EMBEDDED in name.parts:
            yield None


def _raw(data: bytes) -> Iterator[str]:
    """Whatever texts stand in bytes without form, in the two encodings Office writes them in."""
    for start in (0, 1):
        yield data[start:].decode("utf-16-le", "ignore")
    yield data.decode("cp932", "ignore")


def _cells(data: bytes) -> Iterator[str]:
    book = opened_workbook(io.BytesIO(data), None)
    for sheet in book.sheets():
        yield sheet.name
        rows = book.cells(sheet.name).rows() if sheet.has_cells else []
        yield "\n".join(str(value) for row in rows for value in row)
