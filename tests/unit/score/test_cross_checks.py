"""Rules X-nn on dossiers made by hand: contradiction, consistent, cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from itakusaki.catalogue.cross_check import Check, OperandSpec
from itakusaki.language import translator_for
from itakusaki.model.assessment import Dossier
from itakusaki.model.verdict import Outcome
from itakusaki.score import cases
from itakusaki.score.cases import CASES
from itakusaki.score.cross_checks import compared
from itakusaki.score.found import Found
from itakusaki.score.operands import FINDERS
from support.cases import (
    AS_OF,
    Given,
    P,
    answer,
    case_file,
    catalogue,
    clause,
    client,
    comparisons,
    dossier,
    entrustment,
    outcomes,
    record,
    review,
    rules_of,
    workbook,
)

BAD, GOOD, UNKNOWN = Outcome.CONTRADICTION, Outcome.CONSISTENT, Outcome.CANNOT_COMPARE
COUNTED = Outcome.COUNTED_DOWN
JAN, FEB, MAR = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
LOWER = {"processor": "S01", "contract": "C-02", "tier": 2, "parent": P, "name": "株式会社みどり"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A small round: what each source says, and what the comparison comes to."""

    part: str
    outcome: Outcome
    ledger: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Given] = field(default_factory=dict)
    client_answers: Mapping[str, str] = field(default_factory=dict)
    client_facts: Mapping[str, Given] = field(default_factory=dict)
    clauses: Mapping[str, Mapping[str, Given] | str] = field(default_factory=dict)
    subs: Sequence[Mapping[str, Given]] = ()
    exceptions: Sequence[Mapping[str, Given]] = ()
    evidence: Sequence[Mapping[str, Given]] = ()
    lower: Mapping[str, Any] | None = None
    lower_facts: Mapping[str, Given] = field(default_factory=dict)
    lower_subs: Sequence[Mapping[str, Given]] = ()

    def dossier(self) -> Dossier:
        clauses = [
            clause(name, given) if isinstance(given, str) else clause(name, "○", given)
            for name, given in self.clauses.items()
        ]
        own = workbook(
            self.answers,
            self.facts,
            sub_processors=self.subs,
            exceptions=self.exceptions,
            evidence=self.evidence,
        )
        rows = [entrustment(**self.ledger)]
        books = [own, client(self.client_answers, self.client_facts)]
        if self.lower is not None:
            rows.append(entrustment(**{**LOWER, **self.lower}))
            books.append(
                workbook({}, self.lower_facts, processor="S01", sub_processors=self.lower_subs)
            )
        return dossier(*books, entrustments=rows, clauses=clauses)


