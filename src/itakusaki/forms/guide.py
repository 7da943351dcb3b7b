"""Guides: what the instructions of a questionnaire and of a ledger say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.credits import NO_CREDITS, Certificate, Credits
from itakusaki.catalogue.glossary import GlossaryTerm
from itakusaki.catalogue.layout import Choice, Layout
from itakusaki.forms import scale
from itakusaki.forms.instructions import GuidePart
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message

ANSWER_MEANINGS = (
    (
        Message.of(N_("Done")),
        Message.of(
            N_(
                "Everything the question asks for is done, in the whole scope. Name the evidence that shows it."
            )
        ),
    ),
    (
        Message.of(N_("Partly done")),
        Message.of(
            N_(
                "It is done for some systems, sites or people only, or part of what is asked is missing. Say in the comment what is missing and until when."
            )
        ),
    ),
    (
        Message.of(N_("Not done")),
        Message.of(
            N_(
                "It is not done. This answer leads to an agreed plan of improvement and carries no penalty by itself."
            )
        ),
    ),
    (
        Message.of(N_("Not applicable")),
        Message.of(
            N_(
                "What the question is about does not exist at your company. Give the reason in the last column; without a reason it counts as not answered. On a mandatory control the client has to approve it as well."
            )
        ),
    ),
    (
        Message.of(N_("Not known")),
        Message.of(
            N_("You could not find out. It counts as not answered; please say whom you asked.")
        ),
    ),
)
GRADE_MEANINGS = {
    0: (
        Message.of(N_("No supporting information")),
        Message.of(N_("The answer stands for itself alone.")),
    ),
    1: (
        Message.of(N_("A description in words, an interview")),
        Message.of(N_("Say in the comment who does it, when and how.")),
    ),
    2: (
        Message.of(N_("Rules, procedures, contracts, certificates")),
        Message.of(N_("Shows that it is documented. Give the title, version and date.")),
    ),
    3: (
        Message.of(
            N_(
                "Dated records: reviews, attendance lists, permits, screens of settings with their date"
            )
        ),
        Message.of(N_("Shows that it was carried out in the period.")),
    ),
    4: (
        Message.of(
            N_("Exports of logs or settings made by the system, counts done by the client itself")
        ),
        Message.of(N_("Shows it at first hand.")),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFor:
    """What a questionnaire's instructions depend on.

    `left_out` are the questions certificates stand for, `terms` what its questions use of the glossary;
    `is_short` is the form of one sheet of questions, whose instructions go on a page. `last_round` is the
    one whose answers the form shows, "" where it shows none.
    """

    due: date | None
    left_out: Credits = NO_CREDITS
    terms: Sequence[GlossaryTerm] = ()
    is_short: bool = False
    last_round: str = ""


def questionnaire_guide(
    layout: Layout, translator: Translator, given: GuideFor
) -> tuple[GuidePart, ...]:
    """The instructions of a questionnaire."""
    return (
        _purpose(),
        *_left_out(given.left_out, translator),
        _in_short() if given.is_short else _steps(),
        *_last_round(given.last_round),
        _answers(translator, is_short=given.is_short),
        *([] if given.is_short else [_evidence(layout, translator)]),
        _example(layout, translator),
        *_terms(given.terms, translator),
        *([_masked()] if given.is_short else [_facts(), _return(translator, given.due)]),
    )


def _masked() -> GuidePart:
    """What the cover of a short form does not say of figures and of handing in."""
    return GuidePart(
        heading=Message.of(N_("How to return it")),
        paragraphs=(
            Message.of(
                N_(
                    "By the day and in the way named on the cover. Do not include personal data in evidence: redact it or give counts instead. A figure of 0 means that you counted and found none; leave it blank if you did not count."
                )
            ),
        ),
    )


def _answers(translator: Translator, *, is_short: bool) -> GuidePart:
    rows = _answer_rows(translator)
    heads = (N_("Answer"), N_("Means"), N_("When to choose it"))
    return GuidePart(
        heading=Message.of(N_("Choosing an answer")),
        headings=() if is_short else [Message(head) for head in heads],
        rows=[(f"{sign} {means}", when) for sign, means, when in rows] if is_short else rows,
    )


def _in_short() -> GuidePart:
    """How to fill in a form of one sheet of questions."""
    text = N_(
        "Fill in the cover, choose an answer for every question, and enter the figures beneath it, all as of one day. Yellow cells are for entries; an orange cell asks for a reason or for evidence. Please do not change headings, and do not insert columns: the workbook is read by a program. An answer '－' on a mandatory control needs the client's approval: the reason in the last column asks for it."
    )
    kinds = N_(
        "Kind of evidence: the strongest that you can hand over. A statement is what you write or say; a document a rule, procedure or contract; a record of operation bears a date (an inspection sheet, a list of attendants); raw data are exported from logs or settings."
    )
    return GuidePart(
        heading=Message.of(N_("How to proceed")), paragraphs=(Message.of(text), Message.of(kinds))
    )


def _terms(terms: Sequence[GlossaryTerm], translator: Translator) -> Sequence[GuidePart]:
    """What the terms of the questions mean."""
    if not terms:
        return ()
    return (
        GuidePart(
            heading=Message.of(N_("Terms")),
            rows=[(translator.pick(term.term), translator.pick(term.means)) for term in terms],
        ),
    )


def _example(layout: Layout, translator: Translator) -> GuidePart:
    """A question as somebody might have filled it; no question of the checklist."""
    columns = layout.tables["answers"]
    heads = ("answer", "question", "comment")
    partly = scale.answers(translator)[1]
    return GuidePart(
        heading=Message.of(N_("An example, filled in")),
        headings=[Message.of("{head}", head=columns.column(name).heading) for name in heads],
        rows=[
            (
                partly,
                translator.say(Message(N_("Do you lock the store room, and note who enters it?"))),
                translator.say(
                    Message(
                        N_(
                            "(Kind of evidence: record of operation; file: entries_2026.pdf) The room is locked. Entries are noted since October 2026; the branch office follows by March 2027."
                        )
                    )
                ),
            )
        ],
    )


def contract_guide(checklist: Checklist, translator: Translator) -> tuple[GuidePart, ...]:
    """The instructions of a ledger workbook, with what each clause has to say."""
    clauses = (control for control in checklist.controls.values() if control.is_contract)
    return (
        GuidePart(
            heading=Message.of(N_("What this workbook is for")),
            paragraphs=(
                Message.of(
                    N_(
                        "It holds whom personal data is entrusted to, what each contract says, and which exceptions the client has approved. itakusaki reads it from the folder contracts/ of the workspace."
                    )
                ),
                Message.of(
                    N_(
                        "Ledger: one row per contract. A sub-processor has a row of its own, with tier 2 or lower and the code of the company that entrusts it. Service-use, maintenance and SaaS agreements belong here as well: whether they are entrustments is a column of the ledger, not a reason to leave them out."
                    )
                ),
                Message.of(
                    N_(
                        "Clauses: per contract one row for each point to check, judged with the signs below, and beneath it the values the contract states. Give the article number and the gist of the clause. Where the contract is silent, the judgement is a no."
                    )
                ),
                Message.of(
                    N_(
                        "For another contract, copy the rows of a block beneath the last one and enter the new contract number; or fill in the ledger first and run itakusaki contract make again, which adds a block for each contract of the ledger to this workbook and keeps everything in it."
                    )
                ),
                Message.of(
                    N_(
                        "Approvals: exceptions with a last day, and approvals of an answer 'not applicable'. Only what stands here, with approver and date, counts; what a processor writes in its questionnaire does not."
                    )
                ),
                Message.of(
                    N_(
                        "To add rows, insert them between existing rows; no password protects the sheets."
                    )
                ),
            ),
        ),
        GuidePart(
            heading=Message.of(N_("Signs of judgement")),
            headings=(Message.of(N_("Answer")), Message.of(N_("Means"))),
            rows=_clause_rows(translator),
        ),
        GuidePart(
            heading=Message.of(N_("What each clause should say")),
            headings=(
                Message.of(N_("Item")),
                Message.of(N_("Point to check")),
                Message.of(N_("What to look for")),
            ),
            rows=[(c.id, translator.pick(c.title), translator.pick(c.guidance)) for c in clauses],
        ),
    )


def _purpose() -> GuidePart:
    return GuidePart(
        heading=Message.of(N_("What the answers are used for")),
        paragraphs=(
            Message.of(
                N_(
                    "The client has to supervise those to whom it entrusts personal data. Your answers are compared with the contract and with the evidence you hand in, and the result comes back to you as a report."
                )
            ),
            Message.of(
                N_(
                    "An answer without evidence is shown as 'not evidenced', not as a failing. A difference between two sources is put to you as a question first. On a mandatory control, what is not yet evidenced limits the rating to C, and a difference leaves it open until you have explained it."
                )
            ),
        ),
    )


def _left_out(credits_: Credits, translator: Translator) -> Sequence[GuidePart]:
    if not credits_.certificates:
        return ()
    return (
        GuidePart(
            heading=Message.of(N_("Questions left out by certificate")),
            paragraphs=[
                Message.of(
                    N_(
                        "The client relies on the certificates below. They stand for {count} questions in all, which this workbook does not ask; mandatory controls are always asked. If a certificate has lapsed, was suspended, or does not cover the sites of this work, please say so before you answer."
                    ),
                    count=len(credits_.controls),
                )
            ],
            headings=(
                Message.of(N_("Certificate")),
                Message.of(N_("What it leaves out")),
                Message.of(N_("Remarks")),
            ),
            # One that stands beside several contracts is told once.
            rows=tuple(
                dict.fromkeys(
                    _certificate_row(one, credits_, translator) for one in credits_.certificates
                )
            ),
        ),
    )


def _certificate_row(
    certificate: Certificate, credits_: Credits, translator: Translator
) -> tuple[str, str, str]:
    standard = certificate.standard
    name = translator.pick(standard.title) if standard else certificate.name
    mine = [c for c in credits_.controls.values() if c.certificate.standard == standard]
    if certificate.refused is not None:
        text = Message.of(N_("No question: {reason}"), reason=certificate.refused)
        return name, translator.say(text), ""
    if not mine:
        return (
            name,
            translator.say(
                Message.of(
                    N_(
                        "None of the questions asked here, save those left out by another certificate"
                    )
                )
            ),
            "",
        )
    ids = translator.joined(credit.control for credit in mine)
    text = Message.of(
        N_("This certificate leaves out {count} questions: {ids}"), count=len(mine), ids=ids
    )
    leaves = translator.pick(standard.leaves) if standard and standard.leaves else ""
    return name, translator.say(text), leaves


def _steps() -> GuidePart:
    by_field = Message.of(
        N_(
            "2. There is a sheet for each department that is likely to know; the cover names it. Gather the sheets in one workbook again before you return it. In the first row of each part, say once for which systems and sites its answers hold, and since when or how often."
        )
    )
    lists = Message.of(
        N_(
            "4. Fill in the sheets on sub-processors, exceptions and evidence. If there is nothing to enter, leave them empty. To have the client approve an answer 'not applicable' on a mandatory control, enter it on the sheet of exceptions."
        )
    )
    objecting = Message.of(
        N_(
            "Where your own figure makes an answer count as less and you object, begin the comment with 'Objection:' and say why."
        )
    )
    return GuidePart(
        heading=Message.of(N_("How to proceed")),
        paragraphs=(
            Message.of(
                N_(
                    "1. Fill in the cover. The as-of date is the day for which all answers and counts hold."
                )
            ),
            by_field,
            Message.of(
                N_(
                    "3. Choose an answer for every question, and fill in the facts beneath it (numbers, dates, lists, yes or no). Where a question has points to be ticked, the answer follows from them; enter another one only with a reason in the comment. The cover shows how far you are."
                )
            ),
            lists,
            Message.of(
                N_(
                    "Yellow cells are for entries. An orange cell asks for a reason or for evidence. Please do not change headings, and do not insert columns: the workbook is read by a program. Hashes of files are worked out by the client."
                )
            ),
            objecting,
        ),
    )


def _last_round(name: str) -> tuple[GuidePart, ...]:
    if not name:
        return ()
    return (
        GuidePart(
            heading=Message.of(N_("What has not changed since {round}"), round=name),
            paragraphs=(
                Message.of(
                    N_(
                        "Beside each question stands what you answered last. Where it still holds, choose “No change” and leave the answer blank; what you enter beside it goes before what was entered then. In the first row of a part you may say so for all its blank answers at once."
                    )
                ),
                Message.of(
                    N_(
                        "Required questions, numbers and days are asked anew in each round. Evidence has to be handed in again: a record of operation of this round's period, a rule or a contract as it is in force."
                    )
                ),
            ),
        ),
    )


def _answer_rows(translator: Translator) -> list[tuple[str, str, str]]:
    return [
        (sign, translator.say(means), translator.say(when))
        for sign, (means, when) in zip(scale.answers(translator), ANSWER_MEANINGS, strict=True)
    ]


def _evidence(layout: Layout, translator: Translator) -> GuidePart:
    kinds = layout.tables["answers"].column("evidence_kind").choices
    return GuidePart(
        heading=Message.of(N_("Evidence")),
        paragraphs=(
            Message.of(
                N_(
                    "Choose the strongest kind of evidence you can hand in, and write its file names. The grade follows from the kind. The more severe the risk, the higher the grade that is needed for the answer to count as evidenced."
                )
            ),
        ),
        headings=(
            Message.of(N_("Kind and grade")),
            Message.of(N_("For example")),
            Message.of(N_("What it shows")),
        ),
        rows=[row for choice in kinds for row in _grade_row(choice, translator)],
    )


def _grade_row(choice: Choice, translator: Translator) -> list[tuple[str, str, str]]:
    if choice.grade not in GRADE_MEANINGS:
        return []
    example, shows = GRADE_MEANINGS[choice.grade]
    kind = f"{translator.pick(choice.words)} ({choice.grade})"
    return [(kind, translator.say(example), translator.say(shows))]


def _facts() -> GuidePart:
    return GuidePart(
        heading=Message.of(N_("Numbers, dates and lists")),
        paragraphs=(
            Message.of(
                N_(
                    "Numbers: digits only, the unit stands beside the cell. 0 means that you counted and found none; leave the cell blank if you did not count."
                )
            ),
            Message.of(
                N_("Dates: for example 2026/12/31. Lists: separate the entries with commas.")
            ),
        ),
    )


def _return(translator: Translator, due: date | None) -> GuidePart:
    until = (
        Message.of(N_("Please return the workbook by {day}."), day=translator.day(due))
        if due
        else Message.of(N_("Please return the workbook by the day the client has named."))
    )
    return GuidePart(
        heading=Message.of(N_("How to return it")),
        paragraphs=(
            until,
            Message.of(
                N_(
                    "Return it as an Excel file (.xlsx), not as PDF, by the safe way agreed with the client, together with the evidence files. Do not include personal data in evidence: redact it or give counts instead."
                )
            ),
        ),
    )


def _clause_rows(translator: Translator) -> Sequence[tuple[str, str]]:
    meanings = (
        Message.of(N_("The contract says all of it.")),
        Message.of(N_("The contract says part of it, or says it unclearly.")),
        Message.of(N_("The contract does not say it.")),
        Message.of(
            N_(
                "What the point presupposes does not exist in this contract; give the reason in the remarks."
            )
        ),
        Message.of(N_("The contract could not be looked into yet.")),
    )
    return [
        (sign, translator.say(text))
        for sign, text in zip(scale.answers(translator), meanings, strict=True)
    ]
