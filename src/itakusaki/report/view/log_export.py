"""Logs as shown: each file that was read with its numbers, and the seals of evidence packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itakusaki.model.message import N_, Message
from itakusaki.model.retest import PackSeal, ReadExport
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.log_result import minute, place, short

MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """A file (or sheet) that was read as a log or list: what is in it, and what was not usable."""

    title: str
    file: str
    sheet: str
    place: str
    layout: str
    rows: str
    duplicates: str
    put_aside: str
    kept: str
    numbers: tuple[int, int, int, int]
    first: str
    last: str
    cut: bool
    zone: str
    encoding: str
    remarks: tuple[str, ...]
    digest: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealView:
    """An evidence pack's signature: `css` is the look of the word on it."""

    file: str
    fingerprint: str
    word: str
    css: str
    says: str
    made_on: str
    tool_version: str
    sha256: str
    valid: bool
    known: bool


def export_row(context: ViewContext, read: ReadExport) -> ExportRow:
    """A file that was read."""
    zone = N_("stated in the file") if read.zone_stated else N_("as set by the client")
    return ExportRow(
        title=context.pick(read.title),
        file=read.file.path,
        sheet=read.sheet,
        place=place(read),
        layout=context.pick(read.layout),
        rows=f"{read.rows:,}",
        duplicates=f"{read.duplicates:,}",
        put_aside=f"{read.put_aside:,}",
        kept=f"{read.kept:,}",
        numbers=(read.rows, read.duplicates, read.put_aside, read.kept),
        first=minute(read.first_at),
        last=minute(read.last_at),
        cut=read.cut,
        zone=context.say(Message(zone)) if read.first_at else "",
        encoding=read.encoding,
        remarks=tuple(_remarks(context, read)),
        digest=short(read),
        sha256=read.file.sha256,
    )


def _remarks(context: ViewContext, read: ReadExport) -> Iterator[str]:
    if read.cut:
        yield context.say(Message(N_("It ends in mid-row: later lines are missing.")))
    if read.first_at and not read.zone_stated:
        yield context.say(Message(N_("It states no time zone; read as the client's setting.")))
    ignored = read.ignored_columns
    if ignored:
        named = context.translator.joined(ignored[:MOST_COLUMNS])
        text = N_("Columns not used: {columns}")
        if len(ignored) > MOST_COLUMNS:
            text = N_("Columns not used: {columns} and {count} more")
        more = len(ignored) - MOST_COLUMNS
        yield context.say(Message.of(text, columns=named, count=more))


BROKEN = N_(
    "The signature does not hold: the pack was changed after it was signed, or damaged. None of it was used. Ask the processor for the pack again, and how it came to differ."
)
STRANGE = N_(
    "The signature holds, but the key is not one that the client has written down for this processor. Have the fingerprint confirmed by another way than the pack came, then enter it in itakusaki.toml."
)
SOUND = N_("The signature holds, and the key is the one the client has written down.")


def seal_view(context: ViewContext, seal: PackSeal) -> SealView:
    """The seal of a pack, with what it means."""
    word, css, says = N_("Invalid"), "w-error", BROKEN
    if seal.valid:
        word, css, says = N_("Valid, key not known"), "w-warning", STRANGE
    if seal.valid and seal.known:
        word, css, says = N_("Valid, key known"), "o-consistent", SOUND
    return SealView(
        file=seal.file.path,
        fingerprint=seal.fingerprint,
        word=context.say(Message(word)),
        css=css,
        says=context.say(Message(says)),
        made_on=seal.made_on,
        tool_version=seal.tool_version,
        sha256=seal.file.sha256,
        valid=seal.valid,
        known=seal.known,
    )