ROUNDS: dict[str, tuple[Case, ...]] = {
    "X-01": (
        Case(part="checked-before-signing/C-01", outcome=BAD, ledger={"checked_on": FEB, "signed_on": JAN}),
        Case(part="checked-before-signing/C-01", outcome=GOOD, ledger={"checked_on": JAN, "signed_on": FEB}),
        Case(part="checked-before-signing/C-01", outcome=UNKNOWN, ledger={"signed_on": JAN}),
        Case(part="check-recorded/C-01", outcome=BAD, ledger={"signed_on": JAN}, client_answers={"SEL-01": "○"}),
        Case(part="check-recorded/C-01", outcome=GOOD, ledger={"signed_on": FEB, "checked_on": JAN}, client_answers={"SEL-01": "○"}),
        Case(part="finished-before-signing", outcome=BAD, client_facts={"SEL-01.check_finished_on": FEB}, clauses={"CON-01": {"CON-01.signed_on": JAN}}),
    ),
    "X-02": (
        Case(part="persons-held", outcome=BAD, ledger={"persons": 1000}, facts={"GRP-09.persons": 1200}),
        Case(part="persons-held", outcome=GOOD, ledger={"persons": 1000}, facts={"GRP-09.persons": 1050}),
        Case(part="items-in-contract/C-01", outcome=BAD, ledger={"data_items": ["氏名", "病歴"]}, clauses={"CON-01": {"CON-01.data_items": ["氏名"]}}),
        Case(part="items-in-contract/C-01", outcome=GOOD, ledger={"data_items": ["氏名"]}, clauses={"CON-01": {"CON-01.data_items": ["住所", "氏 名"]}}),
    ),
    "X-03": (
        Case(part="certificate-in-ledger/C-01", outcome=BAD, ledger={"certificate_expires": MAR}),
        Case(part="certificate-in-ledger/C-01", outcome=GOOD, ledger={"certificate_expires": AS_OF}),
        Case(part="sites-in-scope", outcome=BAD, ledger={"sites": ["本社", "第二センター"]}, answers={"SEL-04": "○"}, facts={"SEL-04.sites_in_scope": ["本社"]}),
        Case(part="certificate-in-force", outcome=BAD, answers={"SEL-04": "○"}, facts={"SEL-04.expires_on": MAR}),
    ),
    "X-04": (
        Case(part="no-sme-method", outcome=BAD, answers={"SEL-05": "○"}, facts={"SEL-05.sme_method_items": 2}),
        Case(part="no-sme-method", outcome=GOOD, answers={"SEL-05": "○"}, facts={"SEL-05.sme_method_items": 0}),
        Case(part="no-sme-method", outcome=UNKNOWN, answers={"SEL-05": "○"}),
    ),
    "X-05": (
        Case(part="access-in-ledger", outcome=BAD, ledger={"countries": ["日本"], "flags": ["abroad"]}, facts={"SEL-06.access_countries": ["Japan", "Vietnam"]}),
        Case(part="access-in-ledger", outcome=GOOD, ledger={"countries": ["日本", "ベトナム"], "flags": ["abroad"]}, facts={"SEL-06.access_countries": ["Japan", "VN"]}),
        Case(part="sub-processor-country/乙社", outcome=BAD, ledger={"countries": ["日本"]}, subs=[{"name": "乙社", "country": ["中国"]}]),
        Case(part="sub-processor-country/乙社", outcome=GOOD, ledger={"countries": ["日本", "中国"]}, subs=[{"name": "乙社", "country": ["中国"]}]),
        Case(part="sub-processor-country/乙社", outcome=UNKNOWN, subs=[{"name": "乙社", "country": ["中国"]}]),
    ),
    "X-06": (
        Case(part="term-in-ledger/C-01", outcome=BAD, ledger={"term_end": MAR}),
        Case(part="term-in-ledger/C-01", outcome=GOOD, ledger={"term_end": date(2027, 3, 31)}),
        Case(part="systems-in-contract/C-01", outcome=BAD, ledger={"systems": ["CRM"]}, clauses={"CON-01": {"CON-01.systems": ["DWH"]}}),
    ),
    "X-07": (
        Case(part="agreement-recognised/C-01", outcome=BAD, ledger={"recognised": False, "persons": 10}),
        Case(part="agreement-recognised/C-01", outcome=GOOD, ledger={"recognised": True, "persons": 10}),
        Case(part="lower-tiers-recognised", outcome=BAD, lower={"recognised": False, "agreement": "service_use", "persons": 500}),
        Case(part="lower-tiers-recognised", outcome=GOOD, lower={"recognised": True, "persons": 500}),
        Case(part="remote-accounts", outcome=BAD, facts={"TEC-13.accounts_by_company": ["乙社 5"]}),
        Case(part="remote-accounts", outcome=GOOD, facts={"TEC-13.accounts_by_company": ["株式会社乙社：５名", "自社 3"]}, subs=[{"name": "(株)乙社"}]),
    ),
    "X-08": (
        Case(part="seventeen-heads/C-01", outcome=COUNTED, clauses={"CON-03": {"CON-03.items_with_clause": 10, "CON-03.items_not_applicable": 1}}),
        Case(part="seventeen-heads/C-01", outcome=GOOD, clauses={"CON-03": {"CON-03.items_with_clause": 16, "CON-03.items_not_applicable": 1}}),
        Case(part="seventeen-heads/C-01", outcome=UNKNOWN, clauses={"CON-03": {"CON-03.items_with_clause": 10}}),
    ),
    "X-09": (
        Case(part="received-and-sent", outcome=BAD, facts={"CON-04.reports_sent": 12}, clauses={"CON-04": {"CON-04.reports_received": 7}}),
        Case(part="received-and-sent", outcome=GOOD, facts={"CON-04.reports_sent": 12}, clauses={"CON-04": {"CON-04.reports_received": 12}}),
        Case(part="received-and-sent", outcome=UNKNOWN, facts={"CON-04.reports_sent": 12}),
        Case(part="reports-received", outcome=BAD, clauses={"CON-04": {"CON-04.reports_due": 12, "CON-04.reports_received": 7}}),
    ),
    "X-10": (
        Case(part="maintenance-terminals", outcome=BAD, facts={"PHY-03.terminals_maintenance": 2, "TEC-07.maintenance_terminals": 5}),
        Case(part="maintenance-terminals", outcome=GOOD, facts={"PHY-03.terminals_maintenance": 5, "TEC-07.maintenance_terminals": 5}),
    ),
    "X-11": (
        Case(part="approved-before-start/乙社", outcome=BAD, subs=[{"name": "乙社", "approved_on": FEB, "started_on": JAN}]),
        Case(part="approved-before-start/乙社", outcome=GOOD, subs=[{"name": "乙社", "approved_on": JAN, "started_on": JAN}]),
        Case(part="approval-recorded/乙社", outcome=BAD, answers={"SUB-01": "○"}, subs=[{"name": "乙社", "started_on": JAN}]),
        Case(part="declared-known-to-client", outcome=BAD, ledger={"reentrusted": False}, subs=[{"name": "乙社"}]),
        Case(part="declared-known-to-client", outcome=GOOD, ledger={"reentrusted_to": ["㈱乙社"]}, subs=[{"name": "株式会社 乙社"}]),
        Case(part="declared-known-to-client", outcome=UNKNOWN, subs=[{"name": "乙社"}]),
        Case(part="known-declared", outcome=BAD, lower={}),
        Case(part="lower-tiers-name-more", outcome=BAD, lower={}, subs=[{"name": "みどり"}], lower_subs=[{"name": "丙社"}]),
        Case(part="lower-tiers-name-more", outcome=GOOD, lower={}, subs=[{"name": "みどり"}, {"name": "丙社"}], lower_subs=[{"name": "丙社"}]),
        Case(part="approved-before-start-ledger/株式会社みどり", outcome=BAD, lower={"approved_on": FEB, "started_on": JAN}),
        Case(part="total-and-list", outcome=GOOD, facts={"SUB-01.subprocessors_total": 1}, subs=[{"name": "乙社"}, {"name": "丙社", "ended_on": MAR}]),
    ),
    "X-12": (
        Case(part="accounts-disabled/乙社", outcome=BAD, subs=[{"name": "乙社", "ended_on": JAN, "accounts_disabled_on": FEB}]),
        Case(part="accounts-disabled/乙社", outcome=GOOD, subs=[{"name": "乙社", "ended_on": FEB, "accounts_disabled_on": JAN}]),
        Case(part="certificate-in-time/C-01", outcome=BAD, ledger={"ended_on": JAN, "certificate_on": MAR}, clauses={"CON-12": {"CON-12.return_days": 30}}),
        Case(part="certificate-in-time/C-01", outcome=GOOD, ledger={"ended_on": JAN, "certificate_on": MAR}, clauses={"CON-12": {"CON-12.return_days": 60}}),
        Case(part="certificate-missing/C-01", outcome=BAD, ledger={"ended_on": JAN}),
        Case(part="late-leavers", outcome=BAD, facts={"PER-06.leaver_dates": ["A01 2026-03-31 2026-04-30"], "PER-06.closed_late": 0}),
    ),
    "X-13": (
        Case(part="access-dispatched", outcome=BAD, facts={"SUB-04.people_dispatched": 3, "PER-01.access_dispatched": 5}),
        Case(part="access-dispatched", outcome=GOOD, facts={"SUB-04.people_dispatched": 3, "PER-01.access_dispatched": 3}),
        Case(part="annex-own", outcome=BAD, facts={"SUB-04.people_own": 3}, clauses={"CON-13": {"CON-13.people_own": 9}}),
        Case(part="entry-cards-subprocessor", outcome=BAD, facts={"PHY-01.card_holders_subprocessor": 10, "SUB-04.people_subprocessor": 0}),
        Case(part="trained-own", outcome=COUNTED, answers={"PER-01": "○"}, facts={"PER-01.access_own": 40, "PER-01.trained_own": 37}),
    ),
    "X-14": (
        Case(part="destinations", outcome=BAD, facts={"TEC-06.destinations": ["MNT-01"], "TEC-07.terminal_names": ["mnt-01"]}),
        Case(part="destinations", outcome=GOOD, facts={"TEC-06.destinations": ["なし"], "TEC-07.terminal_names": ["mnt-01"]}),
        Case(part="outputs-in-month", outcome=BAD, facts={"ORG-05.outputs_last_month": 30, "TEC-06.export_events": 20}),
    ),
    "X-15": (
        Case(part="audit-seen-by-both/C-01", outcome=BAD, ledger={"last_audit_on": MAR, "last_audit_method": "visit"}, facts={"CON-11.last_used_on": date(2025, 1, 10)}),
        Case(part="audit-seen-by-both/C-01", outcome=GOOD, ledger={"last_audit_on": MAR, "last_audit_method": "visit"}, facts={"CON-11.last_used_on": MAR}),
        Case(part="audit-seen-by-both/C-01", outcome=UNKNOWN, ledger={"last_audit_on": MAR, "last_audit_method": "visit"}),
        Case(part="ledger-check-is-recent/C-01", outcome=BAD, ledger={"last_audit_on": date(2023, 1, 5)}, client_answers={"GRP-03": "○"}),
        Case(part="check-is-recent/client", outcome=BAD, client_answers={"GRP-03": "○"}, client_facts={"GRP-03.last_check": date(2023, 1, 5)}),
        Case(part="sub-audits-listed", outcome=BAD, facts={"SUB-06.audits_done": 2}, subs=[{"name": "乙社", "last_audit_on": MAR}, {"name": "丙社"}]),
    ),
    "X-16": (
        Case(part="renewed-without-condition/C-01", outcome=BAD, ledger={"open_knock_outs": 2, "renewed_on": MAR}),
        Case(part="renewed-without-condition/C-01", outcome=GOOD, ledger={"open_knock_outs": 2, "renewed_on": MAR, "renewal_condition": "3か月以内に是正"}),
        Case(part="renewed-without-condition/C-01", outcome=UNKNOWN),
        Case(part="conditions-at-renewal/client", outcome=COUNTED, client_answers={"GRP-06": "○"}, client_facts={"GRP-06.open_at_renewal": 1, "GRP-06.conditions_set": False}),
    ),
    "X-17": (
        Case(part="unbacked-answers", outcome=GOOD, answers={"TEC-01": "○"}),
        Case(part="unbacked-answers", outcome=UNKNOWN, answers={"TEC-01": "×"}),
        Case(part="same-file", outcome=BAD, answers=dict.fromkeys(("TEC-01", "TEC-02", "TEC-03", "TEC-04", "TEC-05"), "○")),
        Case(part="evidence-in-force/isms.pdf", outcome=BAD, evidence=[{"file": "isms.pdf", "expires_on": MAR}]),
    ),
    "X-18": (
        Case(part="open-of-both", outcome=BAD, facts={"GRP-08.open_findings": 0}, client_facts={"GRP-08.open_findings": 3}),
        Case(part="open-of-both", outcome=GOOD, facts={"GRP-08.open_findings": 3}, client_facts={"GRP-08.open_findings": 3}),
        Case(part="open-in-ledger", outcome=BAD, ledger={"open_findings": 4}, facts={"GRP-08.open_findings": 0}),
        Case(part="none-open-but-oldest", outcome=BAD, facts={"GRP-08.open_findings": 0, "GRP-08.oldest_open": JAN}),
    ),
    "X-19": (
        Case(part="persons-and-accounts", outcome=BAD, answers={"TEC-02": "○"}, facts={"TEC-02.shared_accounts": 0, "TEC-01.persons": 12, "TEC-01.accounts": 8, "TEC-01.nonpersonal_accounts": 2}),
        Case(part="persons-and-accounts", outcome=GOOD, answers={"TEC-02": "○"}, facts={"TEC-02.shared_accounts": 0, "TEC-01.persons": 6, "TEC-01.accounts": 8, "TEC-01.nonpersonal_accounts": 2}),
        Case(part="persons-and-accounts", outcome=UNKNOWN, answers={"TEC-02": "○"}, facts={"TEC-02.shared_accounts": 0, "TEC-01.persons": 6, "TEC-01.accounts": 8}),
    ),
    "X-20": (
        Case(part="media-permits", outcome=BAD, facts={"PHY-04.live_permits": 5, "ORG-08.live_media": 2}),
        Case(part="media-permits", outcome=GOOD, facts={"PHY-04.live_permits": 2, "ORG-08.live_media": 2}),
        Case(part="exception-has-end/旧端末", outcome=BAD, answers={"ORG-08": "○"}, exceptions=[{"control": "TEC-14", "subject": "旧端末"}]),
        Case(part="exception-approved/旧端末", outcome=BAD, exceptions=[{"control": "TEC-14", "subject": "旧端末", "valid_until": date(2027, 1, 31)}]),
        Case(part="exception-approved/旧端末", outcome=GOOD, exceptions=[{"control": "TEC-14", "subject": "旧端末", "valid_until": JAN}]),
        Case(part="exceptions-listed", outcome=BAD, facts={"ORG-08.live_media": 2, "ORG-08.live_network": 1, "ORG-08.live_mfa": 0, "ORG-08.live_other": 0}),
    ),
    "X-21": (
        Case(part="accounts-reported", outcome=BAD, facts={"GRP-11.privileged_ids": 5, "TEC-01.accounts": 9}),
        Case(part="ids-and-accounts", outcome=BAD, facts={"TEC-01.account_ids": ["a", "b", "c"], "TEC-01.accounts": 2}),
    ),
    "X-22": (
        Case(part="log-company/株式会社みどり", outcome=BAD, lower={}, facts={"ORG-03.log_company": ["顧客DB＝みどり"]}, lower_facts={"ORG-03.log_company": ["顧客DB=P01"]}),
        Case(part="log-company/株式会社みどり", outcome=GOOD, lower={}, facts={"ORG-03.log_company": ["顧客DB＝みどり"]}, lower_facts={"ORG-03.log_company": ["顧客ＤＢ：株式会社みどり"]}),
        Case(part="log-company/株式会社みどり", outcome=UNKNOWN, lower={}, facts={"ORG-03.log_company": ["顧客DB＝みどり"]}),
    ),
    "X-23": (
        Case(part="reports-and-alerts", outcome=BAD, facts={"ORG-04.reports_12m": 0, "TEC-11.alerts": 18}),
        Case(part="reports-and-alerts", outcome=GOOD, facts={"ORG-04.reports_12m": 2, "TEC-11.alerts": 18}),
        Case(part="reports-and-alerts", outcome=UNKNOWN, facts={"ORG-04.reports_12m": 0}),
    ),
    "X-24": (
        Case(part="retention-as-agreed", outcome=BAD, facts={"TEC-09.retention_months": 6}, clauses={"CON-10": {"CON-10.log_retention_months": 12}}),
        Case(part="retention-as-agreed", outcome=GOOD, facts={"TEC-09.retention_months": 12}, clauses={"CON-10": {"CON-10.log_retention_months": 12}}),
        Case(part="oldest-line", outcome=BAD, facts={"TEC-09.retention_months": 12, "TEC-09.oldest_line": date(2026, 10, 1)}),
        Case(part="oldest-line", outcome=GOOD, facts={"TEC-09.retention_months": 12, "TEC-09.oldest_line": date(2026, 10, 1), "TEC-08.sources_since": ["顧客DB 2026-10-01"]}),
    ),
    "X-25": (
        Case(part="no-problem-and-audit", outcome=BAD, answers={"ORG-07": "○"}, facts={"ORG-07.items_total": 60, "ORG-07.items_no_problem": 60, "ORG-09.findings_total": 3}),
        Case(part="no-problem-and-audit", outcome=GOOD, answers={"ORG-07": "○"}, facts={"ORG-07.items_total": 60, "ORG-07.items_no_problem": 55, "ORG-09.findings_total": 3}),
        Case(part="no-problem-and-noes", outcome=BAD, answers={"ORG-07": "○", "TEC-05": "×"}, facts={"ORG-07.items_total": 60, "ORG-07.items_no_problem": 60}),
        Case(part="no-problem-matched", outcome=COUNTED, answers={"ORG-07": "○"}, facts={"ORG-07.items_no_problem": 60, "ORG-07.items_matched": 0}),
    ),
    "X-29": (
        Case(part="media-stock", outcome=BAD, facts={"PHY-05.media": 30, "PHY-05.media_year_ago": 25, "PHY-05.media_added": 6, "PHY-07.disposed_media": 3}),
        Case(part="media-stock", outcome=GOOD, facts={"PHY-05.media": 28, "PHY-05.media_year_ago": 25, "PHY-05.media_added": 6, "PHY-07.disposed_media": 3}),
    ),
    "X-30": (
        Case(part="hours-over-tiers", outcome=BAD, clauses={"CON-09": {"CON-09.notice_hours": 61}}, subs=[{"name": "乙社", "notice_hours": 24}, {"name": "丙社", "notice_hours": 12, "parent": "乙社"}]),
        Case(part="hours-over-tiers", outcome=GOOD, clauses={"CON-09": {"CON-09.notice_hours": 72}}, subs=[{"name": "乙社", "notice_hours": 24}, {"name": "丙社", "notice_hours": 12}]),
        Case(part="procedure-within-contract", outcome=BAD, facts={"BRC-03.procedure_hours": 72}, clauses={"CON-09": {"CON-09.notice_hours": 24}}),
        Case(part="procedure-within-contract", outcome=GOOD, facts={"BRC-03.procedure_hours": 12}, clauses={"CON-09": {"CON-09.notice_hours": 24}}),
        Case(part="hours-of-both", outcome=BAD, facts={"CON-09.notice_hours": 72}, clauses={"CON-09": {"CON-09.notice_hours": 24}}),
    ),
    "X-33": (
        Case(part="no-incident-in-ledger", outcome=BAD, ledger={"incident": False}, facts={"INV-01.inquiries_registered": 2}),
        Case(part="no-incident-in-ledger", outcome=GOOD, ledger={"incident": True}, facts={"INV-01.inquiries_registered": 2}),
        Case(part="inquiries-of-both", outcome=BAD, facts={"INV-01.inquiries_received": 1}, client_facts={"INV-01.inquiries_sent": 3}),
        Case(part="inv-02-not-applicable", outcome=BAD, answers={"INV-02": "－"}, facts={"INV-01.inquiries_received": 1}),
    ),
    "X-34": (
        Case(part="notices-of-both", outcome=BAD, facts={"BRC-03.notices_sent": 3}, client_facts={"BRC-04.notices_received": 1}),
    ),
    "X-36": (
        Case(part="persons-add-up", outcome=BAD, answers={"BRC-08": "○"}, facts={"BRC-08.persons_affected": 100, "BRC-08.persons_reached": 80, "BRC-08.persons_alternative": 10, "BRC-08.persons_pending": 5}),
        Case(part="persons-add-up", outcome=GOOD, answers={"BRC-08": "○"}, facts={"BRC-08.persons_affected": 100, "BRC-08.persons_reached": 80, "BRC-08.persons_alternative": 10, "BRC-08.persons_pending": 10}),
        Case(part="persons-add-up", outcome=UNKNOWN, answers={"BRC-08": "○"}, facts={"BRC-08.persons_affected": 100}),
    ),
    "X-37": (
        Case(part="no-account", outcome=COUNTED, answers={"INV-03": "○"}, facts={"INV-03.investigators_with_account": 1}),
        Case(part="no-account", outcome=GOOD, answers={"INV-03": "○"}, facts={"INV-03.investigators_with_account": 0}),
    ),
    "X-38": (
        Case(part="media-stated", outcome=BAD, answers={"PHY-03": "×"}, facts={"INV-05.statement_kinds": ["ＵＳＢ", "暗号化"]}),
        Case(part="media-stated", outcome=GOOD, answers={"PHY-03": "○"}, facts={"INV-05.statement_kinds": ["USB"]}),
    ),
}  # fmt: skip
REQUIRED = (
    "X-01", "X-03", "X-04", "X-05", "X-08", "X-09", "X-11", "X-13", "X-15", "X-16",
    "X-17", "X-18", "X-20", "X-22", "X-23", "X-25", "X-30", "X-36", "X-37",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule, cases in ROUNDS.items() for case in cases],
    ids=lambda value: f"{value.part}-{value.outcome}" if isinstance(value, Case) else value,
)
def test_a_rule_lays_the_sources_side_by_side(rule: str, case: Case) -> None:
    found = outcomes(case.dossier(), rule)
    assert case.part in found, sorted(found)
    assert found[case.part] is case.outcome


