"""Layouts: how a table in a workbook is laid out and named, for writing it and for reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from itakusaki.model.message import Words

#: The layout, of workbooks and of exports alike, that all others take what they do not name from.
STANDARD: Final = "standard"
#: Under this the scale `company` lists the kinds of company that tell no two companies apart.
ANY_COMPANY: Final = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entry of a drop-down; `grade` is the evidence grade it claims, where it is a kind of evidence.

    `aliases` are other words that it is met under.
    """

    id: str
    words: Words
    grade: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column (or a labelled field of a form): canonical name, type, headings it is met under.

    Types: text, number, date, list, yes_no, answer, choice. `flag` is set on a party where the
    cell says yes. `width` is in characters of the sheet's default font. A number that is a `period`
    is a limit of time, and may be given in days; a date that is `past` tells of what has been. What comes `first` stands first in
    a blank workbook; where a table has such columns, the others are optional and grouped. `also` are
    headings that are proposed for it where a ledger is taken over, and not read by themselves. An
    `unasked` column is read, but stands in no blank workbook.
    """

    name: str
    type: str
    heading: Words
    aliases: tuple[str, ...] = ()
    required: bool = False
    width: float = 14
    flag: str = ""
    unit: Words | None = None
    note: Words | None = None
    choices: tuple[Choice, ...] = ()
    entry: bool = False
    period: bool = False
    past: bool = False
    first: bool = False
    also: tuple[str, ...] = ()
    unasked: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """What its unit is called, in either language; none where it has no unit."""
        return (self.unit.ja, self.unit.en) if self.unit else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table under a heading row, found by its headings on any sheet.

    `sheet` None means any sheet; `key` are the columns that name a row. Where `enough` names
    columns, one of them suffices to read the table, though required ones are absent.
    """

    name: str
    sheet: Words | None
    aliases: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    enough: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that canonical name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Labelled fields beside one another, such as a cover."""

    name: str
    sheet: Words
    aliases: tuple[str, ...]
    fields: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All tables and forms of a kind of workbook, and what its cell values mean.

    `values` maps a scale ("answer", "yes_no") to meaning → spellings. `questions` maps the
    layout's own item ids to our control ids, where a customer's own sheet is read;
    `skip_sheets` are sheets that only repeat or explain.
    """

    name: str
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    prompts: tuple[str, ...]
    examples: tuple[str, ...]
    tables: Mapping[str, Table]
    forms: Mapping[str, Form]
    questions: Mapping[str, str]

    @property
    def company_forms(self) -> tuple[str, ...]:
        """The kinds of company (Ltd. and the like) that names are compared without."""
        forms = self.values.get("company", {}).values()
        return tuple(form for spellings in forms for form in spellings)

    @property
    def company_kinds(self) -> Mapping[str, str]:
        """The kinds of company that tell two of one name apart: spelling → kind."""
        kinds = self.values.get("company", {}).items()
        return {form: kind for kind, forms in kinds if kind != ANY_COMPANY for form in forms}

    skip_sheets: tuple[str, ...] = ()
