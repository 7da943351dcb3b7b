"""Digests of the rules in force, so that a client sees where a pack was run by others."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export import Export
from itakusaki.catalogue.retest import ControlTest
from itakusaki.files.canonical_json import canonical


def digest_of(test: ControlTest) -> str:
    """The SHA-256 of all of a test that is no wording."""
    found = asdict(test)
    # What a client seals is its own matter, and nothing of how the test is run.
    del found["possible_leak"]
    return _digest(_bare(found))


def rules_digest(data: EvidenceData) -> str:
    """The SHA-256 of every export and every test in force, their wording left aside."""
    exports = {name: _export(export) for name, export in data.exports.items()}
    tests = {name: digest_of(test) for name, test in data.tests.items()}
    return _digest({"exports": exports, "tests": tests})


def _export(export: Export) -> dict[str, Any]:
    found: dict[str, Any] = _bare(asdict(export))
    return found


def _bare(value: Any) -> Any:  # noqa: ANN401 - any part of a dataclass made plain
    """A value without the words said of it, which may change without changing the rule."""
    if isinstance(value, dict):
        return {
            str(key): _bare(inner)
            for key, inner in value.items()
            if not (isinstance(inner, dict) and set(inner) == {"ja", "en"})
        }
    if isinstance(value, list | tuple):
        return [_bare(inner) for inner in value]
    return value


def _digest(value: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