@pytest.mark.parametrize("rule", REQUIRED)
def test_each_rule_that_workbooks_can_carry_has_been_seen_to_contradict(rule: str) -> None:
    seen = {case.outcome for case in ROUNDS[rule]}
    assert GOOD in seen
    assert {BAD, COUNTED} & seen


def test_both_cells_are_named_and_the_question_holds_both_values() -> None:
    case = ROUNDS["X-30"][2]
    found = comparisons(case.dossier(), "X-30")["procedure-within-contract"]
    assert [str(operand.at) for operand in found.operands] == [
        "processor.xlsx [S!BRC-03.procedure_hours]",
        "client.xlsx [S!CON-09.notice_hours]",
    ]
    for code in ("ja", "en"):
        asked = translator_for(code).say(found.question)
        assert "72" in asked
        assert "24" in asked


def test_a_share_is_shown_in_per_cent() -> None:
    bare = workbook({name: answer(name, "○", grade=0) for name in ("TEC-01", "TEC-03", "TEC-05")})
    found = comparisons(dossier(bare), "X-17")["unbacked-answers"]
    assert found.outcome is BAD
    assert [operand.shown for operand in found.operands] == ["100 %", "50 %"]
    assert "100 %" in translator_for("ja").say(found.question)


def test_a_figure_names_every_cell_it_was_worked_out_from() -> None:
    subs = [
        {"name": "乙社", "notice_hours": 24},
        {"name": "丙社", "notice_hours": 12, "parent": "乙社"},
    ]
    contract = clause("CON-09", "○", {"CON-09.notice_hours": 48})
    given = dossier(workbook({}, sub_processors=subs), clauses=[contract])
    summed = comparisons(given, "X-30")["hours-over-tiers"].operands[0]
    assert summed.shown == "84"
    assert [at.file for at in summed.cells] == ["client.xlsx", "sub_processors.xlsx"]
    assert summed.at == summed.cells[0]


