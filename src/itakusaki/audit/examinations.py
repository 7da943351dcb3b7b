"""Examinations: every party's delivered exports, put through the control tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from itakusaki.audit.incremental import Examined, KeptExaminations
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.exports.recognise import RecognisedSubmission, recognised
from itakusaki.files.cores import cores
from itakusaki.files.folding import code_key
from itakusaki.files.wall import add_machine_outcomes, machine_outcomes
from itakusaki.files.workers import in_order
from itakusaki.model.allowance import MEGABYTE, bytes_of
from itakusaki.model.assessment import Dossier
from itakusaki.model.errors import SettingsError
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings, Setting
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Processor
from itakusaki.model.retest import Examination
from itakusaki.model.step import OnStep, Step
from itakusaki.packs.writing import is_pack
from itakusaki.retests.dialects import SPARK
from itakusaki.settings import Workspace
from itakusaki.settings.workspace import FILE

#: What a share of the memory that is allowed to one engine comes to at least.
_LEAST_MEMORY: Final = 500 * MEGABYTE
REPERFORMING: Final = N_("testing controls on exported logs")


def examinations(
    setup: Setup,
    dossier: Dossier,
    *,
    on_progress: OnStep,
    options: RunOptions | None = None,
    only: str = "",
) -> tuple[Examination, ...]:
    """Carry out the control tests on every party that delivered exports or a sealed pack.

    `options` are how (engine, names shown or masked, which tests); DuckDB with masked names unless
    said otherwise. `only` is the code of the one party that is wanted.
    """
    how, codes = options or RunOptions(), tuple(dossier.ledger.processors)
    known = KeptExaminations(setup, how)
    parties = tuple(_submissions(setup, dossier, only))
    examined = {party.processor: known.found(party) for party in parties}
    left = [party for party in parties if examined[party.processor] is None]
    jobs = how_many(setup.jobs, how, left)
    examining = ExaminingDeliveries(
        rules=setup.rules,
        options=how,
        round_=setup.workspace.round,
        jobs=jobs,
        workspace=setup.workspace,
        codes=codes,
    )
    found: list[Examination] = []
    with closing(in_order(examining, left, jobs, bytes_delivered)) as made:
        for party in parties:
            on_progress(Step(stage=REPERFORMING, item=party.processor, number=len(found) + 1))
            one = examined[party.processor]
            if one is None:
                one = next(made)
                known.keep(party, one)
                if jobs > 1:
                    add_machine_outcomes(one.machine_outcomes)
            if one.examination is not None:
                found.append(one.examination)
    if found:
        check_settings(setup.workspace, setup.rules, codes)
    return tuple(found)


def bytes_delivered(party: Submission) -> int:
    """How much a party delivered, by which it is known how long its examination takes."""
    return sum(file.size for file in party.files)


def how_many(most: int, how: RunOptions, parties: Sequence[Submission]) -> int:
    """How many parties are examined at a time.

    A process is not begun for less than two of them, nor for less memory than one works well with.
    """
    if how.engine == SPARK:
        return 1
    memory = min((bytes_of(party.settings.memory) for party in parties), default=0)
    return max(1, min(most, len(parties) // 2, memory // _LEAST_MEMORY))


@dataclass(frozen=True, kw_only=True)
class Examining:
    """The examination of one party after another, here or in one of `jobs` processes that do the same."""

    rules: Rules
    options: RunOptions
    round_: str
    jobs: int = 1

    def __call__(self, party: Submission) -> Examined:
        """What comes of a party's exports."""
        before = machine_outcomes()
        made = self._made(replace(party, settings=party.settings.shared(self.jobs, cores())))
        return Examined(made, machine_outcomes() - before)

    def _made(self, party: Submission) -> Examination | None:
        return examined_party(party, self.rules, self.options, self.round_)


