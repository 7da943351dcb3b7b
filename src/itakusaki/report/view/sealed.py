"""The sealed page: what may be a leak, told as one story, and what to do first (ADR 0020)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.control_text import references
from itakusaki.report.view.log_result import LogTest
from itakusaki.report.view.processor import ProcessorView

#: Said first: it is a question, and who has to decide it by when is said with it.
DECIDE: Final = N_(
    "A leak, or the possibility of one, may have to be suspected. Decide at once which item of Article 7 of the Enforcement Rules applies, if any. This is a question to decide, not a finding that there was a leak or a breach of law."
)
COUNTING: Final = (
    N_(
        "The days may already be counting: for a company they run from when any of its departments knew of it, however that is judged in the single case (General Guidelines, section 3-5-3-3)."
    ),
    N_(
        "A preliminary report is due promptly, as a guide within about 3 to 5 days of knowing (section 3-5-3-3); the final report within 30 days, or 60 days where item 3 applies (section 3-5-3-4). The day of knowing counts as day 1; Saturdays, Sundays and holidays count."
    ),
    N_(
        "Client and processor each have days of their own. If the client learns of it by this page, the day on which this page was first read may be its day 1. Write that day down."
    ),
)
STEPS: Final = (
    N_(
        "Preserve first: keep terminals, removable media, raw logs where they are stored, entry and camera records from being erased, overwritten, reset, returned or thrown away; stop automatic deletion. Write down who secured what and when, with hash values of copies."
    ),
    N_(
        "Then tell the person responsible for the handling of personal data, who decides whether to report, and whom else to let know."
    ),
    N_(
        "Only then ask the processor: its person responsible alone, outside the line of command of whoever may be concerned, and not by a form letter. Whoever may be concerned must not learn of it by the way it is asked."
    ),
    N_(
        "When it has been decided, and asking no longer warns anybody, the matter can be lifted: in the review workbook, on every control that is sealed here, with the decision where sources differ, name, day and reason. Its questions and findings then stand in the ordinary reports."
    ),
)
READERS: Final = N_(
    "For the person responsible only. This page may be given to the person responsible for the handling of personal data, the person in charge of the audit, and those whom the former names. Nothing of it may be put into a letter, questionnaire, list or report for the processor, nor into the ordinary reports of this round."
)
ENTRIES: Final = (
    N_("Department that knew first, and the day"),
    N_("Day on which this page was first read, and by whom"),
    N_("What was preserved, by whom, when"),
    N_("Decision: which item of Article 7, or none; grounds"),
    N_("Decided by, on"),
    N_("Preliminary report due (guide)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionView:
    """One ground: its story, the rules to decide it by, and the tests that tell of the same names."""

    source: str
    title: str
    says: tuple[str, ...]
    basis: str
    tests: tuple[LogTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedView:
    """What stands before the usual sections; `page` is the processor's page of what is sealed."""

    page: ProcessorView
    readers: str
    decide: str
    counting: tuple[str, ...]
    steps: tuple[str, ...]
    entries: tuple[str, ...]
    suspicions: tuple[SuspicionView, ...]


def sealed_view(
    context: ViewContext,
    result: ProcessorResult,
    page: ProcessorView,
    suspicions: Iterable[Suspicion],
) -> SealedView:
    """A processor's sealed page, ready to print."""
    mine = (one for one in suspicions if one.processor == result.processor.id)
    return SealedView(
        page=page,
        readers=context.say(Message(READERS)),
        decide=context.say(Message(DECIDE)),
        counting=tuple(_said(context, COUNTING)),
        steps=tuple(_said(context, STEPS)),
        entries=tuple(_said(context, ENTRIES)),
        suspicions=tuple(_suspicion(context, page, one) for one in mine),
    )


def _said(context: ViewContext, texts: Iterable[str]) -> Iterator[str]:
    return (context.say(Message(text)) for text in texts)


def _suspicion(context: ViewContext, page: ProcessorView, found: Suspicion) -> SuspicionView:
    by_id = {test.id: test for test in page.logs.tests} if page.logs else {}
    return SuspicionView(
        source=found.source,
        title=context.say(found.title),
        says=tuple(context.say(sentence) for sentence in found.says),
        basis=references(found.basis, context.checklist, context.translator, strength=True),
        tests=tuple(by_id[test] for test in found.tests if test in by_id),
    )
