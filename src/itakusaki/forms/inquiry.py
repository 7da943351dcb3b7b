"""Inquiry workbooks: an answer to "did it leak from you?", to be entered part by part."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment

from itakusaki.catalogue.inquiry import InquiryRules
from itakusaki.catalogue.layout import Column
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.entry_rules import Lists, RuleMaker
from itakusaki.forms.entry_table import TableSpec, entry_style, write_head, write_table
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.instructions import GuidePart, write_instructions
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

#: What the hidden sheet says the workbook is.
BOOK_KIND = "inquiry"
WIDTHS = (52.0, 64.0)
FIRST_FIELD = 4
EMPTY_ROWS = 20
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
COVER_NOTE = Message.of(
    N_(
        "Fill in the yellow cells; what to enter is shown when you choose a cell. Leave blank what is not known: it is told as “not stated”, never as a no."
    )
)
GUIDE = (
    GuidePart(
        heading=Message.of(N_("What this workbook is for")),
        paragraphs=(
            Message.of(
                N_(
                    "It is for judging an answer to “did it leak from you?”. The side that asked enters the answer it got; the side that answers enters its own before sending it. The same holds for an answer to an authority."
                )
            ),
            Message.of(
                N_(
                    "It judges what the answer shows. It does not judge whether there was a leak, and it is no legal advice."
                )
            ),
        ),
    ),
    GuidePart(
        heading=Message.of(N_("Steps")),
        paragraphs=(
            Message.of(
                N_(
                    "1. On the first sheet enter who asked what, which period was asked about, and what the answer concludes. Count sources, extractions, statements and earlier answers before you list them."
                )
            ),
            Message.of(
                N_(
                    "2. List each of them on its sheet, in any order. Where something was not done, say no and give the reason; where you do not know, leave it blank."
                )
            ),
            Message.of(
                N_(
                    "3. Put the extracted files into the folder of this workbook, unaltered: hash and lines are counted again, and two extractions of the same log are compared line by line."
                )
            ),
            Message.of(N_("4. Run: itakusaki breach inquiry check FILE")),
        ),
    ),
    GuidePart(
        heading=Message.of(N_("Before sending it on")),
        paragraphs=(
            Message.of(
                N_(
                    "Enter roles or numbers in place of names where names are not needed, and no personal data of the persons concerned."
                )
            ),
            Message.of(
                N_(
                    "Do not have it filled in by the people whose work is being looked at; they may be asked, but do not decide."
                )
            ),
        ),
    ),
)


PROVISION_GUIDE = (
    GuidePart(
        heading=Message.of(N_("What this workbook is for")),
        paragraphs=(
            Message.of(
                N_(
                    "Registers of personal data received from and provided to third parties: for an own check, for a business partner, or for the periodic report that an authority asked for."
                )
            ),
            Message.of(
                N_(
                    "Count receipts, provisions and payments from the books first. Leave blank what is not known; list what was refused and what recipients were asked to delete."
                )
            ),
            Message.of(N_("Then run: itakusaki breach provisions check FILE")),
        ),
    ),
    GUIDE[-1],
)


def inquiry_book(rules: InquiryRules, *, kind: str, translator: Translator) -> bytes:
    """A blank workbook for an answer, as an xlsx file; `kind` is who asks: client or authority."""
    return _book(rules, kind, translator, BOOK_KIND, GUIDE)


def provision_book(rules: InquiryRules, *, translator: Translator) -> bytes:
    """A blank workbook for registers of provision and receipt, as an xlsx file."""
    return _book(rules, "", translator, "provisions", PROVISION_GUIDE)


def _book(
    rules: InquiryRules,
    kind: str,
    translator: Translator,
    book_kind: str,
    guide: Sequence[GuidePart],
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    lists = Lists()
    maker = RuleMaker(translator, lists)
    write_instructions(book, translator, guide)
    _write_cover(book, maker, rules, kind)
    for name, table in rules.layout.tables.items():
        note = Message.of("{said}", said=rules.table_notes[name])
        write_table(book, maker, TableSpec(table=table, note=note, empty_rows=EMPTY_ROWS))
    lists.write(book)
    says = {"kind": book_kind, "checklist_version": rules.version, "language": translator.code}
    write_hidden(book, says)
    book.active = 1
    return book_bytes(book)


def _write_cover(book: Workbook, maker: RuleMaker, rules: InquiryRules, kind: str) -> None:
    translator, form = maker.translator, rules.layout.forms["cover"]
    sheet = new_sheet(book, translator, translator.pick(form.sheet))
    sheet.widths(WIDTHS)
    write_head(sheet, sheet.title, COVER_NOTE, (len(WIDTHS), sum(WIDTHS)))
    for row, field in enumerate(form.fields, start=FIRST_FIELD):
        value = _choice(field, kind, translator) if field.name == "kind" else None
        _write_field(sheet, maker, (row, field), value)
    sheet.finish(columns=len(WIDTHS), pages=(1, 1))


def _write_field(
    sheet: FormSheet, maker: RuleMaker, at: tuple[int, Column], value: str | None
) -> None:
    row, field = at
    label = sheet.translator.pick(field.heading)
    sheet.put(row, 1, label, "label")
    cell = sheet.put(row, 2, value, entry_style(field))
    cell.alignment = LEFT
    sheet.rules.add(cell, maker.of(field))
    sheet.fit(row, (label, WIDTHS[0], SIZE), least=24)


def _choice(field: Column, name: str, translator: Translator) -> str | None:
    words = (choice.words for choice in field.choices if choice.id == name)
    return next((translator.pick(one) for one in words), None)