@dataclass(frozen=True, kw_only=True)
class ExaminingDeliveries(Examining):
    """The examination of what parties delivered, exports or not; `codes` are those of the ledger."""

    workspace: Workspace
    codes: tuple[str, ...]

    def _made(self, party: Submission) -> Examination | None:
        # One party at a time: with each come the workbooks that were opened to recognise it.
        ready = _with_exports(party, self.rules)
        if ready is None:
            return None
        # Before the first party that is examined; not where nobody delivered anything.
        check_settings(self.workspace, self.rules, self.codes)
        return super()._made(ready)


def examined_party(
    party: Submission, rules: Rules, options: RunOptions, round_: str
) -> Examination:
    """Carry out the tests on one party's exports, completed by the packs it delivered."""
    from itakusaki.packs.completion import with_packs  # noqa: PLC0415 - loads jsonschema

    logs = tuple(file for file in party.files if not is_pack(file.name))
    found = Examination(processor=party.processor)
    if logs:
        from itakusaki.audit.examine import examine  # noqa: PLC0415 - slow to start

        found = examine(replace(party, files=logs), rules, options)
    return with_packs(found, party, rules.evidence, round_)


def check_settings(workspace: Workspace, rules: Rules, codes: Iterable[str]) -> None:
    """Refuse evidence settings that fit no test, no parameter and no party.

    Raises:
        SettingsError: naming the first of them.
    """
    file = str(workspace.folder / FILE)
    held = workspace.evidence_by_party
    known = {code_key(code): code for code in codes}
    for settings in (held.common, *held.parties.values()):
        check_parameters(settings, rules.evidence, file)
    for code in held.parties:
        if code_key(code) not in known:
            text = N_("evidence.{party}: the ledger has no such party; it has {known}")
            says = Message.of(text, party=code, known=", ".join(known.values()) or "-")
            raise SettingsError(file, says)


def deliveries(setup: Setup, dossier: Dossier, only: str = "") -> Iterator[Submission]:
    """The parties of the ledger that delivered anything the tests could work on; one, if asked so."""
    for party in _submissions(setup, dossier, only):
        found = _with_exports(party, setup.rules)
        only_named = isinstance(found, RecognisedSubmission) and not found.holds_export
        if found is not None and not only_named:
            yield found


def _submissions(setup: Setup, dossier: Dossier, only: str) -> Iterator[Submission]:
    """What each party of the ledger delivered, whatever it is; one party's, if asked so."""
    files: dict[str, list[EvidenceFile]] = {}
    for file in dossier.evidence:
        files.setdefault(file.processor, []).append(file)
    for processor in dossier.ledger.processors.values():
        if files.get(processor.id) and (not only or code_key(processor.id) == code_key(only)):
            yield Submission(
                processor=processor.id,
                files=tuple(files[processor.id]),
                root=setup.workspace.folder,
                settings=settings_for(setup, processor),
                allowance=setup.workspace.reading,
            )


def _with_exports(party: Submission, rules: Rules) -> Submission | None:
    """A party's delivery with what was read to recognise it; None where it is nothing for tests or names."""
    if any(is_pack(file.name) for file in party.files):
        return party
    return recognised(party, rules.evidence, rules.evidence.layouts)


def settings_for(setup: Setup, processor: Processor) -> EvidenceSettings:
    """The client's settings for a party, with what the ledger and the round already say."""
    settings = setup.workspace.evidence_settings(processor.id)
    known: dict[str, Setting] = {"as_of": setup.workspace.as_of.isoformat()}
    ended = _ended(processor, setup.workspace.as_of)
    if ended is not None:
        known["contract_end"] = ended.isoformat()
    parameters: Mapping[str, Setting] = {**known, **settings.parameters}
    return replace(settings, parameters=parameters)


def _ended(processor: Processor, as_of: date) -> date | None:
    """The day the last contract ended, None while any of them runs or has no end."""
    ends = [entrustment.record.day("term_end") for entrustment in processor.entrustments]
    days = [end for end in ends if end is not None and end < as_of]
    return max(days) if days and len(days) == len(ends) else None
