"""Files that no reader takes although a log may be in them: why, and what to ask for instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from itakusaki.exports.head import SIZE, FileForm, Head, suffix_of
from itakusaki.files.kind import kind_of
from itakusaki.files.text_file import TextFile
from itakusaki.files.wall import behind_wall
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.message import N_, Message

_SHEETS: Final = N_("a workbook of another program; save it as .xlsx or CSV")
_PACKED: Final = N_("an archive; unpack it into the folder")
_TRACE: Final = N_(
    "an event log of Windows in its own format; export it as CSV, as docs/evidence.md shows"
)
#: Endings of forms that are told by their names.
FORMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ods", "xlsb", "numbers", "mdb", "accdb"), _SHEETS),
    **dict.fromkeys(("zip", "7z", "rar", "tar", "tgz", "lzh", "bz2", "xz", "zst"), _PACKED),
    **dict.fromkeys(("evtx", "evt", "etl"), _TRACE),
}
_OLD: Final = "xls"
_OLD_FORM: Final = "itakusaki.exports.unreadable:old_form"
_HEADING_AND_ONE: Final = 2
#: Fields that are named.
_NAMED: Final = 12
_MARKUP: Final = re.compile(r"\s*<(?:!doctype html|html|table|\?xml|head|body|meta)", re.IGNORECASE)
#: A line of syslog: an own priority, or a time and a host, then the program.
_SYSLOG: Final = re.compile(
    r"^(?:<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+|\d{4}-\d\d-\d\dT\S+ \S+ \S+\[\d+\]:)",
    re.MULTILINE,
)


def form_unread(submission: Submission, file: EvidenceFile) -> Message | None:
    """Why a file of a form that no reader takes is not read; None where it is of none such.

    Raises:
        OSError, RefusedFileError: not even its first bytes can be read.
    """
    suffix = suffix_of(file.name)
    if suffix == _OLD:
        path = str(submission.root / file.place)
        return Message(behind_wall(_OLD_FORM, path, allowance=submission.allowance))
    text = FORMS.get(suffix)
    return Message(text) if text else None


def old_form(path: str) -> str:
    """What a file under the ending of an old workbook is, in a sentence's words; runs in the reader."""
    with Path(path).open("rb") as file:
        start = file.read(SIZE)
    if kind_of(start) == "text":
        if _MARKUP.match(TextFile(Path(path)).head(SIZE)):
            return N_("a web page that only bears the name of a workbook; save it as .xlsx or CSV")
        return N_("a text that only bears the name of a workbook; call it .csv")
    if kind_of(start) == "xlsx":
        return N_("a workbook under the ending of an older one; call it .xlsx")
    return N_("an old workbook (.xls); save it as .xlsx or CSV")


def content_unread(heads: Iterable[Head]) -> Message | None:
    """Why a text or table is not read as a log or list; None where all that can be said is its headings."""
    return next((why for head in heads if (why := _why(head))), None)


def says_nothing(head: Head) -> bool:
    """Whether a text or sheet holds a line at most that has a single cell filled: not even headings."""
    if head.kind is FileForm.PARQUET:
        return False
    filled = [cell for row in head.rows for cell in row if cell.strip()]
    return len(filled) <= 1


def _why(head: Head) -> Message | None:
    if head.kind is FileForm.JSON:
        fields = head.rows[0] if head.rows else ()
        if not head.array and len(head.rows) == _HEADING_AND_ONE:
            text = N_("JSON of one object with the fields {fields}, not of lines or of one list")
        else:
            text = N_("JSON whose fields are those of no known product: {fields}")
        return Message.of(text, fields=", ".join(fields[:_NAMED]) or "-")
    if head.kind is FileForm.TABLE and _SYSLOG.search("\n".join(head.lines)):
        return Message(
            N_(
                "lines of syslog, none of them of a program known; ask for that of sshd, or write a layout"
            )
        )
    return None
