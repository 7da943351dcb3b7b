"""Checklist exports: every control as a row, for people who live in spreadsheets, and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.files.reproducible_zip import reproducible
from itakusaki.language import Translator
from itakusaki.language.labels import DUTIES, SEVERITIES
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.report.control_page import basis_lines
from itakusaki.report.markdown_text import escaped

Export = Callable[[Checklist, Translator], bytes]
HEADINGS: Final = (
    N_("ID"),
    N_("Title"),
    N_("Severity"),
    N_("Mandatory"),
    N_("Duty"),
    N_("Question"),
    N_("Guidance"),
    N_("Question to the party on its practice"),
    N_("Guidance to the party"),
    N_("Legal and other basis"),
    N_("What to do"),
    N_("Evidence to ask for"),
    N_("Facts asked"),
    N_("Case findings"),
)


def rows(checklist: Checklist, translator: Translator) -> Sequence[Sequence[str]]:
    """A heading row, then one row a control, in one language."""
    heading = [translator.gettext(text) for text in HEADINGS]
    return [
        heading,
        *(_row(control, checklist, translator) for control in checklist.controls.values()),
    ]


def _row(control: Control, checklist: Checklist, translator: Translator) -> Sequence[str]:
    return (
        control.id,
        translator.pick(control.title),
        translator.say(SEVERITIES[control.severity]),
        "●" if control.knock_out else "",
        translator.joined(translator.say(DUTIES[duty]) for duty in control.duty),
        translator.pick(control.question),
        translator.pick(control.guidance),
        *_practice(control, translator),
        "\n".join(basis_lines(control, checklist, translator)),
        *_advice(control, translator),
        "\n".join(f"{fact.id} {translator.pick(fact.ask)}" for fact in control.facts),
        ", ".join(control.cases),
    )


def _practice(control: Control, translator: Translator) -> Sequence[str]:
    """What the party is asked instead, "" where both sides are asked the same."""
    practice = control.practice
    if practice is None:
        return "", ""
    return translator.pick(practice.question), translator.pick(practice.guidance)


def _advice(control: Control, translator: Translator) -> tuple[str, str]:
    """What is done and what is shown, with the side before it where the two differ."""
    sides = {side: control.advice_for(side) for side in (Duty.CLIENT, Duty.PROCESSOR)}
    if len(set(sides.values())) == 1:
        (advice, *_) = sides.values()
        return translator.pick(advice.remediation), translator.pick(advice.evidence)
    label = N_("{side}: {advice}")
    done, shown = (
        "\n".join(
            translator.say(Message.of(label, side=DUTIES[side], advice=told)) for side, told in each
        )
        for each in (
            [(side, advice.remediation) for side, advice in sides.items()],
            [(side, advice.evidence) for side, advice in sides.items()],
        )
    )
    return done, shown


def as_csv(checklist: Checklist, translator: Translator) -> bytes:
    """UTF-8 with a byte-order mark, which Excel needs to read Japanese."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows(checklist, translator))
    return text.getvalue().encode("utf-8-sig")


def as_markdown(checklist: Checklist, translator: Translator) -> bytes:
    """A table; line breaks inside cells become <br>."""
    lines = [
        "| " + " | ".join(escaped(cell).replace("\n", "<br>") for cell in row) + " |"
        for row in rows(checklist, translator)
    ]
    lines.insert(1, "|" + " --- |" * len(HEADINGS))
    return ("\n".join(lines) + "\n").encode()


def as_json(checklist: Checklist, _translator: Translator) -> bytes:
    """Every field of every control, in both languages."""
    controls = [asdict(control) for control in checklist.controls.values()]
    data = {"version": checklist.version, "controls": controls}
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain).encode() + b"\n"


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def as_xlsx(checklist: Checklist, translator: Translator) -> bytes:
    """A sheet that can be filtered, with the heading row held in place."""
    from openpyxl import Workbook  # noqa: PLC0415 - half a second that other formats do not need
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = translator.gettext(N_("Controls"))
    for row in rows(checklist, translator):
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for letter, width in zip("ABCDEFGHIJKLMN", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return reproducible(content.getvalue(), MADE)


#: The day a checklist was exported tells nothing about it; its version does.
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
#: Column widths in characters, in the order of HEADINGS.
WIDTHS: Final = (9, 28, 10, 9, 16, 50, 50, 50, 50, 44, 50, 40, 44, 16)
EXPORTS: Final[Mapping[str, Export]] = {
    ".xlsx": as_xlsx,
    ".csv": as_csv,
    ".md": as_markdown,
    ".json": as_json,
}
