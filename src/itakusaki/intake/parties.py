"""Parties: finding a processor of the ledger by code, corporate number or name."""

from __future__ import annotations

from itakusaki.catalogue.names import Fold
from itakusaki.files.folding import code_key
from itakusaki.intake.ledger import digits
from itakusaki.model.party import Ledger

CORPORATE_NUMBER_DIGITS = 13


class Parties:
    """The ledger's processors, looked up by whatever a workbook gives."""

    def __init__(self, ledger: Ledger, company_key: Fold, own: str = "") -> None:
        self.ledger = ledger
        #: The company that inspects itself, whose a questionnaire without a name is.
        self.own = own
        self._company_key = company_key
        self._codes = {code_key(code): code for code in ledger.processors}
        self._numbers: dict[str, set[str]] = {}
        self._folded: dict[str, set[str]] = {}
        for row in ledger.entrustments:
            if row.corporate_number:
                self._numbers.setdefault(row.corporate_number, set()).add(row.processor)
            self._folded.setdefault(company_key(row.name), set()).add(row.processor)

    def by_code(self, code: str) -> str:
        """The processor of that code, "" where there is none."""
        return self._codes.get(code_key(code), "")

    def by_number(self, number: str) -> tuple[str, ...]:
        """The processors of a corporate number."""
        found = digits(number)
        whole = len(found) == CORPORATE_NUMBER_DIGITS
        return tuple(sorted(self._numbers.get(found, ()))) if whole else ()

    def by_name(self, name: str) -> tuple[str, ...]:
        """The processors called so, legal form and spaces aside."""
        folded = self._company_key(name)
        return tuple(sorted(self._folded.get(folded, ()))) if folded else ()
