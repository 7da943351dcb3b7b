"""References of control tests: the controls and cross-checks they name."""

from __future__ import annotations

from collections.abc import Container, Iterator

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.evidence_entries import EvidenceEntries
from itakusaki.catalogue.index import unknown
from itakusaki.catalogue.overlay import Entry
from itakusaki.catalogue.yaml_file import Mistake


def reference_mistakes(
    entries: EvidenceEntries, checklist: Checklist, rules: Container[str]
) -> Iterator[Mistake]:
    """Every control, cross-check, instrument and other test named by a test that does not exist."""
    for entry in entries.tests.values():
        if not entries.is_checked(own=entry.own):
            continue
        test = entry.data
        if test["rule"] not in rules:
            yield entry.mistake(("rule",), unknown("cross-check", test["rule"]))
        for key in ("touches", "concerns", "proves"):
            for at, name in enumerate(test.get(key, ())):
                if name not in checklist.controls:
                    yield entry.mistake((key, at), unknown("control", name))
        yield from _leak_mistakes(entries, entry, checklist)


def _leak_mistakes(
    entries: EvidenceEntries, entry: Entry, checklist: Checklist
) -> Iterator[Mistake]:
    leak = entry.data.get("possible_leak", {})
    for at, basis in enumerate(leak.get("basis", ())):
        if basis["instrument"] not in checklist.instruments:
            place = ("possible_leak", "basis", at, "instrument")
            yield entry.mistake(place, unknown("instrument", basis["instrument"]))
    for at, name in enumerate(leak.get("along_with", ())):
        if name not in entries.tests:
            yield entry.mistake(("possible_leak", "along_with", at), unknown("test", name))
