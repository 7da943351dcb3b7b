"""Normalising: what a cell means, read by the spellings that a layout lists.

Every reader gives the value, None for an empty cell, or an `UnreadCell` that says why not; none raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from itakusaki.catalogue.layout import Choice, Column, Layout
from itakusaki.catalogue.names import name_fold
from itakusaki.files.folding import fold, key
from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import LONGEST, Reading, UnreadCell, refused, turned
from itakusaki.intake.days import Days
from itakusaki.intake.lists import ListCells
from itakusaki.intake.numbers import Numbers
from itakusaki.intake.periods import Period, Periods
from itakusaki.intake.wording import Wording
from itakusaki.model.answer import AnswerValue
from itakusaki.model.message import N_
from itakusaki.tabular.cell_text import raw_text

# Signs that decorate a prompt, as in 【選択してください】 or ▼選択.
_DECORATION: Final = "()[]<>-:*. \u2026\u3010\u3011\u3008\u3009\u300a\u300b\u300c\u300d\u2015\u25bc\u25bd\u2193\u3002\u30fb\u203b"
_OPENING: Final = "([<\uff08\uff3b\uff1c\u3010\u3008 \u3000"
#: Spellings remembered at most, so that memory stays flat whatever is fed in.
_REMEMBERED: Final = 10_000


class Spellings:
    """What the spellings of one layout mean; made once per layout and run."""

    def __init__(self, layout: Layout) -> None:
        self._lists = ListCells(layout)
        self._open = turned(layout, "open")
        self._beneath = turned(layout, "beneath")
        self._addresses = frozenset(turned(layout, "address"))
        self._note_starts = tuple(
            mark for mark in layout.values.get("beneath", {}).get("note", ()) if not mark.isalnum()
        )
        self._prompts = {key(text).strip(_DECORATION) for text in layout.prompts} - {""}
        self._answers = Wording(layout, "answer")
        self._yes_no = Wording(layout, "yes_no")
        self._seen: dict[str, AnswerValue | None] = {}
        self._texts: dict[str, str] = {}
        self._entries: dict[str, Reading] = {}
        self._example = _example(layout.examples)
        words = {form[0] for word in layout.examples for form in (word, word.upper(), key(word))}
        self._example_starts = words | set(_OPENING)
        self._numbers = Numbers(layout)
        self._periods = Periods(layout, self._numbers)
        self._days = Days(layout)
        self.company_key = name_fold(layout.company_forms)
        self.company_kinds = layout.company_kinds

    def is_open(self, cell: Cell | None) -> bool:
        """Whether the cell of a ledger says that something is not settled yet, has no end or was not done."""
        return isinstance(cell, str) and len(cell) <= LONGEST and key(cell) in self._open

    def beneath(self, text: str) -> str:
        """Whether a row that begins with the text adds up those above it ("total") or is a "note" on them; else ""."""
        if text.startswith(self._note_starts):
            return "note"
        return self._beneath.get(key(text), "") if len(text) <= LONGEST else ""

    def has_address(self, heading: str) -> bool:
        """Whether a heading says that an address stands under it."""
        return any(word in key(heading) for word in self._addresses)

    def is_prompt(self, text: str) -> bool:
        """Whether the text only asks to be replaced by an answer."""
        return len(text) <= LONGEST and key(text).strip(_DECORATION) in self._prompts

    def is_example(self, text: str) -> bool:
        """Whether the text marks its row as an example of how to fill the sheet."""
        if text[:1] not in self._example_starts:
            return False
        return bool(self._example.match(fold(text[:LONGEST])))

    def is_example_row(self, cells: Iterable[Cell]) -> bool:
        """Whether one of the first three texts of a row marks it as an example."""
        left, starts = 3, self._example_starts
        for cell in cells:
            if cell and type(cell) is str:
                if cell[0] in starts and self.is_example(cell):
                    return True
                left -= 1
                if not left:
                    break
        return False

    def text(self, cell: Cell | None) -> str:
        """The cell as text, a prompt read as nothing."""
        if cell == "" or cell is None:
            return ""
        if type(cell) is str and cell in self._texts:
            return self._texts[cell]
        raw = raw_text(cell)
        if type(cell) is not str or len(raw) > LONGEST:
            return raw
        if len(self._texts) >= _REMEMBERED:
            self._texts.clear()
        text = self._texts[cell] = "" if not raw or self.is_prompt(raw) else raw
        return text

    def answer(self, cell: Cell | None) -> AnswerValue | UnreadCell:
        """An answer on the scale; a blank cell and a prompt are BLANK."""
        raw = raw_text(cell)
        if raw not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[raw] = self._on_scale(raw)
        value = self._seen[raw]
        return value if value is not None else refused(N_("“{value}” is not on the scale"), raw)

    def _on_scale(self, raw: str) -> AnswerValue | None:
        if not raw or self.is_prompt(raw):
            return AnswerValue.BLANK
        meaning = self._answers.meaning(raw)
        return AnswerValue(meaning) if meaning else None

    def yes_no(self, cell: Cell | None) -> Reading:
        """Yes or no as a truth value."""
        if isinstance(cell, bool):
            return cell
        raw = self.text(cell)
        if not raw:
            return None
        value = self._yes_no.meaning(raw)
        return value == "yes" if value else refused(N_("“{value}” is neither yes nor no"), raw)

    def choice(self, cell: Cell | None, choices: Iterable[Choice]) -> Reading:
        """The id of the choice whose words or id stand in the cell."""
        raw = self.text(cell)
        if not raw:
            return None
        wanted = key(raw)
        for choice in choices:
            if wanted in _choice_keys(choice):
                return choice.id
        return refused(N_("“{value}” is not one of the choices"), raw)

    def number(self, cell: Cell | None, unit: Iterable[str] = (), counted: str = "") -> Reading:
        """A number; units of time are turned into the unit asked for.

        `counted` is what the numbers of the column are counted in, such as 万人, where it says so.
        """
        # A finite number as it is; the usual case.
        if type(cell) is float and cell - cell == 0.0 and not counted:
            return cell
        if self._is_blank(cell):
            return None
        raw = raw_text(cell)
        # 一部 is no one section, where it is how a partial answer is spelt.
        if not raw.isascii() and self._answers.meaning(raw) and not self._numbers.is_none(raw):
            return refused(N_("“{value}” is not a plain number"), raw)
        return self._numbers.read(cell, unit, counted)

    def period(
        self, cell: Cell | None, unit: Iterable[str] = (), counted: str = ""
    ) -> Period | UnreadCell | None:
        """A limit of time, in hours; one in days goes by the day on which it ends."""
        if cell is None or self._is_blank(cell):
            return None
        with_unit = self._numbers.with_unit(cell, counted)
        return self._periods.read(cell if with_unit is None else with_unit, unit)

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit, or a multiplier with or without one, such as 万人."""
        return self._numbers.is_unit(text)

    def days_in(self, text: str) -> tuple[frozenset[date], str]:
        """The days that a folded text mentions, and the text without them."""
        return self._days.parted(text)

    def day(self, cell: Cell | None, *, epoch_1904: bool = False) -> Reading:
        """A calendar day."""
        return None if self._is_blank(cell) else self._days.read(cell, epoch_1904=epoch_1904)

    def is_none(self, cell: Cell | None) -> bool:
        """Whether the cell says that there is none."""
        return isinstance(cell, str) and self._numbers.is_none(raw_text(cell))

    def file_names(self, cell: Cell | None) -> tuple[str, ...]:
        """The names of files in a cell; a number before a name is part of it."""
        raw = self.text(cell)
        is_none = not raw or self.entries(cell) == ()
        return () if is_none else self._lists.entries(raw, numbered=False)

    def entries(self, cell: Cell | None) -> Reading:
        """The entries of a list; a plain "none" is the empty list, an empty cell is None."""
        raw = self.text(cell)
        if not raw:
            return None
        if len(raw) > LONGEST:
            return self._listed(raw)
        # The same few words stand in most of them.
        if raw not in self._entries:
            if len(self._entries) >= _REMEMBERED:
                self._entries.clear()
            self._entries[raw] = self._listed(raw)
        return self._entries[raw]

    def _listed(self, raw: str) -> tuple[str, ...]:
        is_none = self._yes_no.meaning(raw) == "no" or self._numbers.is_none(raw)
        if is_none or self.is_not_applicable(raw):
            return ()
        return self._lists.entries(raw)

    def value(
        self, cell: Cell | None, column: Column, *, counted: str = "", epoch_1904: bool = False
    ) -> Reading:
        """The cell of a column, read by the column's type."""
        match column.type:
            case "number":
                return self.number(cell, column.units, counted)
            case "date":
                return self.day(cell, epoch_1904=epoch_1904)
            case "list":
                return self.entries(cell)
            case "yes_no":
                return self.yes_no(cell)
            case "choice":
                return self.choice(cell, column.choices)
            case _:
                return self.text(cell) or None

    def is_not_applicable(self, cell: Cell | None) -> bool:
        """Whether the cell says that the question does not apply."""
        return self.answer(cell) is AnswerValue.NOT_APPLICABLE

    def is_unknown(self, cell: Cell | None) -> bool:
        """Whether the cell says that the answer is not known."""
        return self.answer(cell) is AnswerValue.UNKNOWN

    def _is_blank(self, cell: Cell | None) -> bool:
        return isinstance(cell, str) and not self.text(cell)


@lru_cache(maxsize=1024)
def _choice_keys(choice: Choice) -> frozenset[str]:
    """What a choice is known by; a kind of evidence also by its grade, alone or in brackets."""
    words = {key(w) for w in (choice.id, choice.words.ja, choice.words.en, *choice.aliases)}
    if choice.grade is None:
        return frozenset(words)
    # The instructions show the kinds as "文書 (2)" does.
    return frozenset({*words, str(choice.grade), *(f"{word}({choice.grade})" for word in words)})


def _example(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted({key(word) for word in words}, key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    alternatives = "|".join(map(re.escape, ordered))
    return re.compile(rf"[(\[\u3010<]?\s*(?:{alternatives})\s?[0-9]*(?:$|[)\]\u3011>:\s])")
