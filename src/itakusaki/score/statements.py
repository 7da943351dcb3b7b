"""Statements: whose own word stands in a cell, the client's or the party's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from itakusaki.model.party import Duty
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The files that hold each side's statements, and the cells in which an auditor spoke on a side's answer.

    The ledger, the clauses and the register of approvals are the client's; a lower tier's own
    workbook is neither side's.
    """

    party: Duty
    clients: frozenset[str]
    own: frozenset[str]
    reviewed: dict[CellRef, Duty]

    @classmethod
    def of(cls, case_file: CaseFile) -> Statements:
        """Where each side has its say about one processor."""
        papers = (
            *(entrustment.at for entrustment in case_file.dossier.ledger.entrustments),
            *(clause.at for clause in case_file.clauses),
            *(approval.at for approval in case_file.approvals),
        )
        checks = (questionnaire.file for questionnaire in case_file.client_checks)
        reads = case_file.examination.reads if case_file.examination else ()
        own = [read.file.path for read in reads]
        if case_file.own:
            own.append(case_file.own.file)
        return cls(
            party=case_file.party,
            clients=frozenset((*checks, *(at.file for at in papers))),
            own=frozenset(own),
            reviewed={review.at: review.side for review in case_file.reviews},
        )

    def sides(self, cells: Iterable[CellRef]) -> tuple[Duty, ...]:
        """Whose statements stand in the cells; the party's where that cannot be told."""
        found = {side for cell in cells for side in self._of(cell)}
        return tuple(side for side in (Duty.CLIENT, self.party) if side in found) or (self.party,)

    def _of(self, cell: CellRef) -> Iterable[Duty]:
        if cell in self.reviewed:
            yield self.reviewed[cell]
        elif cell.file in self.own:
            yield self.party
        elif cell.file in self.clients:
            yield Duty.CLIENT
