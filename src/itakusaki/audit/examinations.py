"""Examinations: every party's delivered exports, put through the control tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Final

from itakusaki.audit.incremental import KeptExaminations
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.exports.recognise import RecognisedSubmission, recognised
from itakusaki.files.folding import code_key
from itakusaki.model.assessment import Dossier
from itakusaki.model.errors import SettingsError
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings, Setting
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Processor
from itakusaki.model.retest import Examination
from itakusaki.model.step import OnStep, Step
from itakusaki.packs.writing import is_pack
from itakusaki.settings.workspace import FILE

REPERFORMING: Final = N_("re-performing controls on exported logs")


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
    rules, round_, how = setup.rules, setup.workspace.round, options or RunOptions()
    known = KeptExaminations(setup, how)
    found: list[Examination] = []
    # Once, before the first party that is examined; not where nobody delivered anything.
    check = cache(partial(check_settings, setup, dossier.ledger.processors))

    def made(party: Submission) -> Examination | None:
        ready = _with_exports(party, rules)
        if ready is None:
            return None
        check()
        return examined_party(ready, rules, how, round_)

    # One party at a time: with each come the workbooks that were opened to recognise it.
    for party in _submissions(setup, dossier, only):
        on_progress(Step(stage=REPERFORMING, item=party.processor, number=len(found) + 1))
        examined = known.of(party, partial(made, party))
        if examined is not None:
            found.append(examined)
    if found:
        check()
    return tuple(found)


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


def check_settings(setup: Setup, codes: Iterable[str]) -> None:
    """Refuse evidence settings that fit no test, no parameter and no party.

    Raises:
        SettingsError: naming the first of them.
    """
    file = str(setup.workspace.folder / FILE)
    held = setup.workspace.evidence_by_party
    known = {code_key(code): code for code in codes}
    for settings in (held.common, *held.parties.values()):
        check_parameters(settings, setup.rules.evidence, file)
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
