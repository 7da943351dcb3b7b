"""The context of a document: the run in a language, what the settings say, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.document_settings import DocumentSettings, DocumentSettingsByParty
from itakusaki.model.finding import Finding
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.party import Duty, Entrustment
from itakusaki.model.rounds import RoundLines
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import thousands
from itakusaki.report.view.frame import closing_words

#: Stands where a document needs what nobody has told yet.
OPEN: Final = Message(N_("[to be entered]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContext:
    """What every document is made from; `found` are the findings by processor.

    `suspicions` are what may be leaks, in a sealed edition; None in an ordinary document. `earlier` is
    the round before, None where none is kept.
    """

    view: ViewContext
    settings: DocumentSettingsByParty
    found: Mapping[str, Sequence[Finding]]
    suspicions: Sequence[Suspicion] | None = None
    earlier: RoundLines | None = None

    def of(self, result: ProcessorResult) -> DocumentSettings:
        """What the settings say of documents about a processor."""
        return self.settings.of(result.processor.id)

    def findings(self, result: ProcessorResult) -> tuple[Finding, ...]:
        """What is found at a processor on its own duties; the client's are told elsewhere."""
        found = self.found.get(result.processor.id, ())
        return tuple(finding for finding in found if finding.side is not Duty.CLIENT)

    def say(self, text: str, **values: Value) -> str:
        """A sentence in the document's language."""
        return self.view.say(Message.of(text, **values))

    def day(self, day: date | None) -> str:
        """A day as it is written, or that it is open."""
        return self.view.translator.day(day) if day else self.view.say(OPEN)

    def told(self, text: str) -> str:
        """A text of the settings, or that it is open."""
        return text or self.view.say(OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHead:
    """What every text of a document may name; `name` and `id` are "" where it is about no processor.

    `journal` tells the journal's head at the closing of the round, "" while it is open.
    """

    lang: str
    client: str
    round: str
    as_of: str
    name: str
    id: str
    checklist_version: str
    policy_version: str
    journal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """An entrustment: contract, work, and what the ledger says of the data."""

    contract: str
    work: str
    persons: str
    items: str
    sites: str
    systems: str


def document_head(context: DocumentContext, result: ProcessorResult | None = None) -> DocumentHead:
    """What a document's text may name."""
    run = context.view.assessment
    return DocumentHead(
        lang=context.view.translator.code,
        client=run.client,
        round=run.round,
        as_of=context.view.translator.day(run.as_of),
        name=result.processor.name if result else "",
        id=result.processor.id if result else "",
        checklist_version=run.checklist_version,
        policy_version=run.policy_version,
        journal=closing_words(context.view),
    )


def work_rows(context: DocumentContext, result: ProcessorResult) -> tuple[WorkRow, ...]:
    """The entrustments of a processor; none where it inspects itself without a ledger."""
    rows = result.processor.entrustments
    return tuple(_work(context, row) for row in rows if row.record.fields)


def _work(context: DocumentContext, row: Entrustment) -> WorkRow:
    record = row.record
    persons = record.text("persons")
    return WorkRow(
        contract=row.contract,
        work=record.text("work"),
        persons=context.say(N_("{count} persons"), count=thousands(persons)) if persons else "",
        items=record.text("data_items"),
        sites=record.text("sites"),
        systems=record.text("systems"),
    )
