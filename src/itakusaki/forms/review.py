"""Review workbooks: what was declared, and empty cells for the auditor's word on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.layout import Layout, Table
from itakusaki.files.folding import fold
from itakusaki.forms import scale
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.entry_rules import Lists, RuleMaker
from itakusaki.forms.entry_table import HEADING_ROW, entry_style, write_head
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.language.labels import CHECK_OUTCOMES, EVIDENCE_STATES, SEALED_MATTER, VERDICTS
from itakusaki.model.answer import AnswerValue
from itakusaki.model.assessment import ControlResult, Judgement, ProcessorResult
from itakusaki.model.evidence import CheckOutcome, FileCheckKind
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.verdict import Outcome, Verdict

NOTE = N_(
    "{processor}, round {round}. Enter the grade of evidence you confirmed, or another answer, with your name, the day and what you saw. Beside each answer stands the conclusion the tool came to. Rows marked for review come first (filter by that column): evidence that no machine could read or place, differing sources; a grade that you confirm counts for them. Leave a row empty where the conclusion stands. Where sources differ, record your decision once the processor was heard: confirmed as a defect, with △ or × as your answer, or explanation accepted."
)
DELIVERED = N_("{file} (delivered)")
MISSING = N_("{file} (not provided)")
#: What a row is marked with that a person has to look at.
FOR_REVIEW = Message(N_("To be looked at"))
#: What the auditor fills in; everything else is shown and locked.
ENTRIES = ("grade", "answer", "decision", "sealing", "reviewer", "reviewed_on", "reason")
CENTRED = ("side", "declared", "claimed", "counted", "state", "verdict", "attention")


def review_book(
    *,
    checklist: Checklist,
    layout: Layout,
    result: ProcessorResult,
    round_: str,
    translator: Translator,
) -> bytes:
    """A workbook in which an auditor confirms, raises or lowers what one processor declared."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    lists = Lists()
    table, party = layout.tables["review"], result.processor
    sheet = new_sheet(
        book, translator, translator.pick(table.sheet or Words(ja=table.name, en=table.name))
    )
    widths = [column.width for column in table.columns]
    sheet.widths(widths)
    note = Message.of(NOTE, processor=party.name, round=round_)
    write_head(sheet, sheet.title, note, (len(widths), sum(widths)))
    sheet.headings(
        HEADING_ROW, [translator.pick(column.heading) for column in table.columns], widths
    )
    maker = RuleMaker(translator, lists)
    for row, shown in enumerate(
        _rows(checklist, layout, result, translator), start=HEADING_ROW + 1
    ):
        _write_row(sheet, maker, table, (row, shown))
    frozen = f"D{HEADING_ROW + 1}"
    sheet.finish(heading_row=HEADING_ROW, frozen=frozen, columns=len(widths))
    ends = f"{get_column_letter(len(widths))}{sheet.page.max_row}"
    sheet.page.auto_filter.ref = f"A{HEADING_ROW}:{ends}"
    lists.write(book)
    write_hidden(book, _says(checklist, result, round_, translator))
    return book_bytes(book)


def _write_row(
    sheet: FormSheet, maker: RuleMaker, table: Table, at: tuple[int, Mapping[str, str]]
) -> None:
    row, shown = at
    for place, column in enumerate(table.columns, start=1):
        if column.name in ENTRIES:
            sheet.entry(row, place, entry_style(column), maker.of(column))
        else:
            style = "fixed_center" if column.name in CENTRED else "fixed_top"
            sheet.put(row, place, shown.get(column.name, ""), style)
    sheet.fit(row, *((shown.get(c.name, ""), c.width, SIZE) for c in table.columns), least=24)


def _rows(
    checklist: Checklist, layout: Layout, result: ProcessorResult, translator: Translator
) -> Iterator[Mapping[str, str]]:
    """One row for each control and side that answered: first those whose evidence waits for a person.

    Then those on which sources differ. Clauses are judged in their own workbook.
    """
    for control in sorted(result.judged, key=_order):
        for side in control.judgements:
            if side.answer is None or side.answer.value is AnswerValue.BLANK:
                continue
            known = checklist.controls.get(control.control)
            yield {
                "processor": result.processor.id,
                "side": scale.party(side.side.value, layout, translator),
                "control": control.control,
                "question": translator.pick(known.question_for(side.side)) if known else "",
                "declared": scale.answer(side.answer.value, translator),
                "claimed": str(side.claimed),
                "counted": str(side.grade),
                "state": translator.say(EVIDENCE_STATES[side.state]),
                "verdict": translator.say(VERDICTS[control.verdict]),
                "attention": translator.say(FOR_REVIEW) if _needs_a_look(control) else "",
                "evidence": _evidence(side, translator),
                "checks": "\n".join(translator.say(said) for said in _open_checks(side)),
                "differs": "\n".join(translator.say(said) for said in _differing(control)),
                "looked_at": control.looked_at,
                "evidence_digest": side.evidence_digest,
            }


def _order(control: ControlResult) -> tuple[bool, bool, bool, bool]:
    """What waits for a person alone, then what no machine can read, what differs, knock-outs."""
    open_checks = [check for side in control.judgements for check in side.for_a_person]
    unread = any(check.kind is FileCheckKind.READABLE for check in open_checks)
    waits = bool(open_checks) and control.verdict is Verdict.UNVERIFIED and control.settled
    waits = waits or any(side.is_stale for side in control.judgements)
    return not waits, not unread, not control.looked_at, not control.knock_out


def _needs_a_look(control: ControlResult) -> bool:
    """Whether something waits for a person; that it is a knock-out only brings a row forward."""
    *waiting, _ = _order(control)
    return not all(waiting)


def _open_checks(side: Judgement) -> Iterator[Message]:
    """What a machine found wanting in the files, or left to a person, a line each."""
    for check in side.checks:
        if check.outcome is not CheckOutcome.PASSED:
            yield Message.of(
                N_("{file}: {finding} ({outcome})"),
                file=check.file.rpartition("/")[2],
                finding=check.says,
                outcome=CHECK_OUTCOMES[check.outcome],
            )


def _differing(control: ControlResult) -> Iterator[Message]:
    """What sources differ on; of a sealed matter, that there is one."""
    if control.verdict is Verdict.SEALED and control.looked_at:
        yield SEALED_MATTER
    yield from (c.question for c in control.comparisons if c.outcome is Outcome.CONTRADICTION)


def _evidence(side: Judgement, translator: Translator) -> str:
    delivered = {_folded(file.name) for file in side.files}
    names = side.answer.evidence_names if side.answer else ()
    return "\n".join(
        translator.say(Message.of(DELIVERED if _folded(name) in delivered else MISSING, file=name))
        for name in names
    )


def _folded(name: str) -> str:
    return fold(name)


def _says(
    checklist: Checklist, result: ProcessorResult, round_: str, translator: Translator
) -> Mapping[str, str]:
    return {
        "kind": "review",
        "processor": result.processor.id,
        "corporate_number": result.processor.corporate_number,
        "round": round_,
        "checklist_version": checklist.version,
        "language": translator.code,
    }
