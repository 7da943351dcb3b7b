"""Entry rules: what may be typed into a cell, as Excel's data validation, with a hint and an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.catalogue.layout import Column
from itakusaki.forms import scale
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

#: Longer lists, and lists whose entries hold a comma, stand on this hidden sheet.
LIST_SHEET = "_lists"
LONGEST_LIST = 255
LONGEST_TITLE = 32
LONGEST_TEXT = 255
FIRST_DAY, LAST_DAY = "DATE(1950,1,1)", "DATE(2100,12,31)"

PICK = Message.of(N_("Please choose an entry of the list."))
DATE = Message.of(N_("Please enter a date, e.g. 2026/12/31."))
NUMBER = Message.of(
    N_("Please enter a number of 0 or more, digits only. Leave it blank if it is not known.")
)
GRADE = Message.of(N_("Please enter a grade from 0 to 4, or leave it blank."))
PERIOD_HINT = Message.of(
    N_("Hours as a number. A clause in days as it stands, e.g. “5 days”, not multiplied by 24.")
)
CORPORATE = Message.of(N_("A corporate number has 13 digits."))
LIST_HINT = Message.of(N_("Separate several entries with commas."))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """What Excel accepts in a cell; `strict` refuses anything else, otherwise it only hints."""

    type: str | None
    formula: str = ""
    upper: str = ""
    operator: str | None = None
    error: str = ""
    title: str = ""
    hint: str = ""
    strict: bool = True

    def validation(self) -> DataValidation:
        """The rule in openpyxl's terms."""
        return DataValidation(
            type=self.type,  # type: ignore[arg-type]
            operator=self.operator,  # type: ignore[arg-type]
            formula1=self.formula or None,
            formula2=self.upper or None,
            allow_blank=True,
            showErrorMessage=bool(self.error),
            errorStyle="stop" if self.strict else "warning",
            error=self.error[:LONGEST_TEXT] or None,
            errorTitle=self.title[:LONGEST_TITLE] or None,
            showInputMessage=bool(self.hint),
            prompt=self.hint[:LONGEST_TEXT] or None,
            promptTitle=self.title[:LONGEST_TITLE] or None if self.hint else None,
        )


@dataclass(slots=True)
class Lists:
    """The lists that drop-downs offer; those too long for a formula are kept on a hidden sheet."""

    kept: list[tuple[str, ...]] = field(default_factory=list)

    def formula(self, entries: Sequence[str]) -> str:
        """What a drop-down's rule says to offer these entries."""
        joined = ",".join(entries)
        awkward = any(sign in entry for entry in entries for sign in ',"')
        if len(joined) <= LONGEST_LIST and not awkward:
            return f'"{joined}"'
        wanted = tuple(entries)
        if wanted not in self.kept:
            self.kept.append(wanted)
        letter = get_column_letter(self.kept.index(wanted) + 1)
        return f"{LIST_SHEET}!${letter}$1:${letter}${len(wanted)}"

    def write(self, book: Workbook) -> None:
        """Add the hidden sheet, if any list needs it."""
        if not self.kept:
            return
        page = book.create_sheet(LIST_SHEET)
        page.sheet_state = "hidden"
        for column, entries in enumerate(self.kept, start=1):
            for row, entry in enumerate(entries, start=1):
                page.cell(row, column).value = entry
                page.cell(row, column).data_type = "s"


@dataclass(frozen=True, slots=True)
class RuleMaker:
    """Makes entry rules in one language."""

    translator: Translator
    lists: Lists

    def of(self, column: Column) -> EntryRule | None:
        """The rule of a column, by its type; None where anything may stand."""
        title, hint = self.translator.pick(column.heading), self._hint(column)
        if column.name == "grade":
            return self.grade(title, hint)
        if column.type == "answer":
            return self.listed(scale.answers(self.translator), title, hint)
        if column.choices:
            return self.listed(scale.choices(column, self.translator), title, hint)
        return self.typed("period" if column.period else column.type, title, hint)

    def typed(self, kind: str, title: str, hint: str = "") -> EntryRule | None:
        """The rule of a type that needs nothing else: yes_no, number, period, date or list."""
        if kind == "yes_no":
            return self.listed(scale.yes_no(self.translator), title, hint)
        if kind == "number":
            return EntryRule(
                type="decimal", operator="greaterThanOrEqual", formula="0",
                error=self.translator.say(NUMBER), title=title, hint=hint,
            )  # fmt: skip
        if kind == "date":
            return EntryRule(
                type="date", operator="between", formula=FIRST_DAY, upper=LAST_DAY,
                error=self.translator.say(DATE), title=title, hint=hint,
            )  # fmt: skip
        if kind == "list":
            hint = hint or self.translator.say(LIST_HINT)
        if kind == "period":
            hint = hint or self.translator.say(PERIOD_HINT)
        return EntryRule(type=None, title=title, hint=hint) if hint else None

    def listed(
        self, entries: Sequence[str], title: str, hint: str = "", *, strict: bool = True
    ) -> EntryRule:
        """A drop-down; one that is not strict only suggests."""
        return EntryRule(
            type="list",
            formula=self.lists.formula(entries),
            error=self.translator.say(PICK) if strict else "",
            title=title,
            hint=hint,
            strict=strict,
        )

    def grade(self, title: str, hint: str = "") -> EntryRule:
        """A grade of evidence, 0 to 4."""
        return EntryRule(
            type="whole", operator="between", formula="0", upper="4",
            error=self.translator.say(GRADE), title=title, hint=hint,
        )  # fmt: skip

    def corporate_number(self, title: str, cell: str, hint: str = "") -> EntryRule:
        """Thirteen digits; foreign companies have none, so it only asks back."""
        return EntryRule(
            type="custom", formula=f"AND(LEN({cell})=13,ISNUMBER(VALUE({cell})))",
            error=self.translator.say(CORPORATE), title=title, hint=hint, strict=False,
        )  # fmt: skip

    def _hint(self, column: Column) -> str:
        return self.translator.pick(column.note) if column.note else ""


@dataclass(slots=True)
class Attached:
    """The rules of one sheet, each written once for all its cells."""

    page: Worksheet
    made: dict[EntryRule, DataValidation] = field(default_factory=dict)

    def add(self, cell: Cell, rule: EntryRule | None) -> None:
        """Put a cell under a rule."""
        if rule is None:
            return
        if rule not in self.made:
            self.made[rule] = rule.validation()
            self.page.add_data_validation(self.made[rule])
        # Not its own add, which looks through all cells before for each: a ledger has 100,000.
        self.made[rule].sqref.ranges.add(CellRange(cell.coordinate))
