"""Question sheets: one per domain, with its questions, their guidance and the facts beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.pagebreak import Break

from itakusaki.catalogue.checklist import Control, FactSpec
from itakusaki.catalogue.layout import Column, Table
from itakusaki.forms import scale
from itakusaki.forms.entry_rules import RuleMaker
from itakusaki.forms.entry_table import ENTRY_STYLES, entry_style
from itakusaki.forms.hidden import Item
from itakusaki.forms.last_round import LAST_COLUMNS, WHOLE_SHEET, cut, last_answer
from itakusaki.forms.selection import Section
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE
from itakusaki.language import Translator
from itakusaki.model.answer import AnswerValue, LastReply
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty

TITLE_ROW, INTRO_ROW, PROGRESS_ROW, HEADING_ROW = 1, 2, 3, 4
FIRST_ROW = HEADING_ROW + 1
#: A control's id in a wildcard of COUNTIFS: facts' ids are longer.
CONTROL_ID = "???-??"
GUIDANCE_SIZE = 9
#: Height of an A4 page, landscape, between our margins, and the width there is for columns.
PAGE_HEIGHT, PAGE_WIDTH = 515.0, 147.0

KNOCK_OUT = Message.of(N_("(required)"))
GUIDANCE = N_("How to answer: {guidance}")
EVIDENCE = N_("Evidence, for example: {evidence}")
PROGRESS = N_("Answered: {answered} of {total}")
LEGEND = N_(
    "{yes}: done   {partly}: part of it   {no}: not done   {na}: not applicable (give the reason in the last column)   {unknown}: not known"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSheet:
    """A sheet that was written: what the cover counts, and what the hidden sheet lists."""

    title: str
    name: str
    total: int
    answered: str
    items: tuple[Item, ...]


def write_questions(
    book: Workbook,
    maker: RuleMaker,
    table: Table,
    section: Section,
    kind: Duty,
    *,
    last: LastReply | None = None,
) -> QuestionSheet:
    """Add the sheet of one domain, beside each question what was answered last where that is known."""
    translator = maker.translator
    domain = section.domain
    sheet = new_sheet(book, translator, f"{domain.id} {translator.pick(domain.title)}")
    columns = [c for c in table.columns if last is not None or c.name not in LAST_COLUMNS]
    return _Writer(sheet, maker, table, kind, columns, last).written(section)


def legend(translator: Translator) -> str:
    """What each sign of the answer scale means, in one line."""
    yes, partly, no, na, unknown = scale.answers(translator)
    return translator.say(Message.of(LEGEND, yes=yes, partly=partly, no=no, na=na, unknown=unknown))


@dataclass(slots=True)
class _Writer:
    sheet: FormSheet
    maker: RuleMaker
    table: Table
    kind: Duty
    columns: Sequence[Column]
    last: LastReply | None

    @property
    def translator(self) -> Translator:
        return self.sheet.translator

    def written(self, section: Section) -> QuestionSheet:
        widths = [column.width for column in self.columns]
        self.sheet.widths(widths)
        self.sheet.headings(
            HEADING_ROW, [self.translator.pick(c.heading) for c in self.columns], widths
        )
        items: list[Item] = []
        starts: list[int] = []
        row = FIRST_ROW
        if self.last is not None:
            self.whole(row, section.domain.id)
            row += 1
        for control in section.controls:
            starts.append(row)
            items += self.block(row, control)
            row += 2 + len(control.facts_for(self.kind))
        answered = self.counted(row - 1)
        self.head(section, answered)
        self.colours(row - 1)
        self.breaks(starts, row - 1)
        frozen = f"{get_column_letter(self.place('question') + 1)}{FIRST_ROW}"
        self.sheet.finish(heading_row=HEADING_ROW, frozen=frozen, columns=len(self.columns))
        return QuestionSheet(
            title=self.sheet.title,
            name=f"{section.domain.id} {self.translator.pick(section.domain.title)}",
            total=len(section.controls),
            answered=answered,
            items=tuple(items),
        )

    def place(self, name: str) -> int:
        return next(i for i, c in enumerate(self.columns, start=1) if c.name == name)

    def letter(self, name: str) -> str:
        return get_column_letter(self.place(name))

    def counted(self, last: int) -> str:
        """The formula that counts the controls answered, or said to be as they were."""
        ids, answers = self.range("id", last), self.range("answer", last)
        formula = f'COUNTIFS({ids},"{CONTROL_ID}",{answers},"?*")'
        if self.last is None:
            return formula
        same = self.range("unchanged", last)
        return f'{formula}+COUNTIFS({ids},"{CONTROL_ID}",{answers},"",{same},"?*")'

    def range(self, column: str, last: int) -> str:
        """The cells of a column beneath the heading."""
        where, letter = quote_sheetname(self.sheet.title), self.letter(column)
        return f"{where}!${letter}${FIRST_ROW}:${letter}${last}"

    def whole(self, row: int, domain: str) -> None:
        """The row by which everything on the sheet is said to be as it was."""
        text = self.translator.say(WHOLE_SHEET)
        for place, column in enumerate(self.columns, start=1):
            match column.name:
                case "id":
                    self.sheet.put(row, place, domain, "id")
                case "question":
                    self.sheet.put(row, place, text, "guidance")
                case "unchanged":
                    self.sheet.entry(row, place, entry_style(column), self.maker.of(column))
                case _:
                    self.sheet.put(row, place, None, "blocked")
        self.sheet.fit(row, (text, self.table.column("question").width, GUIDANCE_SIZE))

    def known(self, item: Control | FactSpec, control: Control) -> tuple[str, bool]:
        """What was last replied to an item in short, and whether it may be said to hold still."""
        last = self.last
        if isinstance(item, FactSpec):
            fact = last.facts.get(item.id) if last else None
            return cut(fact.raw) if fact else "", bool(fact) and not (
                item.is_anew or control.knock_out
            )
        answer = last.answers.get(item.id) if last else None
        kind = self.table.column("evidence_kind")
        return last_answer(answer, kind, self.translator) if answer else "", bool(
            answer
        ) and not control.knock_out

    def of_last(self, name: str, row: int, place: int, known: tuple[str, bool]) -> None:
        """What was replied last, to be read only, or the cell by which it is said to hold still."""
        text, may = known
        column = self.table.column(name)
        if name == "last":
            self.sheet.put(row, place, text or None, "fixed_top")
            if text:
                self.sheet.fit(row, (text, column.width, SIZE))
        elif may:
            self.sheet.entry(row, place, entry_style(column), self.maker.of(column))
        else:
            self.sheet.put(row, place, None, "blocked")

    def at_least(self, row: int, text: tuple[str, float, float], least: float) -> None:
        """Make a row high enough for a text and for what stands in it already."""
        tall = self.sheet.page.row_dimensions[row].height or 0
        self.sheet.fit(row, text, least=max(least, tall))

    def head(self, section: Section, answered: str) -> None:
        last = len(self.columns)
        self.sheet.across(TITLE_ROW, (1, last), self.translator.pick(section.domain.title), "title")
        self.sheet.page.row_dimensions[TITLE_ROW].height = 28
        intro = self.translator.pick(section.domain.intro)
        self.sheet.across(INTRO_ROW, (1, last), intro, "plain")
        self.sheet.fit(INTRO_ROW, (intro, sum(c.width for c in self.columns), SIZE))
        self.sheet.across(PROGRESS_ROW, (1, 2), "", "progress")
        before, after = self._around(len(section.controls))
        self.sheet.formula(PROGRESS_ROW, 1, f'="{before}"&{answered}&"{after}"', "progress")
        self.sheet.across(PROGRESS_ROW, (3, last), legend(self.translator), "small")
        self.sheet.page.row_dimensions[PROGRESS_ROW].height = 20

    def _around(self, total: int) -> tuple[str, str]:
        mark = "\N{OBJECT REPLACEMENT CHARACTER}"
        text = self.translator.say(Message.of(PROGRESS, answered=mark, total=total))
        before, _, after = text.replace('"', "").partition(mark)
        return before, after

    def block(self, row: int, control: Control) -> list[Item]:
        items = [self.question(row, control)]
        self.guidance(row + 1, control)
        for number, fact in enumerate(control.facts_for(self.kind), start=row + 2):
            items.append(self.fact(number, fact, control))
        return items

    def question(self, row: int, control: Control) -> Item:
        title = self.translator.pick(control.title)
        if control.knock_out:
            title = f"{title} {self.translator.say(KNOCK_OUT)}"
        text = ""
        for place, column in enumerate(self.columns, start=1):
            match column.name:
                case "id":
                    style = "id_knock_out" if control.knock_out else "id"
                    self.sheet.put(row, place, control.id, style)
                case "question":
                    question = self.translator.pick(control.question_for(self.kind))
                    text = self.sheet.titled(row, place, title, question, "question")
                case "last" | "unchanged":
                    self.of_last(column.name, row, place, self.known(control, control))
                case "unit":
                    self.sheet.put(row, place, None, "blocked")
                case _:
                    self.sheet.entry(row, place, entry_style(column), self.maker.of(column))
        self.at_least(row, (text, self.table.column("question").width, SIZE), 32)
        return Item(id=control.id, sheet=self.sheet.title, row=row, text=text)

    def guidance(self, row: int, control: Control) -> None:
        guidance = Message.of(GUIDANCE, guidance=control.guidance_for(self.kind))
        evidence = Message.of(EVIDENCE, evidence=control.evidence)
        text = f"{self.translator.say(guidance)}\n{self.translator.say(evidence)}"
        first, last = self.place("question"), len(self.columns)
        self.sheet.put(row, self.place("id"), None, "guidance")
        self.sheet.across(row, (first, last), text, "guidance")
        width = sum(column.width for column in self.columns[first - 1 :])
        self.sheet.fit(row, (text, width, GUIDANCE_SIZE))

    def fact(self, row: int, fact: FactSpec, control: Control) -> Item:
        ask = self.translator.pick(fact.ask)
        unit = self.translator.pick(fact.unit) if fact.unit else ""
        for place, column in enumerate(self.columns, start=1):
            match column.name:
                case "id":
                    self.sheet.put(row, place, fact.id, "fact_id")
                case "question":
                    self.sheet.put(row, place, ask, "fact")
                case "last" | "unchanged":
                    self.of_last(column.name, row, place, self.known(fact, control))
                case "answer":
                    self.value(row, place, fact)
                case "unit":
                    self.sheet.put(row, place, unit, "unit")
                case _:
                    self.sheet.put(row, place, None, "blocked")
        if fact.type == "list":
            self.widened(row)
        self.at_least(row, (ask, self.table.column("question").width - 2, SIZE), 20)
        return Item(id=fact.id, sheet=self.sheet.title, row=row, text=ask)

    def value(self, row: int, place: int, fact: FactSpec) -> None:
        """The empty cell of a fact, under the rule of its type."""
        heading = self.translator.pick(self.table.column("answer").heading)
        rule = self.maker.typed(fact.entry, heading)
        self.sheet.entry(row, place, ENTRY_STYLES.get(fact.type, "entry"), rule)

    def widened(self, row: int) -> None:
        """Let a list take all the room to the right of its cell."""
        first, last = self.place("answer"), len(self.columns)
        for place in range(first + 1, last + 1):
            self.sheet.put(row, place, None, "entry")
        self.sheet.join(row, (first, last))

    def colours(self, last: int) -> None:
        """Show what is answered, a － without its reason, and a ○ that names no evidence."""
        answer, comment = self.letter("answer"), self.letter("comment")
        kind, ident = self.letter("evidence_kind"), self.letter("id")
        control = f"LEN(${ident}{FIRST_ROW})={len(CONTROL_ID)}"
        na = scale.answer(AnswerValue.NOT_APPLICABLE, self.translator)
        yes = scale.answer(AnswerValue.YES, self.translator)
        given = f"${answer}{FIRST_ROW}"
        for column, formula, colour in (
            (answer, f"AND({control},LEN({given})>0)", "DDF0DF"),
            (comment, f'AND({control},{given}="{na}",LEN({comment}{FIRST_ROW})=0)', "FFD3B0"),
            (kind, f'AND({control},{given}="{yes}",LEN({kind}{FIRST_ROW})=0)', "FFD3B0"),
        ):
            fill = PatternFill(bgColor=colour)
            rule = FormulaRule(formula=[formula], fill=fill)  # type: ignore[no-untyped-call]
            self.sheet.page.conditional_formatting.add(f"{column}{FIRST_ROW}:{column}{last}", rule)

    def breaks(self, starts: Sequence[int], last: int) -> None:
        """Break pages before a question that would be parted from its guidance and facts."""
        heights = self.sheet.page.row_dimensions
        scale_ = min(1.0, PAGE_WIDTH / sum(column.width for column in self.columns))
        room = PAGE_HEIGHT / scale_
        used = sum(heights[row].height or 15 for row in range(1, FIRST_ROW))
        for start, following in zip(starts, (*starts[1:], last + 1), strict=True):
            block = sum(heights[row].height or 15 for row in range(start, following))
            if used + block > room and start > FIRST_ROW:
                self.sheet.page.row_breaks.append(Break(id=start - 1))
                used = heights[HEADING_ROW].height or 15
            used += block
