"""Blocks: a document's text as every writer lays it out, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Alignment(StrEnum):
    """Where a paragraph or a column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """A piece of running text; a newline in it begins a new line within the paragraph."""

    text: str
    is_strong: bool = False


RunningText: TypeAlias = tuple[TextRun, ...]


def plain(text: RunningText) -> str:
    """Running text without what sets parts of it apart."""
    return "".join(run.text for run in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    """A heading of level 1 to 3."""

    level: int
    text: RunningText


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphBlock:
    """A paragraph; one that closes what it follows never stands on a page alone.

    At the right (以上) it does so without being told to.
    """

    text: RunningText
    alignment: Alignment = Alignment.LEFT
    closes: bool = False

    @property
    def is_end(self) -> bool:
        """Whether it belongs to what it follows."""
        return self.closes or self.alignment is Alignment.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A list, with bullets or with numbers from `start`; an item is paragraphs and lists."""

    is_ordered: bool
    start: int
    items: tuple[tuple[ParagraphBlock | ListBlock, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBlock:
    """A note in a frame."""

    parts: tuple[ParagraphBlock | ListBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table with one row of headings; every row has as many cells as there are headings.

    `widths` are the columns' shares of the width, empty where the writer decides; `lines` is how many
    lines high a row is at least. `title` is what its author calls it, `line` where it stands in the text;
    `caption` is printed, and holds `number`.
    """

    head: tuple[RunningText, ...]
    rows: tuple[tuple[RunningText, ...], ...]
    alignments: tuple[Alignment, ...]
    widths: tuple[int, ...] = ()
    lines: int = 1
    title: str = ""
    line: int = field(default=0, compare=False)
    number: int = 0
    caption: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is a form: rows, and nothing in them yet."""
        return bool(self.rows) and not any(plain(cell).strip() for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBlock:
    """A thin line across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """The beginning of a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsBlock:
    """A table of contents of the headings of level 1 and 2, where there are at least so many."""

    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalBoxes:
    """Boxes for stamps."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLines:
    """Lines to sign on."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingSpace:
    """An empty frame of so many lines, to write in."""

    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    """A picture: asked for by name in the text, drawn once the front matter is known.

    `svg` is "" where it could not be drawn; then `alt` stands in its place. `width` is in mm. `title` is
    what its author calls it; `caption` is printed, and holds `number`.
    """

    name: str
    line: int
    svg: str = ""
    alt: str = ""
    width: int = 0
    title: str = ""
    number: int = 0
    caption: str = ""


DocumentBlock: TypeAlias = (
    HeadingBlock
    | ParagraphBlock
    | ListBlock
    | NoteBlock
    | TableBlock
    | RuleBlock
    | PageBreak
    | ContentsBlock
    | ApprovalBoxes
    | SignatureLines
    | WritingSpace
    | PictureBlock
)
