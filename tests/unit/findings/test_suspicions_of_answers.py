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


@pytest.mark.parametrize(
    ("control", "known", "told"),
    [
        ("INV-04", "INV-04.inquiries", "INV-04.escalated_client"),
        ("INV-09", "INV-09.new_facts", "INV-09.corrections_sent"),
    ],
)
@pytest.mark.parametrize(("count", "sent", "mark"), [*product((0, 2), (0, 1, 2), "○△×")])
def test_whichever_control_says_that_the_client_was_not_told_it_is_sealed(
    control: str, known: str, told: str, count: int, sent: int, mark: str
) -> None:
    rules = rules_of("X-34")
    facts = {known: count, told: sent}
    found = results(dossier(workbook({control: mark}, facts)), rules=rules)[P]
    parts = parted(assessment(found), {}, rules)
    assert bool(parts.suspicions) is (sent < count)
    (stands,) = (c for c in parts.ordinary.results[0].controls if c.control == control)
    assert (stands.verdict is Verdict.SEALED) is (sent < count)


@pytest.mark.parametrize(("judged", "sent"), [(0, 0), (1, 0), (1, 1), (2, 1)])
def test_what_was_found_reportable_and_not_notified_is_sealed_too(judged: int, sent: int) -> None:
    """Whatever it says of what it knew: the one figure stands with another control."""
    rules = rules_of("X-34")
    facts = {
        "BRC-01.suspicions_reportable": judged,
        "BRC-03.incidents": sent,
        "BRC-03.notices_sent": sent,
    }
    found = results(dossier(workbook({"BRC-01": "○", "BRC-03": "○"}, facts)), rules=rules)[P]
    parts = parted(assessment(found), {}, rules)
    assert bool(parts.suspicions) is (sent < judged)
    told = {c.control: c.verdict for c in parts.ordinary.results[0].controls}
    assert (told["BRC-03"] is Verdict.SEALED) is (sent < judged)