def test_an_empty_list_points_to_the_workbook_it_would_stand_in() -> None:
    given = dossier(workbook({}), entrustments=[entrustment(reentrusted_to=("乙社",))])
    for found in comparisons(given, "X-11").values():
        if found.outcome is BAD:
            assert all(operand.cells for operand in found.operands)


PROMISED: Mapping[str, Given] = {"number": "Y-1", "promise": "遮断", "since": date(2026, 1, 5), "due": date(2026, 6, 30)}  # fmt: skip
DONE, COMING, OLD = {"done_on": FEB}, {"due": date(2027, 3, 31)}, {"since": date(2022, 1, 5)}


@pytest.mark.parametrize(
    ("said", "rows", "overdue", "due"),
    [
        ((0, 1), [{}], BAD, GOOD),
        ((1, 1), [{}], GOOD, GOOD),
        ((0, 0), [DONE], GOOD, BAD),
        ((0, 1), [DONE], GOOD, GOOD),
        ((0, 0), [COMING, OLD], GOOD, GOOD),
        ((3, 5), [{}, DONE], GOOD, GOOD),  # what was promised to others is not in this register
        ((0, 1), [{"done_on": date(2027, 1, 5)}], BAD, GOOD),
    ],
)
@pytest.mark.parametrize("side", ["processor", "client"])
def test_the_register_of_promises_is_held_against_what_each_side_says(
    side: str,
    said: tuple[int, int],
    rows: list[dict[str, Given]],
    overdue: Outcome,
    due: Outcome,
) -> None:
    facts = {"GRP-10.promises_overdue": said[0], "GRP-10.promises_due": said[1]}
    own = side == "processor"
    books = (workbook({}, facts if own else {}), client({}, {} if own else facts))
    whose: dict[str, Given] = {"processor": "P01"} if own else {}
    registers = tuple(record("promises", **{**PROMISED, **row, **whose}) for row in rows)
    found = outcomes(replace(dossier(*books), registers=registers), "X-18")
    told = {name: one for name, one in found.items() if name.startswith("register-")}
    assert told == {f"register-overdue-{side}": overdue, f"register-due-{side}": due}


