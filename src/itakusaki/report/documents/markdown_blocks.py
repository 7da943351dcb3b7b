"""Markdown blocks: a document's text, filled in already, read as blocks.

What the grammar (docs/documents.md) does not know is refused with its line: it would be lost on the way
to Word or PDF. What comes from data was escaped before and is never anything but text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message
from itakusaki.report.documents import markdown_tables
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
from itakusaki.report.markdown_text import MAIL

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_STRONG: Final = "strong_mark"
_EMPHASIS: Final = "emphasis_mark"
_DIRECTIVE: Final = re.compile(r"<!--\s*(?P<name>[a-z]+)\s*(?::\s*(?P<value>.*?))?\s*-->\s*")
#: What in a cell may be more than text.
_MARKED: Final = re.compile(r"[\\`*\[<&]")
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIDE: Final = frozenset("WF")
#: Stands where a heading has nothing to say; an empty one is no heading in Word, and an error in PDF.
_NOTHING: Final = "－"
_DEEPEST: Final = 3

_UNKNOWN: Final = N_("documents do not know this: {what}")
_SKIPPED: Final = N_("a heading of level {level} follows one of level {before}")
_TOO_WIDE: Final = N_("a row of a table has more cells than its head")
_UNBALANCED: Final = N_("** is opened and not closed")
_MISPLACED: Final = N_("<!-- {name} --> stands before a paragraph or table it does not fit")


class DocumentTextError(ItakusakiError):
    """A document's text holds what documents do not know: a template of one's own is to be mended."""

    exit_code = 2

    def __init__(self, line: int, reason: Message) -> None:
        super().__init__(
            Message.of(
                N_("The text of the document cannot be laid out (line {line} of it): {reason}"),
                line=line,
                reason=reason,
            ),
            Message.of(N_("Correct the template of its wording in templates/documents.")),
        )
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hint:
    """A directive about the block that follows."""

    name: str
    line: int
    changes: Mapping[str, object]


_Piece: TypeAlias = "DocumentBlock | _Hint"
_Flow: TypeAlias = "ParagraphBlock | ListBlock"


@lru_cache(maxsize=2)
def blocks_of(text: str) -> tuple[DocumentBlock, ...]:
    """The blocks of a document's text, read once for all formats of it.

    Raises:
        DocumentTextError: it holds what documents do not know, or in a place where it cannot stand.
    """
    blocks = tuple(_hinted(_Reader(_parser().parse(text), text.split("\n")).pieces()))
    headings = sum(isinstance(block, HeadingBlock) for block in blocks)
    return tuple(
        block
        for block in blocks
        if not (isinstance(block, ContentsBlock) and headings < block.least)
    )


def directive(line: str) -> tuple[str, str] | None:
    """The name and value of the directive that a line is, None where it is none."""
    found = _DIRECTIVE.fullmatch(line.strip())
    return (found["name"], found["value"] or "") if found else None


def _hinted(pieces: Iterator[_Piece]) -> Iterator[DocumentBlock]:
    """The blocks, each changed by the directives before it."""
    waiting: list[_Hint] = []
    for piece in pieces:
        if isinstance(piece, _Hint):
            waiting.append(piece)
            continue
        for hint in waiting:
            piece = _changed(piece, hint)  # noqa: PLW2901 - the same block, as it is told to stand
        waiting.clear()
        yield piece
    for hint in waiting:
        raise DocumentTextError(hint.line, Message.of(_MISPLACED, name=hint.name))


def _changed(block: DocumentBlock, hint: _Hint) -> DocumentBlock:
    match block:
        case ParagraphBlock() if hint.changes.keys() <= {"alignment", "closes"}:
            return replace(block, **hint.changes)  # type: ignore[arg-type]
        case TableBlock() if _fits(block, hint):
            return replace(block, **hint.changes)  # type: ignore[arg-type]
        case PictureBlock() if "title" in hint.changes:
            return replace(block, **hint.changes)  # type: ignore[arg-type]
        case _:
            raise DocumentTextError(hint.line, Message.of(_MISPLACED, name=hint.name))


def _fits(table: TableBlock, hint: _Hint) -> bool:
    widths = hint.changes.get("widths")
    if isinstance(widths, tuple):
        return len(widths) == len(table.head)
    return hint.changes.keys() <= {"lines", "title"}


class _Reader:
    """Reads one document's tokens, from first to last."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str]) -> None:
        self._tokens, self._lines = tokens, lines
        self._at = 0
        self._line = 0
        self._level = 0

    def pieces(self) -> Iterator[_Piece]:
        """Blocks and directives, in order."""
        while self._at < len(self._tokens):
            yield self._piece(self._next())

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        if token.map:
            self._line = token.map[0] + 1
        return token

    def _until(self, closing: str) -> Iterator[Token]:
        while (token := self._next()).type != closing:
            yield token

    def _piece(self, token: Token) -> _Piece:
        match token.type:
            case "heading_open" if token.markup.startswith("#"):
                return self._heading(int(token.tag[1:]) - 1)
            case markdown_tables.TABLE:
                return self._table(token)
            case "blockquote_open":
                parts = (self._flow(inner, 1) for inner in self._until("blockquote_close"))
                return NoteBlock(parts=tuple(parts))
            case "hr":
                return RuleBlock()
            case "html_block":
                return self._directive(token.content.strip())
            case _:
                return self._flow(token, 1)

    def _flow(self, token: Token, depth: int) -> _Flow:
        """A paragraph or a list."""
        match token.type:
            case "paragraph_open":
                text = self._running_text()
                self._next()
                return ParagraphBlock(text=text)
            case "bullet_list_open" | "ordered_list_open" if depth <= _DEEPEST:
                start = token.attrs.get("start", 1)
                items = tuple(
                    self._item(depth) for _ in self._until(token.type.replace("open", "close"))
                )
                is_ordered = token.type.startswith("ordered")
                return ListBlock(is_ordered=is_ordered, start=int(start), items=items)
            case _:
                raise self._unknown(token.markup or token.content.strip() or token.type)

    def _item(self, depth: int) -> tuple[_Flow, ...]:
        """An item, which begins with a paragraph, be it an empty one."""
        parts = tuple(self._flow(inner, depth + 1) for inner in self._until("list_item_close"))
        begins = bool(parts) and isinstance(parts[0], ParagraphBlock)
        return parts if begins else (ParagraphBlock(text=()), *parts)

    def _heading(self, level: int) -> HeadingBlock:
        if not 1 <= level <= _DEEPEST:
            raise self._unknown("#" * (level + 1))
        if level > self._level + 1:
            reason = Message.of(_SKIPPED, level=level + 1, before=self._level + 1)
            raise DocumentTextError(self._line, reason)
        self._level = level
        text = self._running_text() or (TextRun(text=_NOTHING),)
        self._next()
        return HeadingBlock(level=level, text=text)

    def _table(self, table: Token) -> TableBlock:
        begins, lines = self._line, table.meta["rows"]
        alignments = tuple(map(_alignment, table.meta["alignments"]))
        rows = []
        for place, cells in enumerate(lines):
            # Between head and body stands the line of dashes.
            self._line = begins + place + (place > 0)
            if len(cells) > len(alignments):  # Markdown drops them without a word
                raise DocumentTextError(self._line, Message(_TOO_WIDE))
            blank = [""] * (len(alignments) - len(cells))
            rows.append(tuple(self._cell(cell) for cell in (*cells, *blank)))
        return TableBlock(head=rows[0], rows=tuple(rows[1:]), alignments=alignments, line=begins)

    def _cell(self, written: str) -> RunningText:
        if not _MARKED.search(written):
            return (TextRun(text=written),) if written else ()
        return self._runs_of(_parser().parseInline(written)[0])

    def _running_text(self) -> RunningText:
        """The text of the token that comes next."""
        return self._runs_of(self._next())

    def _runs_of(self, inline: Token) -> RunningText:
        text = _Text()
        for token in inline.children or ():
            match token.type:
                case "text" | "code_inline" if token.type == "text" or MAIL.fullmatch(
                    token.content
                ):
                    text.add(token.content)
                case "softbreak":
                    text.go_on()
                case "hardbreak":
                    text.add("\n")
                case "html_inline" if _LINE_BREAK.fullmatch(token.content):
                    text.add("\n")
                case "strong_mark":
                    text.toggle()
                case _:
                    raise self._unknown(token.markup or token.content or token.type)
        if text.is_strong:
            raise DocumentTextError(self._line, Message.of(_UNBALANCED))
        return text.runs()

    def _directive(self, written: str) -> _Piece:
        found = directive(written)
        made = found and _directive(*found, self._line)
        if not made:
            raise self._unknown(written.splitlines()[0])
        return made

    def _unknown(self, what: str) -> DocumentTextError:
        return DocumentTextError(self._line, Message.of(_UNKNOWN, what=what))


