"""Question sheets: one per domain, with its questions, their guidance and the facts beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.pagebreak import Break

from itakusaki.catalogue.checklist import Control, FactSpec
from itakusaki.catalogue.layout import Column, Table
from itakusaki.forms import scale
from itakusaki.forms.entry_rules import EntryRule, RuleMaker
from itakusaki.forms.entry_table import ENTRY_STYLES, entry_style
from itakusaki.forms.guidance import LONGEST_HINT, NOT_APPLICABLE, told
from itakusaki.forms.hidden import Item
from itakusaki.forms.last_round import WHOLE_SHEET, last_answer, last_fact
from itakusaki.forms.measure import FACES, height
from itakusaki.forms.pages import filled_pages, room_of_page
from itakusaki.forms.selection import PART_OF, Section, standing_alone
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import GUIDANCE_SIZE, SIZE, TITLE_SIZE
from itakusaki.language import Translator
from itakusaki.model.answer import AnswerValue, LastReply
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty

TITLE_ROW, INTRO_ROW, PROGRESS_ROW, HEADING_ROW = 1, 2, 3, 4
FIRST_ROW = HEADING_ROW + 1
#: A control's id in a wildcard of COUNTIFS: facts' ids are longer.
CONTROL_ID = "???-??"
#: What of the table a party is asked to fill, with widths in characters; a reader knows the others too.
WIDTHS: Final[Mapping[str, Mapping[str, float]]] = {
    "ja": {
        "id": 7.5, "question": 65.3, "answer": 8.5, "unit": 6.0, "evidence_kind": 10.0, "evidence": 19.5, "comment": 21.5,
    },
    "en": {
        "id": 8.0, "question": 77.0, "answer": 9.0, "unit": 11.0, "evidence_kind": 11.0, "evidence": 19.0, "comment": 22.0,
    },
}  # fmt: skip
#: The same with what was answered last, which takes its room from the question.
WIDTHS_WITH_LAST: Final[Mapping[str, Mapping[str, float]]] = {
    "ja": {
        "id": 7.5, "question": 46.0, "last": 20.0, "unchanged": 8.0, "answer": 8.5, "unit": 6.0, "evidence_kind": 10.0, "evidence": 15.0, "comment": 16.5,
    },
    "en": {
        "id": 8.0, "question": 53.0, "last": 22.0, "unchanged": 11.0, "answer": 9.0, "unit": 11.0, "evidence_kind": 11.0, "evidence": 15.0, "comment": 16.0,
    },
}  # fmt: skip
#: The lowest row of a fact, in points: a line of text and a little room.
LEAST_FACT: Final[Mapping[str, float]] = {"ja": 15.0, "en": 14.0}

KNOCK_OUT = Message.of(N_("(mandatory control)"))
EVIDENCE = N_("Evidence, for example: {evidence}")
PROGRESS = N_("Answered: {answered} of {total}")
LEGEND = N_(
    "{yes}: done   {partly}: part of it   {no}: not done   {na}: not applicable (give the reason in the last column)   {unknown}: not known"
)
FOLLOWS = Message(
    N_(
        "Tick the points; the answer follows (all: ○, some: △, none: ×). Enter another answer only with the reason in the last column."
    )
)
AREA = Message(N_("Scope of this part (systems, sites), and since when or how often: once for all"))
WITHHELD = Message(
    N_(
        "Leave it blank where your rules forbid to send such a list by mail: the counts suffice, or an evidence pack."
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """What goes on one sheet: a domain, several that the same people answer, or all where `is_short`."""

    title: str
    name: str
    about: str
    heading: str
    intro: str
    sections: tuple[Section, ...]
    kind: Duty
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSheet:
    """A sheet that was written: what the cover tells and counts, and what the hidden sheet lists."""

    title: str
    name: str
    about: str
    total: int
    answered: str
    items: tuple[Item, ...]


def write_questions(
    book: Workbook,
    maker: RuleMaker,
    table: Table,
    page: QuestionPage,
    last: LastReply | None = None,
) -> QuestionSheet:
    """Add the sheet of a page, beside each question what was answered last where that is known."""
    names = (WIDTHS if last is None else WIDTHS_WITH_LAST)[maker.translator.code]
    columns = tuple(replace(table.column(name), width=width) for name, width in names.items())
    sheet = new_sheet(book, maker.translator, page.title)
    return _Writer(sheet, maker, columns, page.kind, page.is_short, last).written(page)


def legend(translator: Translator) -> str:
    """What each sign of the answer scale means, in one line."""
    yes, partly, no, na, unknown = scale.answers(translator)
    return translator.say(Message.of(LEGEND, yes=yes, partly=partly, no=no, na=na, unknown=unknown))


@dataclass(slots=True)
class _Writer:
    sheet: FormSheet
    maker: RuleMaker
    columns: Sequence[Column]
    kind: Duty
    is_short: bool
    last: LastReply | None
    #: Rows before which a page may end although their question began above, with its id.
    parted: dict[int, str] = field(default_factory=dict)

    @property
    def translator(self) -> Translator:
        return self.sheet.translator

    @property
    def least(self) -> float:
        return LEAST_FACT[self.translator.code]

    def written(self, page: QuestionPage) -> QuestionSheet:
        widths = [column.width for column in self.columns]
        self.sheet.widths(widths)
        self.sheet.headings(
            HEADING_ROW, [self.translator.pick(c.heading) for c in self.columns], widths
        )
        items, row, starts = [], FIRST_ROW, []
        for section in page.sections:
            begun = not page.is_short or self.last is not None
            if begun:
                starts.append(row)
                if not page.is_short and len(page.sections) > 1:
                    row = self.introduction(row, section)
                row = self.opening(row, section, has_area=not page.is_short)
            for number, control in enumerate(section.controls):
                starts += [row] if number or not begun else []
                made, row = self.block(row, control)
                items += made
        answered = self.counted(row - 1)
        total = sum(len(section.controls) for section in page.sections)
        self.head(page, answered, total)
        self.colours(row - 1)
        self.breaks(starts, row - 1)
        frozen = f"{get_column_letter(self.place('question') + 1)}{FIRST_ROW}"
        self.sheet.finish(heading_row=HEADING_ROW, frozen=frozen, columns=len(self.columns))
        return QuestionSheet(
            title=self.sheet.title,
            name=page.name,
            about=page.about,
            total=total,
            answered=answered,
            items=tuple(items),
        )

    def introduction(self, row: int, section: Section) -> int:
        """The row that says what a domain is about, where several share a sheet."""
        pick, first, last = self.translator.pick, self.place("question"), len(self.columns)
        self.sheet.put(row, self.place("id"), None, "guidance")
        for place in range(first + 1, last + 1):
            self.sheet.put(row, place, None, "cell")
        title, intro = pick(section.domain.title), pick(section.domain.intro)
        text = self.sheet.titled(row, first, title, intro, "cell")
        self.sheet.join(row, (first, last))
        self.sheet.fit(row, (text, self.width("question", "comment"), SIZE))
        return row + 1

    def opening(self, row: int, section: Section, *, has_area: bool) -> int:
        """The row before a domain's questions: what its sheet covers, and whether all is as it was."""
        parts = ([AREA] if has_area else []) + ([WHOLE_SHEET] if self.last else [])
        text = "\n".join(map(self.translator.say, parts))
        for place, column in enumerate(self.columns, start=1):
            match column.name:
                case "id":
                    self.sheet.put(row, place, section.domain.id, "key")
                case "question":
                    self.sheet.put(row, place, text, "fact")
                case "unchanged":
                    self.sheet.entry(row, place, entry_style(column), self.maker.of(column))
                case _:
                    self.sheet.put(row, place, None, "blocked")
        if has_area:
            self.sheet.entry(row, self.place("answer"), "entry")
            self.widened(row)
        self.sheet.fit(row, (text, self.column("question").width - 2, SIZE), least=self.least)
        return row + 1

    def width(self, first: str, last: str) -> float:
        """The width of the columns from one to another."""
        places = range(self.place(first) - 1, self.place(last))
        return sum(self.columns[place].width for place in places)

    def column(self, name: str) -> Column:
        return self.columns[self.place(name) - 1]

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

    def known(self, item: Control | FactSpec, control: Control) -> tuple[str, bool]:
        """What was last replied to an item in short, and whether it may be said to hold still."""
        last = self.last
        if isinstance(item, FactSpec):
            fact = last.facts.get(item.id) if last else None
            return last_fact(fact, self.translator) if fact else "", bool(fact) and not (
                item.is_anew or control.knock_out
            )
        answer = last.answers.get(item.id) if last else None
        kind = self.column("evidence_kind")
        return last_answer(answer, kind, self.translator) if answer else "", bool(
            answer
        ) and not control.knock_out

    def of_last(self, name: str, row: int, place: int, known: tuple[str, bool]) -> None:
        """What was replied last, to be read only, or the cell by which it is said to hold still."""
        text, may = known
        column = self.column(name)
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

    def head(self, page: QuestionPage, answered: str, total: int) -> None:
        last = len(self.columns)
        self.sheet.across(TITLE_ROW, (1, last), page.heading, "title")
        heading = (page.heading, sum(c.width for c in self.columns), TITLE_SIZE)
        self.sheet.fit(TITLE_ROW, heading, least=24)
        self.sheet.across(INTRO_ROW, (1, last), page.intro, "plain")
        if page.intro:
            self.sheet.fit(INTRO_ROW, (page.intro, sum(c.width for c in self.columns), SIZE))
        else:
            self.sheet.page.row_dimensions[INTRO_ROW].height = 4
        self.sheet.across(PROGRESS_ROW, (1, 2), "", "progress")
        before, after = self._around(total)
        self.sheet.formula(PROGRESS_ROW, 1, f'="{before}"&{answered}&"{after}"', "progress")
        self.sheet.across(PROGRESS_ROW, (3, last), legend(self.translator), "small")
        self.sheet.fit(
            PROGRESS_ROW, (legend(self.translator), self.width("answer", "comment"), SIZE)
        )

    def _around(self, total: int) -> tuple[str, str]:
        mark = "\N{OBJECT REPLACEMENT CHARACTER}"
        text = self.translator.say(Message.of(PROGRESS, answered=mark, total=total))
        before, _, after = text.replace('"', "").partition(mark)
        return before, after

    def block(self, row: int, control: Control) -> tuple[list[Item], int]:
        """A question with its guidance and facts; gives what was written and the row after it."""
        advice = control.advice_for(self.kind)
        facts = control.facts_for(self.kind)
        has_points = any(fact.point for fact in facts)
        guidance = self.translator.pick(control.guidance_for(self.kind))
        printed, notes = told(guidance, self.translator, has_points=has_points)
        hints = {"answer": notes, "evidence": self.translator.pick(advice.evidence)}
        items = [self.question(row, control, hints)]
        plain = list(standing_alone([fact for fact in facts if fact.type != "list"], facts))
        lists = [fact for fact in facts if fact.type == "list"]
        evidence = self.translator.say(Message.of(EVIDENCE, evidence=advice.evidence))
        parts = [printed] if self.is_short else [printed, evidence]
        if self.is_short and has_points:
            # The points tell what the lines would, but not when there is nothing to tick.
            rest = (line for line in printed.split("\n") if NOT_APPLICABLE in line)
            parts = [self.translator.say(FOLLOWS), *rest]
        text = "\n".join(parts)
        row += 1
        first, beside = row, self.fits_beside(text, plain)
        if not beside:
            self.guidance(row, text)
            row += 1
        for fact in plain:
            items.append(self.fact(row, fact, control))
            row += 1
        areas = self.guidance_beside((first, row - 1), parts) if beside else ()
        for fact in lists:
            items.append(self.fact(row, fact, control))
            row += 1
        self.may_part(control, items, areas)
        return items, row

    def may_part(
        self, control: Control, items: Sequence[Item], areas: Sequence[tuple[int, int]]
    ) -> None:
        """Note where a page may end within a question: between facts, two of them on the next page.

        One of them stays with the question, unless its guidance stands between them. Nothing is parted
        from what it is a part of, nor a text beside the facts (`areas`, by rows).
        """
        whole = {row for first, last in areas for row in range(first + 1, last + 1)}
        for item in items[2 if areas else 1 : -1]:
            goes_on = PART_OF[self.translator.code].match(item.text)
            if item.row not in whole and not goes_on:
                self.parted[item.row] = control.id

    def fits_beside(self, text: str, facts: Sequence[FactSpec]) -> bool:
        """Whether a guidance takes less room to the right of facts than in a row of its own."""
        face, rows = FACES[self.translator.code], self.least * len(facts)
        beside = height(text, self.width("evidence_kind", "comment"), GUIDANCE_SIZE, face)
        alone = height(text, self.width("question", "comment"), GUIDANCE_SIZE, face)
        return bool(facts) and max(beside, rows) < alone + rows

    def question(self, row: int, control: Control, hints: Mapping[str, str]) -> Item:
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
                    rule = self.maker.of(column)
                    if hint := hints.get(column.name, ""):
                        title = self.translator.pick(column.heading)
                        rule = rule or EntryRule(type=None, title=title)
                        rule = replace(rule, hint=hint[:LONGEST_HINT])
                    self.sheet.entry(row, place, entry_style(column), rule)
        self.at_least(row, (text, self.column("question").width, SIZE), 32)
        return Item(id=control.id, sheet=self.sheet.title, row=row, text=text)

    def guidance(self, row: int, text: str) -> None:
        first, last = self.place("question"), len(self.columns)
        self.sheet.put(row, self.place("id"), None, "guidance")
        self.sheet.across(row, (first, last), text, "guidance")
        self.sheet.fit(row, (text, self.width("question", "comment"), GUIDANCE_SIZE))

    def guidance_beside(
        self, rows: tuple[int, int], parts: Sequence[str]
    ) -> Sequence[tuple[int, int]]:
        """Write the parts of a guidance to the right of facts, each beside as many as are high enough.

        Line by line where the facts have room for it, so that a page may end between them; gives the
        rows of each. Where the facts are too low even for the parts, they are made higher: each part beside
        facts of its own where that takes no more than a line, else all of it as one.
        """
        columns = (self.place("evidence_kind"), len(self.columns))
        width = self.width("evidence_kind", "comment")
        face = FACES[self.translator.code]
        whole = "\n".join(parts)
        needed: Sequence[float] = ()
        for texts in (whole.split("\n"), parts):
            needed = [height(text, width, GUIDANCE_SIZE, face) for text in texts]
            areas = tuple(self.rows_for(rows, needed))
            if len(areas) == len(texts):
                break
        else:
            alone = max(height(whole, width, GUIDANCE_SIZE, face), self.total(rows))
            texts, areas = parts, self.halves(rows, needed)
            tall = sum(max(self.total(a), n) for a, n in zip(areas, needed, strict=False))
            if len(areas) != len(parts) or tall > alone + GUIDANCE_SIZE * face.line:
                texts, areas, needed = (whole,), (rows,), [alone]
            for area, least in zip(areas, needed, strict=True):
                self.sheet.stretch(area, least)
        for text, area in zip(texts, areas, strict=True):
            self.sheet.area(area, columns, text, "guidance")
        return areas

    def rows_for(self, rows: tuple[int, int], needed: Sequence[float]) -> Iterator[tuple[int, int]]:
        """For each height, in points, the next rows that are that high together, as far as they go."""
        row, end = rows
        for tall in needed:
            first, left = row, tall
            while left > 0 and row <= end:
                left -= self.tall(row)
                row += 1
            if left > 0:
                return
            yield first, row - 1

    def halves(self, rows: tuple[int, int], needed: Sequence[float]) -> tuple[tuple[int, int], ...]:
        """For two heights, in points, the rows for each that have to be stretched least; else none."""
        first, last = rows
        if len(needed) != 2:  # noqa: PLR2004 - a guidance and its evidence
            return ()
        return min(
            (((first, end), (end + 1, last)) for end in range(first, last)),
            key=lambda two: sum(max(self.total(a), n) for a, n in zip(two, needed, strict=True)),
            default=(),
        )

    def total(self, rows: tuple[int, int]) -> float:
        """The height of rows together, in points."""
        return sum(map(self.tall, range(rows[0], rows[1] + 1)))

    def tall(self, row: int) -> float:
        """The height of a row, in points."""
        return self.sheet.page.row_dimensions[row].height or 15

    def fact(self, row: int, fact: FactSpec, control: Control) -> Item:
        ask = self.asked(fact)
        unit = self.translator.pick(fact.unit) if fact.unit else ""
        for place, column in enumerate(self.columns, start=1):
            match column.name:
                case "id":
                    self.sheet.put(row, place, fact.id, "key")
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
        self.at_least(row, (ask, self.column("question").width - 2, SIZE), self.least)
        self.at_least(row, (unit, self.column("unit").width, SIZE), self.least)
        return Item(id=fact.id, sheet=self.sheet.title, row=row, text=ask)

    def asked(self, fact: FactSpec) -> str:
        """What is asked for, and where it need not be sent."""
        ask = self.translator.pick(fact.ask)
        return f"{ask}\n{self.translator.say(WITHHELD)}" if fact.withheld else ask

    def value(self, row: int, place: int, fact: FactSpec) -> None:
        """The empty cell of a fact, under the rule of its type."""
        heading = self.translator.pick(self.column("answer").heading)
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
        """Break pages so that no guidance is parted from its question, all about equally full.

        Where a question goes on behind a break, its id is shown again.
        """

        def tall(first: int, end: int) -> float:
            return sum(map(self.tall, range(first, end)))

        starts = sorted({*starts, *self.parted})
        blocks = [
            tall(start, following)
            for start, following in zip(starts, (*starts[1:], last + 1), strict=True)
        ]
        widths = [column.width for column in self.columns]
        room, top = room_of_page(widths, self.translator.code), self.tall(HEADING_ROW)
        for place in filled_pages(blocks, room - top, first=room - tall(1, FIRST_ROW)):
            row = starts[place]
            self.sheet.page.row_breaks.append(Break(id=row - 1))
            if row in self.parted:
                cell = self.sheet.page.cell(row, self.place("id"))
                cell.number_format = f';;;"{self.parted[row]}"'
