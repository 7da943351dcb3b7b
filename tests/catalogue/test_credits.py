"""What a certificate stands for: within scope and dates, never a knock-out, never from memory."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.catalogue.credit_rules import Standard
from itakusaki.catalogue.credits import Credits, credits_of
from itakusaki.catalogue.loader import read_catalogue
from itakusaki.language import translator_for
from itakusaki.settings import data_folder
from support.cases import Given, catalogue, entrustment, ledger

SHIPPED = data_folder("checklists")
CHECKLIST = catalogue().checklist
AS_OF = date(2026, 11, 30)
RELIED: dict[str, Given] = {
    "certificate": "ISO/IEC 27001",
    "certificate_expires": date(2027, 6, 30),
    "certificate_scope": ["本社", "北センター"],
    "certificate_relied": True,
    "sites": ["北センター"],
}
STANDARDS = {one.id: one for one in CHECKLIST.credits.standards}
DAYS = st.integers(-400, 400).map(lambda days: AS_OF + timedelta(days=days))


def credited(*rows: dict[str, Given], as_of: date = AS_OF) -> Credits:
    made = [entrustment(contract=f"C-{n}", **row) for n, row in enumerate(rows)]
    return credits_of(ledger(*made).processors["P01"], CHECKLIST, as_of)


def refused(**columns: Given) -> str:
    found = credited({**RELIED, **columns})
    assert found.controls == {}
    (certificate,) = found.certificates
    assert certificate.refused is not None
    return translator_for("en").say(certificate.refused)


def test_a_certificate_in_force_leaves_out_questions_with_its_grade_and_references() -> None:
    found = credited(RELIED)
    assert {"TEC-01", "PHY-02", "ORG-06"} <= set(found.controls)
    credit = found.controls["TEC-01"]
    assert credit.grade == 2
    said = translator_for("ja").say(credit.says)
    assert "A.8.2" in said
    assert "ISMS" in said


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=lambda one: one.id)
def test_no_certificate_stands_for_a_knock_out_a_higher_grade_or_what_is_always_asked(
    standard: Standard,
) -> None:
    assert 1 <= standard.grade <= 3
    for name in standard.controls:
        control = CHECKLIST.controls[name]
        assert not control.knock_out
        assert control.domain in {"ORG", "PER", "PHY", "TEC"}
        needed = control.required_grade
        needed = catalogue().policy.grades[control.severity] if needed is None else needed
        assert needed <= standard.grade


def test_a_list_that_was_not_read_stands_for_nothing() -> None:
    for name in ("ISMAP", "PCI DSS", "SOC 2"):
        assert "has not been read" in refused(certificate=name)


def test_the_self_assessed_level_covers_neither_media_nor_logs_nor_training() -> None:
    three, four = STANDARDS["scs_star3"], STANDARDS["scs_star4"]
    not_covered = {"PHY-04", "PHY-05", "TEC-09", "TEC-12", "PER-01", "PER-02"}
    assert not not_covered & set(three.controls)
    assert not_covered <= set(four.controls)
    assert set(three.controls) < set(four.controls)
    assert three.leaves is not None
    assert all(word in three.leaves.ja for word in ("可搬媒体", "ログ", "教育"))


def test_a_mapping_from_memory_stands_for_nothing() -> None:
    assert not {"PER-01", "ORG-09"} & set(STANDARDS["iso27001"].controls)
    assert set(STANDARDS["pmark"].controls) == {"TEC-16"}


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        ({"certificate_expires": date(2026, 11, 29)}, "it expired on 2026-11-29"),
        ({"certificate_expires": ""}, "no last day"),
        ({"certificate_from": date(2026, 12, 1)}, "begins on 2026-12-01"),
        ({"certificate_suspended_from": date(2026, 9, 2)}, "suspended since 2026-09-02"),
        ({"certificate_suspended_to": date(2026, 9, 2)}, "since when it is suspended"),
        ({"certificate_scope": []}, "no scope"),
        ({"sites": []}, "no sites"),
        ({"sites": ["北センター", "南センター"]}, "outside its scope: 南センター"),
        ({"certificate": "おもてなし規格認証"}, "no list says"),
    ],
)
def test_a_certificate_that_does_not_hold_says_why(columns: dict[str, Given], because: str) -> None:
    assert because in refused(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {
            "certificate_suspended_from": date(2024, 9, 2),
            "certificate_suspended_to": date(2025, 2, 10),
        },
        {"certificate_scope": ["全社"], "sites": []},
        {"certificate": "ＩＳＭＳ"},
        {"certificate_from": AS_OF, "certificate_expires": AS_OF},
    ],
)
def test_a_certificate_that_holds_again_or_everywhere_counts(columns: dict[str, Given]) -> None:
    assert credited({**RELIED, **columns}).controls


def test_a_certificate_the_client_does_not_rely_on_is_not_looked_at() -> None:
    for given_ in (False, ""):
        assert credited({**RELIED, "certificate_relied": given_}) == Credits()


def test_only_what_covers_every_contract_that_runs_is_left_out() -> None:
    bare: dict[str, Given] = {"sites": ["北センター"]}
    assert credited(RELIED, bare).controls == {}
    ended: dict[str, Given] = {**bare, "ended_on": date(2026, 3, 31)}
    assert set(credited(RELIED, ended).controls) == set(credited(RELIED).controls)


def test_of_two_certificates_the_stronger_stands_and_a_refused_one_is_still_told() -> None:
    found = credited({**RELIED, "certificate": "ISMS、プライバシーマーク、ISMAP"})
    names = {one.standard.id: one.refused for one in found.certificates if one.standard}
    assert names["iso27001"] is None
    assert names["pmark"] is None
    assert names["ismap"] is not None
    assert "TEC-16" in found.controls


@given(starts=DAYS, expires=DAYS, since=DAYS, until=DAYS, day=DAYS)
def test_a_certificate_holds_on_the_days_it_runs_less_those_of_its_suspension(
    starts: date, expires: date, since: date, until: date, day: date
) -> None:
    row: dict[str, Given] = {
        **RELIED,
        "certificate_from": starts,
        "certificate_expires": expires,
        "certificate_suspended_from": since,
        "certificate_suspended_to": until,
    }
    holds = starts <= day <= expires and not since <= day <= until
    assert bool(credited(row, as_of=day).controls) is holds


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{row: removable_media, controls: [PHY-03]}", "PHY-03 is always asked"),
        ("{row: contract, controls: [CON-07]}", "CON-07 is always asked"),
        ("{row: training, controls: [PER-01]}", "from memory only"),
        ("{row: nowhere, controls: [PHY-02]}", "unknown crosswalk row nowhere"),
        ("{row: removable_media, controls: [PHY-99]}", "unknown control PHY-99"),
        ("{row: removable_media, controls: [TEC-05]}", "does not name removable_media"),
    ],
)
def test_lint_tells_of_a_credit_that_may_not_be(tmp_path: Path, line: str, expected: str) -> None:
    text = "standards: [{id: own, title: {ja: 認証, en: Own}, names: [自社認証], framework: iso27001_2022, grade: 2, lines: [%s]}]"
    (tmp_path / "credits.yaml").write_text(text % line, encoding="utf-8")
    _, mistakes = read_catalogue(SHIPPED, tmp_path)
    told = [translator_for("en").say(mistake.message()) for mistake in mistakes]
    assert any(expected in one and "credits.yaml, line 1" in one for one in told), told


def test_a_framework_that_there_is_none_of_is_told(tmp_path: Path) -> None:
    text = "standards: [{id: own, title: {ja: 認証, en: Own}, names: [自社認証], framework: none, grade: 2}]"
    (tmp_path / "credits.yaml").write_text(text, encoding="utf-8")
    _, mistakes = read_catalogue(SHIPPED, tmp_path)
    told = [translator_for("en").say(mistake.message()) for mistake in mistakes]
    assert any("unknown framework none" in one for one in told), told
