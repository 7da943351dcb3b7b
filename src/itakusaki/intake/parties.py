"""Parties: finding a processor of the ledger by code, corporate number or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from itakusaki.catalogue.names import CompanyName, Fold, company_name
from itakusaki.files.folding import code_key
from itakusaki.intake.ledger import digits
from itakusaki.model.corporate_number import has_form, is_valid
from itakusaki.model.party import Ledger

#: A processor by its code, and its name in one of the ledger's rows.
_Named = tuple[str, CompanyName]


class Parties:
    """The ledger's processors, looked up by whatever a workbook gives.

    `kinds` are the kinds of company that tell two of one name apart: spelling → kind.
    """

    def __init__(
        self,
        ledger: Ledger,
        company_key: Fold,
        kinds: Mapping[str, str],
        own: str = "",
    ) -> None:
        self.ledger = ledger
        #: The company that inspects itself, whose a questionnaire without a name is.
        self.own = own
        self._company_key = company_key
        self._kinds = kinds
        self._codes = {code_key(code): code for code in ledger.processors}
        self._numbers: dict[str, set[str]] = {}
        self._named: dict[str, list[_Named]] = {}
        for row in ledger.entrustments:
            if row.corporate_number:
                self._numbers.setdefault(row.corporate_number, set()).add(row.processor)
            called = (row.processor, company_name(row.name, kinds))
            self._named.setdefault(company_key(row.name), []).append(called)

    def by_code(self, code: str) -> str:
        """The processor of that code, "" where there is none."""
        return self._codes.get(code_key(code), "")

    def by_number(self, number: str) -> tuple[str, ...]:
        """The processors of a corporate number."""
        found = digits(number)
        return tuple(sorted(self._numbers.get(found, ()))) if has_form(found) else ()

    def by_name(self, name: str) -> tuple[str, ...]:
        """The processors called so, spaces, marks and a kind of company that one leaves out aside.

        Names that both give a kind of company must give the same at the same end. Of several, the
        one whose name agrees in its marks as well is meant.
        """
        wanted = company_name(name, self._kinds)
        found = [one for one in self._alike(name) if not one[1].is_apart(wanted)]
        exact = _codes(one for one in found if one[1].stem == wanted.stem)
        return exact if len(exact) == 1 else _codes(found)

    def nearly_by_name(self, name: str) -> tuple[str, ...]:
        """The processors told from a name only by the kind of company, or by where it stands."""
        return () if self.by_name(name) else _codes(self._alike(name))

    def is_others(self, number: str, processor: str) -> bool:
        """Whether a number is another company's than that processor.

        It is, where the ledger has it for another, or where both it and the ledger's are valid;
        beside a number with a slip in it nothing can be told.
        """
        found, own = digits(number), self._numbers_of(processor)
        if found in own or not has_form(found):
            return False
        return found in self._numbers or (is_valid(found) and self.has_valid_number(processor))

    def has_valid_number(self, processor: str) -> bool:
        """Whether the ledger gives the processor a corporate number that can be one."""
        return any(map(is_valid, self._numbers_of(processor)))

    def _numbers_of(self, processor: str) -> frozenset[str]:
        known = self.ledger.processors.get(processor)
        rows = known.entrustments if known else ()
        return frozenset(row.corporate_number for row in rows if row.corporate_number)

    def _alike(self, name: str) -> list[_Named]:
        folded = self._company_key(name)
        return self._named.get(folded, []) if folded else []


def _codes(named: Iterable[_Named]) -> tuple[str, ...]:
    return tuple(sorted({code for code, _ in named}))
