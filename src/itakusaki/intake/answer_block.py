"""Answer blocks: a table of answers or clauses in a book, and where in its rows each cell stands."""

from __future__ import annotations

from itakusaki.files.workbook import Cell
from itakusaki.intake.recognise import Recognised
from itakusaki.tabular.blocks import Block, Row
from itakusaki.tabular.cell_text import raw_text


class AnswerBlock:
    """A block with what gives the cells of its rows, looked up once for all of them.

    Each cell is "" where its column is absent.
    """

    __slots__ = (
        "_unit",
        "_units",
        "answer",
        "block",
        "comment",
        "evidence",
        "evidence_kind",
        "exceptions",
        "found",
        "grade",
        "has_comments",
        "has_hidden_rows",
        "objection",
        "question",
        "scope",
        "since",
    )

    def __init__(self, found: Recognised, block: Block) -> None:
        scan = block.sheet.scan
        self.found, self.block = found, block
        self.has_hidden_rows, self.has_comments = bool(scan.hidden_rows), bool(scan.comments)
        self._units = block.units.get("answer", "")
        self._unit = block.reader("unit")
        self.question = block.reader("question")
        self.answer = block.reader("answer")
        self.scope = block.reader("scope")
        self.exceptions = block.reader("exceptions")
        self.since = block.reader("since")
        self.comment = block.reader("comment")
        self.objection = block.reader("objection")
        self.evidence = block.reader("evidence")
        self.evidence_kind = block.reader("evidence_kind")
        self.grade = block.reader("grade")

    def given_unit(self, row: Row) -> str:
        """What a number in the row is said to be counted in: beside it, or in the heading of all."""
        cell: Cell = self._unit(row)
        return ("" if cell == "" else raw_text(cell)) or self._units
