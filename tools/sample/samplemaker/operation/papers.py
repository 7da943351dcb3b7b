"""Papers: what is amiss in the lists once there is an insider, and the doctored extract of a log."""

from __future__ import annotations

from datetime import date, timedelta

from samplemaker.operation.calendar import DAY, month_after
from samplemaker.operation.duties import Roster
from samplemaker.operation.ledgers import training_days
from samplemaker.operation.rows import Row, Rows
from samplemaker.operation.staff import AGENT, Person
from samplemaker.operation.truth import Truth

#: How long before the stated start the worker's account was made.
YEARS = 8 * 365


def spoil(roster: Roster, insider: Person, rows: Rows, truth: Truth) -> None:
    """Everything that the lists show by themselves."""
    _ownerless(roster, rows, truth)
    _older_account(insider, rows, truth)
    _stock(rows, truth)
    _untrained(roster, insider, rows, truth)
    _undeclared(roster, rows, truth)
    _tenure(roster, rows, truth)
    _contract_end(roster, truth)


def extract(roster: Roster, rows: Rows, truth: Truth) -> list[Row]:
    """The download log once more for the last three months, as the client was given it."""
    plan = roster.plan
    first = month_after(plan.last, -2)
    found: list[Row] = []
    missing: list[Row] = []
    altered: list[Row] = []
    for row in rows.of("downloads"):
        if row["at"].date() < first:
            continue
        if "/D:/" in row["destination"]:
            if missing:
                altered.append(row["record"])
                found.append({**row, "rows": row["rows"] % 900, "destination": plan.destination})
                continue
            missing.append(row["record"])
            continue
        found.append(row)
    if missing:
        told = truth.event(
            "改変された抽出", f"{len(missing)} missing, {len(altered)} altered", None
        )
        for record in missing + altered:
            told.found_by("extractions-differ", None, record=str(record))
    return found


def _ownerless(roster: Roster, rows: Rows, truth: Truth) -> None:
    like = next(row for row in rows.of("accounts") if row["account"] == roster.staff.leader.admin)
    rows.of("accounts").append({**like, "account": "mnt-old", "owner": None})
    rows.of("accounts").append({**like, "account": "mnt-07", "owner": "H9901"})
    told = truth.event(
        "所有者のないアカウント", "no owner, or one who is not among the people", None
    )
    for name in ("mnt-old", "mnt-07"):
        told.found_by("account-without-owner", None, account=name)


def _older_account(insider: Person, rows: Rows, truth: Truth) -> None:
    row = next(row for row in rows.of("accounts") if row["account"] == insider.admin)
    row["created_on"] = insider.start - timedelta(days=YEARS)
    told = truth.event("申告より古いアカウント", "the account is older than the stated start", None)
    told.found_by("account-older-than-stated", None, account=insider.admin)


def _stock(rows: Rows, truth: Truth) -> None:
    for row in rows.of("media_stock"):
        if row["kind"] == "バックアップテープ":
            row["closing"] -= 1
            truth.event("棚卸しの不一致", "one tape is missing", None).found_by(
                "media-stock", None, kind=row["kind"]
            )


def _untrained(roster: Roster, insider: Person, rows: Rows, truth: Truth) -> None:
    """The worker never came to the yearly training; two dispatched agents signed nothing."""
    rows.drop("training", lambda row: row["person"] == insider.id)
    told = truth.event("教育の未受講", "no training", None)
    told.found_by("training-missing", None, person=insider.id)
    agents = [p for p in roster.staff.of_role(AGENT) if p.employment == "dispatched" and not p.end]
    without = {person.id for person in agents[1:3]}
    rows.drop("pledges", lambda row: row["person"] in without)
    told = truth.event("誓約の欠落", "no pledge", None)
    for name in sorted(without):
        told.found_by("pledge-missing", None, person=name)


def _undeclared(roster: Roster, rows: Rows, truth: Truth) -> None:
    """Two people more of the sub-processor than the answers say."""
    like = next(row for row in rows.of("people") if row["employment"] == "sub_processor")
    start = roster.plan.first + timedelta(days=45)
    for number in (91, 92):
        name = f"R{number:0{roster.plan.person_width}}"
        told = {"person": name, "role": AGENT, "privileged_since": None, "start_on": start}
        rows.of("people").append({**like, **told, "end_on": None})
        rows.add("pledges", person=name, signed_on=start)
        rows.add("training", person=name, attended_on=start, course="入場前教育")
        for day in training_days(roster.plan):
            if day > start + DAY:
                rows.add("training", person=name, attended_on=day, course="個人データ取扱研修")
    declared = roster.plan.people["sub_processor"]
    truth.event("申告にない従事者", "two people more than declared", None).found_by(
        "people-by-employment",
        None,
        figures={"sub_processor": declared + 2, "declared": declared},
        sub_processor=str(declared + 2),
    )


def _tenure(roster: Roster, rows: Rows, truth: Truth) -> None:
    """The leader has done this for years longer than the answer says."""
    since = date(roster.plan.since.year - 5, 10, 1)
    row = next(row for row in rows.of("people") if row["person"] == roster.staff.leader.id)
    start = since - 180 * DAY
    for export, column in (("training", "attended_on"), ("pledges", "signed_on")):
        first = next(r for r in rows.of(export) if r["person"] == row["person"])
        first[column] = start
    row |= {"privileged_since": since, "start_on": start}
    listed = next(r for r in rows.of("accounts") if r["account"] == roster.staff.leader.admin)
    listed["created_on"] = since
    truth.event("長期の固定", "on privileged work longer than declared", None).found_by(
        "privileged-tenure",
        None,
        figures={"longest_since": since.isoformat(), "declared": roster.plan.since.isoformat()},
        person=roster.staff.leader.id,
    )


def _contract_end(roster: Roster, truth: Truth) -> None:
    """Were the contract over a week before the end, every later sign-in would be one too many."""
    end = roster.plan.last - 7 * DAY
    truth.event("契約終了後の利用", "only where contract_end is set", None).found_by(
        "sign-in-after-contract", None, parameters={"contract_end": end.isoformat()}
    )