def test_a_register_without_promises_of_a_side_is_held_against_nobody() -> None:
    facts = {"GRP-10.promises_overdue": 0, "GRP-10.promises_due": 0}
    given = dossier(workbook({}, facts), client({}, facts))
    others = tuple(record("promises", **{**PROMISED, "processor": "P09"}) for _ in range(2))
    asked = tuple(record("orders", **PROMISED) for _ in range(2))
    for registers in ((), others, asked):
        found = outcomes(replace(given, registers=registers), "X-18")
        assert not [name for name in found if name.startswith("register-")]


def test_what_is_missing_is_named() -> None:
    found = comparisons(dossier(workbook({}, {"BRC-03.procedure_hours": 12})), "X-30")
    comparison = found["procedure-within-contract"]
    assert comparison.outcome is UNKNOWN
    assert len(comparison.missing) == 1
    assert comparison.missing[0].en.endswith("(client)")
    assert comparison.missing[0].ja.endswith("（委託元）")


def test_an_answer_that_admits_a_part_is_not_refuted_by_the_part() -> None:
    subs = [{"name": "乙社", "approved_on": FEB, "started_on": JAN}]
    admitted = dossier(workbook({"SUB-01": "△"}, sub_processors=subs))
    assert "approved-before-start/乙社" not in outcomes(admitted, "X-11")
    claimed = dossier(workbook({"SUB-01": "○"}, sub_processors=subs))
    assert outcomes(claimed, "X-11")["approved-before-start/乙社"] is BAD


