"""Layout data: a document's blocks as plain values, for layouts that are no Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from itakusaki.language.foreign_text import JAPANESE
from itakusaki.report.documents.blocks import (
    Alignment,
    ApprovalBoxes,
    ContentsBlock,
    DocumentBlock,
    HeadingBlock,
    ListBlock,
    NoteBlock,
    PageBreak,
    ParagraphBlock,
    PictureBlock,
    RuleBlock,
    RunningText,
    SignatureLines,
    TableBlock,
    TextRun,
    WritingSpace,
)
from itakusaki.report.documents.column_widths import column_widths, row_extent, stays_together
from itakusaki.report.documents.keeping import PageKeeping, keepings

#: The deepest headings that a table of contents names.
CONTENTS_LEVELS: Final = 2
#: A row that holds more than this many half-width signs may be cut by the end of a page.
_TALL: Final = 900
_Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutData:
    """Makes plain values of blocks, in a language and for a page of `room` half-width signs."""

    language: str
    room: int

    def of(self, blocks: Sequence[DocumentBlock]) -> list[_Data]:
        """Each block as a mapping with its `kind`; headings are numbered through, for links."""
        made = list(map(self._data, blocks, keepings(blocks, self.room)))
        headings = (data for data in made if data["kind"] == "heading")
        for number, heading in enumerate(headings, start=1):
            heading["number"] = number
        return made

    def _data(self, block: DocumentBlock, keeping: PageKeeping) -> _Data:
        match block:
            case HeadingBlock():
                return {"kind": "heading", "level": block.level, "text": self._runs(block.text)}
            case ParagraphBlock() | ListBlock():
                closes = isinstance(block, ParagraphBlock) and block.closes
                placed = {"leads": keeping.leads, "whole": keeping.whole, "closes": closes}
                return self._flow(block) | placed
            case NoteBlock():
                return {"kind": "note", "parts": [self._flow(part) for part in block.parts]}
            case TableBlock():
                return self._table(block)
            case PictureBlock():
                return self._picture(block)
            case _:
                return _plain(block)

    def _picture(self, block: PictureBlock) -> _Data:
        return {
            "kind": "picture",
            "svg": block.svg,
            "alt": block.alt,
            "width": block.width,
            "caption": self._caption(block),
        }

    def _caption(self, block: TableBlock | PictureBlock) -> Any:  # noqa: ANN401 - as _runs
        return self._runs((TextRun(text=block.caption),) if block.caption else ())

    def _flow(self, part: ParagraphBlock | ListBlock) -> _Data:
        if isinstance(part, ParagraphBlock):
            text = self._runs(part.text)
            return {"kind": "paragraph", "text": text, "alignment": part.alignment.value}
        return {
            "kind": "list",
            "is_ordered": part.is_ordered,
            "start": part.start,
            "items": [[self._flow(inner) for inner in item] for item in part.items],
        }

    def _table(self, block: TableBlock) -> _Data:
        return {
            "kind": "table",
            "caption": self._caption(block),
            "title": block.title,
            "head": [self._runs(cell) for cell in block.head],
            "rows": [self._row(block, row) for row in block.rows],
            "alignments": [self._place(alignment) for alignment in block.alignments],
            "widths": list(column_widths(block, self.room)),
            "lines": block.lines,
            "together": stays_together(block),
        }

    def _row(self, block: TableBlock, row: Sequence[RunningText]) -> _Data:  # noqa: ARG002 - others need it
        return {"cells": [self._runs(cell) for cell in row], "breaks": row_extent(row) > _TALL}

    def _place(self, alignment: Alignment) -> str:
        """Where a column stands, as a layout wants it said."""
        return alignment.value

    def _runs(self, text: RunningText) -> Any:  # noqa: ANN401 - as a layout wants it
        """Running text: a mapping for each run."""
        return [
            {"text": piece, "is_strong": run.is_strong, "lang": lang}
            for run in text
            for piece, lang in self.pieces(run.text)
        ]

    def pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """The text by language: what is Japanese in an English text is read aloud as such."""
        if self.language == "ja" or text.isascii():
            yield text, ""
            return
        at = 0
        for found in JAPANESE.finditer(text):
            if found.start() > at:
                yield text[at : found.start()], ""
            yield found[0], "ja"
            at = found.end()
        if at < len(text):
            yield text[at:], ""


def _plain(
    block: RuleBlock | PageBreak | ContentsBlock | ApprovalBoxes | SignatureLines | WritingSpace,
) -> _Data:
    """What holds no text of the document."""
    match block:
        case RuleBlock():
            return {"kind": "rule"}
        case PageBreak():
            return {"kind": "page"}
        case ContentsBlock():
            return {"kind": "contents", "depth": CONTENTS_LEVELS}
        case ApprovalBoxes():
            return {"kind": "approvals", "labels": list(block.labels)}
        case SignatureLines():
            return {"kind": "signature", "labels": list(block.labels)}
        case WritingSpace():
            return {"kind": "space", "lines": block.lines}