class _Text:
    """Running text that grows; pieces of one strength become one run."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, bool]] = []
        self._goes_on = False
        self.is_strong = False

    def add(self, text: str) -> None:
        if not text:
            return
        if self._goes_on:
            text = self._joint(text[0]) + text
            self._goes_on = False
        if self._runs and self._runs[-1][1] is self.is_strong:
            text = self._runs.pop()[0] + text
        self._runs.append((text, self.is_strong))

    def go_on(self) -> None:
        """A line ends here that goes on in the next."""
        self._goes_on = True

    def toggle(self) -> None:
        self.is_strong = not self.is_strong

    def runs(self) -> RunningText:
        return tuple(TextRun(text=text, is_strong=strong) for text, strong in self._runs)

    def _joint(self, after: str) -> str:
        before = self._runs[-1][0][-1] if self._runs else after
        wide = all(unicodedata.east_asian_width(sign) in _WIDE for sign in (before, after))
        return "" if wide or before == "\n" else " "


def _alignment(ruler: str) -> Alignment:
    """Where a column stands whose line of dashes this is."""
    if not ruler.endswith(":"):
        return Alignment.LEFT
    return Alignment.CENTRE if ruler.startswith(":") else Alignment.RIGHT


def _directive(name: str, value: str, line: int) -> _Piece | None:
    """What a directive stands for, None where there is no such."""
    make = _DIRECTIVES.get(name)
    if make is None:
        return None
    try:
        return make(value, line)
    except ValueError:
        return None


def _bare(piece: _Piece, value: str) -> _Piece:
    if value:
        raise ValueError(value)
    return piece


def _labels(value: str) -> tuple[str, ...]:
    labels = tuple(label.strip() for label in value.split("|"))
    if not all(labels):
        raise ValueError(value)
    return labels


def _name(value: str) -> str:
    if not value:
        raise ValueError(value)
    return value


def _count(value: str) -> int:
    count = int(value)
    if count < 1:
        raise ValueError(value)
    return count


def _aligned(name: str, alignment: Alignment) -> Callable[[str, int], _Piece]:
    return lambda value, line: _bare(
        _Hint(name=name, line=line, changes={"alignment": alignment}), value
    )


_DIRECTIVES: Final[Mapping[str, Callable[[str, int], _Piece]]] = {
    "page": lambda value, _: _bare(PageBreak(), value),
    "contents": lambda value, _: ContentsBlock(least=_count(value) if value else 0),
    "approvals": lambda value, _: ApprovalBoxes(labels=_labels(value)),
    "signature": lambda value, _: SignatureLines(labels=_labels(value)),
    "picture": lambda value, line: PictureBlock(name=_name(value), line=line),
    "space": lambda value, _: WritingSpace(lines=_count(value)),
    "right": _aligned("right", Alignment.RIGHT),
    "centre": _aligned("centre", Alignment.CENTRE),
    "closes": lambda value, line: _bare(
        _Hint(name="closes", line=line, changes={"closes": True}), value
    ),
    "widths": lambda value, line: _Hint(
        name="widths", line=line, changes={"widths": tuple(map(_count, value.split()))}
    ),
    "caption": lambda value, line: _Hint(
        name="caption", line=line, changes={"title": _name(value)}
    ),
    "rows": lambda value, line: _Hint(name="rows", line=line, changes={"lines": _count(value)}),
}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only documents need it

    parser = MarkdownIt("commonmark").disable("emphasis")
    markdown_tables.read_tables(parser)
    parser.inline.ruler.before("emphasis", _STRONG, _strong)
    return parser


def _strong(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's way of calling
    """Two asterisks set text apart whatever stands beside them.

    CommonMark's own rule leaves **（注）**の unmarked, for it looks for spaces between words; what data
    hold of asterisks is escaped and does not come here.
    """
    if state.src[state.pos] != "*":
        return False
    is_strong = state.src.startswith("**", state.pos)
    if not silent:
        token = state.push(_STRONG if is_strong else _EMPHASIS, "", 0)
        token.markup = "*"
    state.pos += 2 if is_strong else 1
    return True