def test_the_auditors_word_goes_before_the_answer() -> None:
    facts = {"TEC-02.shared_accounts": 4, "TEC-02.user_named": False}
    claimed = workbook({"TEC-02": "○"}, facts)
    assert outcomes(dossier(claimed), "X-19")["users-named"] is COUNTED
    overruled = dossier(claimed, reviews=[review("TEC-02", symbol="△")])
    assert "users-named" not in outcomes(overruled, "X-19")


def test_each_contracts_clauses_are_compared_by_themselves() -> None:
    given = dossier(
        entrustments=[entrustment(contract="C-1"), entrustment(contract="C-2")],
        clauses=[
            clause("CON-05", "○", {"CON-05.workers_covered": False}, contract="C-1"),
            clause("CON-05", "○", {"CON-05.workers_covered": True}, contract="C-2"),
        ],
    )
    found = outcomes(given, "X-51")
    assert found["workers-covered/C-1"] is COUNTED
    assert found["workers-covered/C-2"] is GOOD


def test_a_comparison_about_what_is_not_judged_does_not_arise() -> None:
    lower = entrustment(tier=2, parent="P00", checked_on=FEB, signed_on=JAN)
    assert outcomes(dossier(entrustments=[lower]), "X-01") == {}


def test_a_question_that_touches_no_control_is_asked_of_lower_tiers_too() -> None:
    lower = entrustment(tier=2, parent="P00")
    assert "unbacked-answers" in outcomes(dossier(entrustments=[lower]), "X-17")


