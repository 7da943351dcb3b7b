"""A suspicion that was not notified is a ground to decide, whatever mark stands beside it."""

from __future__ import annotations

from itertools import product

import pytest

from itakusaki.findings.sealing import parted
from itakusaki.model.verdict import Outcome, Verdict
from support.assessments import assessment
from support.cases import P, dossier, results, rules_of, workbook

COUNTS = (None, 0, 1, 3)


@pytest.mark.parametrize(("known", "sent", "mark"), [*product(COUNTS, COUNTS, "○△×－")])
def test_what_was_known_and_not_notified_is_sealed_and_what_was_not_known_is_not(
    known: int | None, sent: int | None, mark: str
) -> None:
    given = {"BRC-03.incidents": known, "BRC-03.notices_sent": sent}
    facts = {name: value for name, value in given.items() if value is not None}
    rules = rules_of("X-34")
    found = results(dossier(workbook({"BRC-03": mark}, facts)), rules=rules)[P]
    told = parted(assessment(found), {}, rules)
    is_unsaid = known is None or (known > 0 and sent is None)
    is_open = known is not None and sent is not None and sent < known
    suspected = (is_open and mark != "－") or (is_unsaid and mark == "×")
    assert bool(told.suspicions) is suspected
    (control,) = (c for c in told.ordinary.results[0].controls if c.control == "BRC-03")
    assert (control.verdict is Verdict.SEALED) is suspected
    if suspected:
        assert {one.outcome for one in control.comparisons} <= {Outcome.CANNOT_COMPARE}
        assert told.ordinary.results[0].sealed
