"""Extraction checks: files against what is on record of them, second extractions against first ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itakusaki.files.folding import key
from itakusaki.inquiry.looking import Judged, Viewpoint, all_of, meaning, remarked, shown
from itakusaki.inquiry.row_checks import no_rows
from itakusaki.model.inquiry import DeliveredFile, FileComparison, PointOutcome
from itakusaki.model.message import N_, Value
from itakusaki.model.record import Record

#: Digits of a digest that are enough to tell two apart on a page.
SHOWN_DIGITS = 12


def files_as_recorded(look: Viewpoint) -> Judged:
    """Every file was delivered, and has the hash and the lines that are on record; one that has not spoils all."""
    return all_of([_file(look, row) for row in look.rows]) if look.rows else no_rows(look)


def _file(look: Viewpoint, row: Record) -> Judged:
    name = row.text("file")
    if not name:
        text = N_("{row}: no file is named.")
        return remarked(PointOutcome.NOT_STATED, text, row, row=look.key(row))
    found = look.answer.files.get(key(name))
    if found is None:
        text = N_("{row}: {file} was not provided, so nothing could be compared.")
        return remarked(PointOutcome.NOT_STATED, text, row, row=look.key(row), file=name)
    if found.unread:
        text = N_("{row}: {file} could not be read; the data issues say why.")
        return remarked(PointOutcome.NOT_STATED, text, row, row=look.key(row), file=name)
    return all_of([_digest(look, row, found), _lines(look, row, found)])


def _digest(look: Viewpoint, row: Record, found: DeliveredFile) -> Judged:
    stated = key(row.text("sha256"))
    if not stated:
        text = N_("{row}: no SHA-256 is on record; the file delivered has {digest}…")
        said = {"row": look.key(row), "digest": found.sha256[:SHOWN_DIGITS]}
        return remarked(PointOutcome.NOT_STATED, text, row, **said)
    if stated == found.sha256:
        return shown()
    text = N_("{row}: on record is SHA-256 {stated}…, the file delivered has {digest}…")
    said = {
        "row": look.key(row), "stated": stated[:SHOWN_DIGITS], "digest": found.sha256[:SHOWN_DIGITS],
    }  # fmt: skip
    return remarked(PointOutcome.DIFFERS, text, row, **said)


def _lines(look: Viewpoint, row: Record, found: DeliveredFile) -> Judged:
    stated = row.number("lines")
    if stated is None or found.lines is None or stated == found.lines:
        return shown()
    text = N_("{row}: on record are {stated} lines, the file delivered has {lines}.")
    said: dict[str, Value] = {"row": look.key(row), "stated": int(stated), "lines": found.lines}
    return remarked(PointOutcome.DIFFERS, text, row, **said)


def repeated(look: Viewpoint) -> Judged:
    """Every extraction was made a second time by somebody else, with the same result."""
    firsts = {key(row.text("no")): row for row in look.rows if not row.text("repeats")}
    if not firsts:
        return no_rows(look)
    seconds = [row for row in look.rows if row.text("repeats")]
    parts = [_first(look, row, name, seconds) for name, row in firsts.items()]
    astray = [row for row in seconds if key(row.text("repeats")) not in firsts]
    return all_of([*parts, *(_astray(look, row) for row in astray)])


def _astray(look: Viewpoint, row: Record) -> Judged:
    text = N_("{row}: it repeats {first}, which is not listed as a first extraction.")
    said = {"row": look.key(row), "first": row.text("repeats")}
    return remarked(PointOutcome.DIFFERS, text, row, **said)


def _first(look: Viewpoint, first: Record, name: str, seconds: Sequence[Record]) -> Judged:
    own = [row for row in seconds if key(row.text("repeats")) == name]
    if not own:
        text = N_("{row}: no second extraction.")
        return remarked(PointOutcome.NOT_STATED, text, first, row=look.key(first))
    return all_of([part for row in own for part in _second(look, first, row)])


def _second(look: Viewpoint, first: Record, second: Record) -> Iterator[Judged]:
    yield _by_another(look, first, second)
    match meaning(second, "operates"):
        case "no":
            pass
        case "yes":
            text = N_("{row}: who extracted again operates the system.")
            yield remarked(PointOutcome.LACKING, text, second, row=look.key(second))
        case _:
            text = N_("{row}: whether who extracted again operates the system is not stated.")
            yield remarked(PointOutcome.NOT_STATED, text, second, row=look.key(second))
    yield _same_result(look, first, second)


def _by_another(look: Viewpoint, first: Record, second: Record) -> Judged:
    names = [key(row.text("extractor")) for row in (first, second)]
    said = {"first": look.key(first), "second": look.key(second)}
    if not all(names):
        text = N_("{first} and {second}: not stated who extracted.")
        return remarked(PointOutcome.NOT_STATED, text, first, second, **said)
    if names[0] == names[1]:
        text = N_("{first} and {second}: the same person extracted both times.")
        return remarked(PointOutcome.LACKING, text, first, second, **said)
    return shown()


def _same_result(look: Viewpoint, first: Record, second: Record) -> Judged:
    compared = look.answer.comparisons.get((key(first.text("no")), key(second.text("no"))))
    said = {"first": look.key(first), "second": look.key(second)}
    if compared is not None:
        return _compared(compared, first, second)
    digests = [key(row.text("sha256")) for row in (first, second)]
    if not all(digests):
        text = N_("{first} and {second}: without both files or both hashes nothing was compared.")
        return remarked(PointOutcome.NOT_STATED, text, first, second, **said)
    if digests[0] == digests[1]:
        return shown()
    text = N_("{first} and {second}: the hashes on record differ.")
    return remarked(PointOutcome.DIFFERS, text, first, second, **said)


def _compared(compared: FileComparison, first: Record, second: Record) -> Judged:
    said = {"first": compared.first, "second": compared.second}
    if compared.same_bytes:
        return shown()
    if compared.same_lines:
        text = N_("{first} and {second} hold the same lines; only their order or line ends differ.")
        return remarked(PointOutcome.SHOWN, text, first, second, **said)
    if compared.same_lines is None:
        text = N_("{first} and {second} differ in their bytes; their lines could not be compared.")
        return remarked(PointOutcome.DIFFERS, text, first, second, **said)
    text = N_(
        "{first} and {second} differ: {only_first} lines stand in the first only, {only_second} in the second only."
    )
    counts = {"only_first": compared.only_first, "only_second": compared.only_second}
    return remarked(PointOutcome.DIFFERS, text, first, second, **said, **counts)
