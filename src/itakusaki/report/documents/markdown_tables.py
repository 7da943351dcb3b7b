"""Markdown tables: a table's lines as cells of text, in one look at each line.

The parser's own rule looks at every sign and makes five tokens of each cell, most of which hold nothing but
text: of a thousand rows that took most of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

#: The kind of token that a table is; its meta hold `alignments` as written (:---:) and `rows` of cells.
TABLE: Final = "table_lines"
_BLANK: Final = " \t"
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_RULER: Final = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*(?:\s*:?-+:?\s*)?")
#: Whatever may begin a block in the midst of a table's lines, as after a quotation.
_ENDS: Final = "blockquote"
#: A rule that is asked so only says whether it would apply.
_SILENT: Final = True


def read_tables(parser: MarkdownIt) -> None:
    """Make a parser read tables so."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.enable("table")


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's way of calling
    """A head, a line of dashes with as many columns, and what follows up to another block."""
    if first + 2 > end or state.is_code_block(first):
        return False
    ruler = _line(state, first + 1)
    if "|" not in ruler or not _RULER.fullmatch(ruler):
        return False
    head, alignments = cells(_line(state, first)), cells(ruler)
    if "|" not in _line(state, first) or len(head) != len(alignments):
        return False
    if silent:
        return True
    rows = [head, *(cells(_line(state, at)) for at in _body(state, first + 2, end))]
    token = state.push(TABLE, "", 0)
    token.map = [first, first + 1 + len(rows)]
    token.meta = {"alignments": alignments, "rows": rows}
    token.markup = "|"
    state.line = first + 1 + len(rows)
    return True


def _body(state: StateBlock, at: int, end: int) -> Iterator[int]:
    others = state.md.block.ruler.getRules(_ENDS)
    while at < end and (line := _line(state, at)) and state.sCount[at] >= state.blkIndent:
        # No other block begins with an upright.
        if line[0] != "|" and (
            state.is_code_block(at) or any(begins(state, at, end, _SILENT) for begins in others)
        ):
            return
        yield at
        at += 1


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].strip(_BLANK)


def cells(line: str) -> list[str]:
    """The cells of a line, an escaped upright in them plain."""
    found = _CELL_END.split(line.removeprefix("|"))
    if len(found) > 1 and not found[-1]:
        found.pop()
    return [cell.strip(_BLANK).replace("\\|", "|") for cell in found]
