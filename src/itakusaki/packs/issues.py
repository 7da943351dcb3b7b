"""Data issues of evidence packs: each code with its weight, its sentence, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.model.issue import DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Value
from itakusaki.model.source import CellRef

_E, _W, _N = IssueLevel.ERROR, IssueLevel.WARNING, IssueLevel.NOTE

ISSUES: Final[Mapping[str, IssueKind]] = {
    "pack_unreadable": IssueKind(
        _E,
        N_("The evidence pack cannot be read: {problem}"),
        N_("Ask for the file once more, just as evidence pack wrote it."),
    ),
    "pack_tampered": IssueKind(
        _E,
        N_(
            "The evidence pack is not what was signed: it was changed afterwards. Its results are not used."
        ),
        N_("Ask the processor for a new pack, and what was changed in this one and by whom."),
    ),
    "pack_elsewhere": IssueKind(
        _E,
        N_(
            "The evidence pack is of {party}, round {round}, but lies in the folder of {here}, round {now}. It is not used."
        ),
        N_("Put it into the folder it belongs to, or ask for a pack of this party and round."),
    ),
    "pack_contradicts_itself": IssueKind(
        _E,
        N_(
            "The evidence pack contradicts itself ({count} times; the first: {problem}). Its results are not used."
        ),
        N_("Ask for the file just as evidence pack wrote it, and who put this one together."),
    ),
    "pack_weak_export": IssueKind(
        _W,
        N_("What the evidence pack was run on proves nothing where it is clean: {why}."),
        N_("Ask for a new pack over whole exports of the whole period."),
    ),
    "pack_other_settings": IssueKind(
        _W,
        N_(
            "The evidence pack was run with settings other than yours (yours in brackets): {settings}"
        ),
        N_(
            "Ask for a new pack with your settings, or write theirs into itakusaki.toml under [evidence.{party}]."
        ),
    ),
    "pack_unknown_key": IssueKind(
        _W,
        N_(
            "The evidence pack is signed with a key that is not written down for this processor: {fingerprint}. Its results do not count."
        ),
        N_(
            "Ask the processor for its fingerprint by another way than the pack came, and write it into itakusaki.toml under [evidence.{party}] as signing_keys."
        ),
    ),
    "pack_unknown_test": IssueKind(
        _W,
        N_("The evidence pack has results of tests that are not in force here: {tests}"),
        N_("Ask which version of the checklists was used; these results are left out."),
    ),
    "pack_unknown_export": IssueKind(
        _W,
        N_("The evidence pack names exports that are not known here: {exports}"),
        N_("Ask which version of the checklists was used; these exports are left out."),
    ),
    "pack_missing_test": IssueKind(
        _W,
        N_("The evidence pack does not have the tests {tests}; they count as not compared."),
        N_("Ask for a pack with every test, made without --test."),
    ),
    "pack_other_rules": IssueKind(
        _W,
        N_("The evidence pack was run with rules that differ from those in force here: {tests}"),
        N_("Ask for a new pack made with the same version and checklists as yours."),
    ),
    "pack_other_version": IssueKind(
        _N,
        N_("The evidence pack was made with itakusaki {theirs}; this is {ours}."),
        N_("Where a result matters, ask for a pack made with the same version."),
    ),
    "pack_other_parameters": IssueKind(
        _W,
        N_("The evidence pack was run with parameters other than yours: {tests}"),
        N_(
            "Ask why, and write what you accept into itakusaki.toml under [evidence.{party}.parameters]; until then a clean result counts as incomplete."
        ),
    ),
    "pack_short": IssueKind(
        _W,
        N_(
            "{export} in the evidence pack covers {first} to {last}, not the whole period asked for."
        ),
        N_("Ask for the rest, or for the reason why it is missing."),
    ),
    "pack_noted": IssueKind(
        _N,
        N_("The processor's own run noted data issues: {codes}"),
        N_("Ask for the list that evidence check printed there."),
    ),
    "pack_differs": IssueKind(
        _W,
        N_(
            "The evidence pack counts otherwise than the logs that were delivered: {tests}. The logs delivered count."
        ),
        N_("Ask which files the pack was run on; compare their SHA-256 with those delivered."),
    ),
    "pack_superseded": IssueKind(
        _N,
        N_("A later evidence pack of this processor is there: {file}. This one is not used."),
        N_("Nothing, unless the later one was meant for something else."),
    ),
}


def pack_issue(code: str, file: str, processor: str, /, **values: Value) -> DataIssue:
    """A data issue of a known code, its blanks filled."""
    return ISSUES[code].issue(code, CellRef(file=file), processor, **values)
