"""Rows of the gap register: its columns, and a row per finding of a processor or of the client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from itakusaki.language import Translator
from itakusaki.language.labels import DUTIES, VERDICTS
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Verdict
from itakusaki.report.view.comparison import QuestionView
from itakusaki.report.view.finding import FindingView
from itakusaki.report.view.processor import ProcessorView
from itakusaki.report.view.supervision import SupervisedRow
from itakusaki.tabular.gap_register import CODE, CONTROL, DUE, OWNER, REMARKS, SIDE, STATUS

Cell = str | float


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: heading, width in characters; `entry` where a person fills it in.

    One that stands `aside` is folded away until it is wanted, on screen and in print.
    """

    heading: str
    width: float
    entry: bool = False
    aside: bool = False


COLUMNS = (
    RegisterColumn(N_("Finding"), 18),
    RegisterColumn(CODE, 13, aside=True),
    RegisterColumn(N_("Processor name"), 14),
    RegisterColumn(SIDE, 12, aside=True),
    RegisterColumn(N_("Rating"), 18, aside=True),
    RegisterColumn(N_("Kind"), 12),
    RegisterColumn(N_("Verdict"), 12, aside=True),
    RegisterColumn(N_("Mandatory"), 10, aside=True),
    RegisterColumn(N_("Severity"), 8),
    RegisterColumn(N_("Weight"), 8, aside=True),
    RegisterColumn(CONTROL, 10, aside=True),
    RegisterColumn(N_("Title"), 18),
    RegisterColumn(N_("Question"), 44, aside=True),
    RegisterColumn(N_("Answer as given"), 24, aside=True),
    RegisterColumn(N_("Where"), 36, aside=True),
    RegisterColumn(N_("Reasons"), 48),
    RegisterColumn(N_("Cross-checks"), 14, aside=True),
    RegisterColumn(N_("Legal basis"), 36, aside=True),
    RegisterColumn(N_("What to do"), 51),
    RegisterColumn(N_("Evidence to ask for"), 40, aside=True),
    RegisterColumn(N_("Suggested clause"), 40, aside=True),
    RegisterColumn(OWNER, 10, entry=True),
    RegisterColumn(DUE, 11, entry=True),
    RegisterColumn(STATUS, 10, entry=True),
    RegisterColumn(REMARKS, 28, entry=True, aside=True),
)


def register_rows(
    view: ProcessorView | SupervisedRow, side: Duty, translator: Translator
) -> Iterator[tuple[Cell, ...]]:
    """The rows of a side, as long as the columns that are not to be filled in."""
    party = (view.id, view.name, translator.say(DUTIES[side]), view.rating.label)
    for finding in view.findings:
        yield (
            finding.id,
            *party,
            *_judgement(finding, translator),
            *_control(finding, translator),
        )
    for question in view.loose:
        yield (question.finding, *party, *_question(question, translator))


def sealed_row(view: ProcessorView, side: Duty, translator: Translator) -> tuple[Cell, ...]:
    """The row of a processor that says no more than that there is a sealed matter."""
    kind = translator.say(VERDICTS[Verdict.SEALED])
    party = (view.id, view.name, translator.say(DUTIES[side]), view.rating.label)
    blank = ("",) * (sum(not column.entry for column in COLUMNS) - len(party) - 13)
    return (
        f"{view.id}-sealed",
        *party,
        kind,
        kind,
        "",
        "",
        0.0,
        "",
        "",
        "",
        "",
        "",
        view.sealed,
        *blank,
    )


def _judgement(finding: FindingView, translator: Translator) -> tuple[Cell, ...]:
    return (
        finding.kind_label,
        finding.verdict,
        translator.gettext(N_("M")) if finding.knock_out else "",
        finding.severity,
        float(finding.weight),
    )


def _control(finding: FindingView, translator: Translator) -> tuple[Cell, ...]:
    text = finding.text
    colon = translator.gettext(N_(": "))
    wants_clause = finding.kind in (FindingKind.CONTRACT_GAP, FindingKind.UNANSWERED)
    return (
        text.id,
        text.title,
        text.question,
        _lines(f"{answer.side}{colon}{answer.value}" for answer in finding.answers),
        _lines(answer.where for answer in finding.answers),
        _lines(finding.reasons),
        ", ".join(finding.rules),
        _lines(
            (
                translator.gettext(N_("Duty behind it (what)")) + colon + text.obliges,
                translator.gettext(N_("Level of this point (how far)")) + colon + text.level,
            )
        ),
        text.remediation,
        text.evidence,
        text.clause if wants_clause else "",
    )


def _question(question: QuestionView, translator: Translator) -> tuple[Cell, ...]:
    """A contradiction that touches no control has a row of its own."""
    colon = translator.gettext(N_(": "))
    return (
        translator.gettext(N_("Discrepancy (question)")),
        *("", "", "", 0.0),
        question.rule,
        question.title,
        question.question,
        _lines(f"{operand.label}{colon}{operand.shown}" for operand in question.operands),
        _lines(operand.where for operand in question.operands),
        translator.gettext(N_("The sources do not say the same.")),
        question.rule,
        *("", "", "", ""),
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
