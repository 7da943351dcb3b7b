"""Findings sheets: what a party is to correct, with cells for its plan; all else is shown and locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Final

from openpyxl import Workbook

from itakusaki.catalogue.checklist import Checklist
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.hidden import Item, write_hidden
from itakusaki.forms.sheet import FormSheet, new_sheet
from itakusaki.forms.styles import SIZE, add_styles
from itakusaki.language import Translator
from itakusaki.language.labels import EVIDENCE_STATES, FINDING_STATES, SEVERITIES
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.tabular.finding_sheet import COLUMNS, Hand, entry_key
from itakusaki.tabular.hidden_sheet import FINDINGS

TITLE_ROW, PARTY_ROW, NOTE_ROW, GROUP_ROW, HEADING_ROW = 1, 2, 3, 5, 6
TITLE: Final = Message(N_("Findings and plan of corrective action"))
NOTE: Final = N_(
    "Please fill in the yellow cells: why it came about, what you put right, what you do so that it does not happen again, who is in charge, by when, and what you will show. Where costs have to be talked about, or you see it otherwise, tell us under “Costs to talk about” or “Your remarks”. Leave the other cells as they are, and send the file back."
)
GROUPS: Final = {
    Hand.OURS: N_("Filled in by the client"),
    Hand.THEIRS: N_("To be filled in by you"),
    Hand.CONFIRMING: N_("Confirmation by the client"),
}
CENTRED: Final = frozenset({"severity", "due", "state"})
WIDTHS: Final = [column.width for column in COLUMNS]


#: The columns that the first of its two pages across holds; the first column is on both.
_FIRST_PAGE: Final = sum(
    1 for width in accumulate(WIDTHS) if width <= (sum(WIDTHS) + WIDTHS[0]) / 2
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSheet:
    """A sheet to be written: whose (code "" for the client's own), which findings, the names around it."""

    code: str
    name: str
    client: str
    round: str
    findings: Sequence[TrackedFinding]


def findings_book(wanted: FindingSheet, checklist: Checklist, translator: Translator) -> bytes:
    """The workbook of one party; the same bytes for the same findings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, translator.code)
    sheet = new_sheet(book, translator, translator.say(TITLE))
    sheet.widths(WIDTHS)
    _write_head(sheet, wanted)
    items: list[Item] = []
    for row, finding in enumerate(wanted.findings, start=HEADING_ROW + 1):
        _write_row(sheet, row, finding, checklist)
        items.extend(_items(sheet.title, row, finding))
    sheet.finish(
        heading_row=HEADING_ROW,
        frozen=f"B{HEADING_ROW + 1}",
        columns=len(COLUMNS),
        pages=(2, 0),
    )
    sheet.page.print_title_cols = "A:A"
    says = {"kind": FINDINGS, "processor": wanted.code, "round": wanted.round}
    says |= {"language": translator.code, "client": wanted.client}
    write_hidden(book, says, items)
    return book_bytes(book)


def _write_head(sheet: FormSheet, wanted: FindingSheet) -> None:
    say = sheet.translator.say
    # The first column is printed on the second page again, and would take a piece of them along.
    head = (2, _FIRST_PAGE)
    text = N_("To {name}, from {client} (round {round})")
    own = N_("{client}, own findings (round {round})")
    values = {"name": wanted.name, "client": wanted.client, "round": wanted.round}
    sheet.across(TITLE_ROW, head, say(TITLE), "title")
    sheet.page.row_dimensions[TITLE_ROW].height = 32
    sheet.across(PARTY_ROW, head, say(Message.of(text if wanted.code else own, **values)), "plain")
    sheet.across(NOTE_ROW, head, say(Message(NOTE)), "plain")
    sheet.fit(NOTE_ROW, (say(Message(NOTE)), sum(WIDTHS[1:_FIRST_PAGE]), SIZE))
    first = 1
    placed = enumerate(COLUMNS, start=1)
    for (hand, _), columns in groupby(placed, key=lambda one: (one[1].hand, one[0] <= _FIRST_PAGE)):
        last = first + len(list(columns)) - 1
        sheet.across(GROUP_ROW, (first, last), say(Message(GROUPS[hand])), "label")
        first = last + 1
    sheet.headings(HEADING_ROW, [say(column.heading) for column in COLUMNS], WIDTHS)


def _write_row(sheet: FormSheet, row: int, finding: TrackedFinding, checklist: Checklist) -> None:
    shown = _shown(finding, checklist, sheet.translator)
    for place, column in enumerate(COLUMNS, start=1):
        text = shown.get(column.name, getattr(finding.plan, column.name, ""))
        if column.hand is Hand.THEIRS:
            sheet.put(row, place, text, "entry")
        else:
            style = "fixed_center" if column.name in CENTRED else "fixed_top"
            sheet.put(row, place, text, style)
        shown = {**shown, column.name: text}
    sheet.fit(row, *((shown[column.name], column.width, SIZE) for column in COLUMNS), least=42)


def _shown(
    finding: TrackedFinding, checklist: Checklist, translator: Translator
) -> Mapping[str, str]:
    """Our cells; a party is told as much as its own workbooks say."""
    say = translator.say
    told = finding.found if finding.side is Duty.CLIENT else finding.for_party
    return {
        "id": finding.id,
        "control": "\n".join(_titles(finding, checklist, translator)),
        "found": "\n".join(say(message) for message in told),
        "severity": say(SEVERITIES[finding.severity]),
        "due": finding.due.isoformat(),
        "state": say(FINDING_STATES[finding.state]),
        "required": say(EVIDENCE_STATES[finding.required_state]),
        "confirmed": _confirmed(finding),
    }


def _titles(finding: TrackedFinding, checklist: Checklist, translator: Translator) -> Iterator[str]:
    for id_ in finding.controls:
        control = checklist.controls.get(id_)
        yield f"{id_} {translator.pick(control.title)}" if control else id_


def _confirmed(finding: TrackedFinding) -> str:
    """Who confirmed that it is corrected, and on what."""
    settled = finding.settlement
    if finding.state is not FindingState.CLOSED or settled is None:
        return ""
    return f"{settled.by}\n{settled.evidence}"


def _items(sheet: str, row: int, finding: TrackedFinding) -> Iterator[Item]:
    for column in COLUMNS:
        if column.hand is Hand.THEIRS:
            text = getattr(finding.plan, column.name)
            yield Item(id=entry_key(finding.id, column.name), sheet=sheet, row=row, text=text)
