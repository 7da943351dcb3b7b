"""References of control tests: the controls and cross-checks they name."""

from __future__ import annotations

from collections.abc import Container, Iterator

from itakusaki.catalogue.evidence_entries import EvidenceEntries
from itakusaki.catalogue.index import unknown
from itakusaki.catalogue.yaml_file import Mistake


def reference_mistakes(
    entries: EvidenceEntries, controls: Container[str], rules: Container[str]
) -> Iterator[Mistake]:
    """Every control and cross-check named by a test that is not in the checklists."""
    for entry in entries.tests.values():
        if not entries.is_checked(own=entry.own):
            continue
        test = entry.data
        if test["rule"] not in rules:
            yield entry.mistake(("rule",), unknown("cross-check", test["rule"]))
        for key in ("touches", "concerns", "proves"):
            for at, name in enumerate(test.get(key, ())):
                if name not in controls:
                    yield entry.mistake((key, at), unknown("control", name))