def every_check() -> list[tuple[str, Check]]:
    return [(rule.id, check) for rule in catalogue().cross_checks for check in rule.checks]


def test_every_kind_of_source_and_repetition_is_in_use() -> None:
    checks = [check for _, check in every_check()]
    assert {check.each for check in checks} == set(CASES)
    sources = {spec.source for check in checks for spec in check.operands}
    assert sources == set(FINDERS)


def test_an_operand_is_looked_for_once_in_the_same_surroundings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[object, ...]] = []
    find = FINDERS["fact"]

    def counted(spec: OperandSpec, case: cases.Case) -> Found | None:
        asked.append((spec.name, spec.side, case.side, case.contract, id(case.row), id(case.lower)))
        return find(spec, case)

    monkeypatch.setitem(FINDERS, "fact", counted)  # type: ignore[arg-type]
    compared(case_file(dossier()), catalogue().cross_checks)

    assert len(asked) > 1
    assert len(asked) == len(set(asked))


def test_nothing_at_all_contradicts_nothing() -> None:
    found = compared(case_file(dossier()), catalogue().cross_checks)
    assert [one.part for one in found if one.outcome is BAD] == []


def test_a_questionnaire_of_yeses_alone_contradicts_nothing() -> None:
    answers = dict.fromkeys(catalogue().checklist.controls, "○")
    clauses = [
        clause(name, "○")
        for name, control in catalogue().checklist.controls.items()
        if control.is_contract
    ]
    given = dossier(workbook(answers), client(answers), clauses=clauses)
    found = compared(case_file(given), catalogue().cross_checks)
    bad = {one.part for one in found if one.outcome is BAD}
    # One file behind every answer, and no list of sub-processors or exceptions beside them.
    assert bad == {"same-file"}


def test_rules_come_in_their_order() -> None:
    found = compared(case_file(dossier(workbook({}))), rules_of("X-30", "X-02", "X-11"))
    order = list(dict.fromkeys(one.rule for one in found))
    assert order == ["X-02", "X-11", "X-30"]
