"""Candidates for unrecognised entrustment: named somewhere, entrusted by nobody; never a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from itakusaki.catalogue.names import name_fold
from itakusaki.findings.unrecognised import candidates, company_in
from itakusaki.model.answer import Fact, Questionnaire
from itakusaki.model.assessment import Assessment
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.party import Duty
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.retest import Examination
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Verdict
from support.assessments import every_rating
from support.blank_books import a_processor, an_entrustment, layout
from support.workspaces import VALID

AT = CellRef(file="a.xlsx", sheet="TEC", cell="F9")
ACCOUNTS = "TEC-13.accounts_by_company"


def run(
    *entries: str, listed: tuple[tuple[str, str], ...] = (), name: str = ACCOUNTS, **ledger: Scalar
) -> Assessment:
    """One party that names companies in a fact, and lists some as its sub-processors."""
    rows = tuple(
        Record(
            table="sub_processors",
            at=AT,
            fields={
                "name": Field(value=company, raw=company, at=AT),
                "corporate_number": Field(value=number, raw=number, at=AT),
            },
        )
        for company, number in listed
    )
    reply = Questionnaire(
        processor="P001",
        side=Duty.PROCESSOR,
        round="2026Q4",
        as_of=None,
        checklist_version="",
        language="ja",
        file="a.xlsx",
        facts={name: Fact(id=name, side=Duty.PROCESSOR, value=entries, raw="", at=AT)},
        sub_processors=rows,
    )
    whole = every_rating()
    party = a_processor(an_entrustment(**ledger))  # type: ignore[arg-type]
    first = replace(whole.results[0], processor=party, questionnaires=(reply,), supervision=None)
    return replace(whole, client="株式会社みなと生活", results=(first,))


def found(assessment: Assessment) -> list[str]:
    key = name_fold(layout().company_forms)
    return [one.name for one in candidates(assessment, key)]


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("しおかぜ保守 5", "しおかぜ保守"),
        ("しおかぜ保守株式会社：5名", "しおかぜ保守株式会社"),
        ("2＝しおかぜ保守", "しおかぜ保守"),
        ("2=しおかぜ保守 3件", "しおかぜ保守"),
        ("第一保守21", "第一保守21"),
        ("エー", "エー"),
    ],
)
def test_a_name_is_read_without_tier_and_count(entry: str, name: str) -> None:
    assert company_in(entry) == name


def test_who_is_entrusted_listed_or_the_client_is_no_candidate() -> None:
    known = ("青葉データサービス（株） 5", "みなと生活 2", "みどり印刷㈱ 1", "しおかぜ保守 3")
    assert found(run(*known, listed=(("株式会社みどり印刷", ""),))) == ["しおかぜ保守"]


def test_what_stands_beside_a_sealed_control_is_passed_over() -> None:
    open_ = run("しおかぜ保守 3")
    (result,) = open_.results
    sealed = replace(result.controls[0], control="TEC-13", verdict=Verdict.SEALED)
    assert found(replace(open_, results=(replace(result, controls=(sealed,)),))) == []


def test_a_maintenance_agreement_that_counts_as_no_entrustment_needs_its_reason() -> None:
    said: dict[str, Any] = {"agreement": "maintenance", "recognised": False}
    assert found(run(**said)) == ["青葉データサービス株式会社"]
    assert found(run(**said, remarks="個人データに触れない（2026-04 確認）")) == []
    assert found(run(agreement="maintenance", recognised=True)) == []


def test_another_valid_number_is_another_company_whatever_its_name() -> None:
    whole = run(listed=(("しおかぜ保守", VALID[0]),))
    (result,) = whole.results
    row = replace(
        an_entrustment(processor="P002", name="しおかぜ保守", agreement="maintenance"),
        corporate_number=VALID[1],
    )
    fields = {**row.record.fields, "recognised": Field(value=False, raw="×", at=AT)}
    row = replace(row, record=replace(row.record, fields=fields))
    other = replace(result, processor=a_processor(row), questionnaires=())
    assert found(replace(whole, results=(result, other))) == ["しおかぜ保守"]
    same = replace(row, corporate_number=VALID[0])
    other = replace(other, processor=a_processor(same))
    assert found(replace(whole, results=(result, other))) == []


def lists(*named: NamedCompany, listed: tuple[tuple[str, str], ...] = ()) -> Assessment:
    whole = run(listed=listed)
    examined = Examination(processor="P001", companies=named)
    return replace(whole, results=(replace(whole.results[0], examination=examined),))


def company(name: str, number: str = "", *, in_export: bool = True) -> NamedCompany:
    return NamedCompany(name=name, number=number, at=AT, in_export=in_export)


def test_lists_and_logs_name_candidates_and_whose_they_are() -> None:
    named = company("夕凪警備"), company("青葉データサービス㈱"), company("夕凪警備株式会社")
    (one,) = candidates(lists(*named), name_fold(layout().company_forms))
    assert (one.name, one.named) == ("夕凪警備", (("P001", AT), ("P001", AT)))


def test_in_a_table_of_any_kind_only_a_name_that_says_it_is_a_company_counts() -> None:
    named = company("保守課", in_export=False), company("夕凪警備㈱", in_export=False)
    assert found(lists(*named)) == ["夕凪警備㈱"]


def test_another_number_in_a_list_is_another_company() -> None:
    listed = (("しおかぜ保守", VALID[0]),)
    assert found(lists(company("しおかぜ保守", VALID[1]), listed=listed)) == ["しおかぜ保守"]
    assert found(lists(company("しおかぜ保守", VALID[0]), listed=listed)) == []
