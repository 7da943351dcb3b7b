"""The operation: everything put together, what is declared of it, and what was planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from samplemaker.operation import devices, ledgers, papers, work
from samplemaker.operation.calendar import DAY, month_after, quarters
from samplemaker.operation.duties import Roster
from samplemaker.operation.insider import Insider, wipe
from samplemaker.operation.places import Places, places
from samplemaker.operation.plan import Plan
from samplemaker.operation.rows import Row, Rows, between
from samplemaker.operation.staff import staff
from samplemaker.operation.truth import Truth

#: The last three months, and the last twelve, as the questionnaire asks for them.
QUARTER, YEAR = 91, 365


@dataclass(kw_only=True)
class Operation:
    """One operation over its whole period."""

    plan: Plan
    rows: Rows
    truth: Truth
    declared: dict[str, Any]
    extract: list[Row]

    @cached_property
    def truth_json(self) -> str:
        """The truth file's text."""
        return self.truth.as_json(
            seed=self.plan.seed,
            insider=self.plan.insider,
            quarters=quarters(self.plan.first, self.plan.last),
        )


def operation(plan: Plan) -> Operation:
    """Let a plan run."""
    people = staff(plan)
    roster, rows, truth = Roster(plan, people), Rows(), Truth()
    stood = places(plan, people)
    _ordinary(roster, stood, rows)
    declared = _declared(roster, stood, rows)
    if plan.insider:
        insider = Insider(roster, stood, rows, truth)
        insider.act()
        papers.spoil(roster, insider.self_, rows, truth)
    rows.sort()
    rows.number()
    wipe(rows)
    extract = papers.extract(roster, rows, truth) if plan.insider else []
    if plan.insider:
        _measured(truth, rows, declared)
    return Operation(plan=plan, rows=rows, truth=truth, declared=declared, extract=extract)


def _ordinary(roster: Roster, stood: Places, rows: Rows) -> None:
    plan = roster.plan
    work.ordinary_days(roster, stood, rows)
    work.maintenance(roster, stood, rows)
    work.outputs(roster, rows)
    work.campaigns(roster, rows)
    work.machines(plan, stood, rows)
    work.vault(roster, stood, rows)
    devices.harmless(plan, stood, rows)
    devices.permitted(roster, stood, rows)
    devices.forgetful(roster, rows)
    ledgers.accounts(plan, roster.staff, rows)
    ledgers.people(plan, roster.staff, rows)
    ledgers.comings_and_goings(roster, rows)
    ledgers.temporary_rights(roster, rows)
    ledgers.terminals(plan, stood, rows)
    ledgers.media(plan, stood, roster.staff, rows)
    ledgers.reviews(roster, rows)
    ledgers.calendar(plan, rows)
    ledgers.destinations(plan, rows)
    # Nothing is handed in that happened after the day of the export.
    for name in ("sign_ins", "downloads", "device_events", "entries", "changes"):
        rows.drop(name, lambda row: not plan.first <= row["at"].date() <= plan.last)


def _declared(roster: Roster, stood: Places, rows: Rows) -> dict[str, Any]:
    """Figures as an honest answer would give them, by the names the scenario uses."""
    plan = roster.plan
    live = [row for row in rows.of("accounts") if row["disabled_on"] is None]
    admins = [row for row in live if row["rights"] == "admin"]
    year = between(rows.of("device_events"), plan.last - YEAR * DAY + DAY, plan.last)
    quarter = plan.last - timedelta(days=QUARTER - 1)
    sessions = [s for s in roster.sessions if s.start.date() >= quarter]
    left = [p for p in roster.staff.people if p.end and p.end > plan.last - YEAR * DAY]
    month = month_after(plan.last, 0)
    tickets = [row for row in rows.of("tickets") if row["start_at"].date() >= quarter]
    permits = [r for r in rows.of("permits") if r["kind"] == "media" and r["end_on"] >= plan.last]
    return {
        **{_profile_name(kind): count for kind, count in plan.people.items()},
        "terminals": len(stood.desks),
        "maintenance": len(stood.maintenance),
        "accounts": len(admins),
        "account_ids": "、".join(row["account"] for row in admins),
        "admins": sum(not person.end for person in roster.staff.admins),
        "nonpersonal": sum(row["kind"] != "personal" for row in admins),
        "export_accounts": sum(row["rights"] == "user" for row in live) or len(admins),
        "outputs_month": len(between(rows.of("downloads"), month, plan.last)),
        "outputs_quarter": len(between(rows.of("downloads"), quarter, plan.last)),
        "sessions_quarter": len(tickets) if plan.vault else len(sessions),
        "media": plan.media,
        "media_year_ago": plan.media + plan.media_disposed - plan.media_added,
        "media_added": plan.media_added,
        "media_disposed": plan.media_disposed,
        "media_uses": sum(row["action"] == "write" for row in year),
        "live_permits": len(permits),
        "permit_serials": "、".join(row["serial"] for row in permits) or None,
        "blocks": sum(row["action"] == "blocked" for row in year),
        "leavers": len(left),
        "leaver_dates": "、".join(f"{p.id} {p.end} {p.end}" for p in left) or None,
        "last_training": ledgers.training_days(plan)[-1],
        "privileged_dispatched": sum(
            p.employment == "dispatched" and not p.end for p in roster.staff.admins
        ),
    }


def _profile_name(kind: str) -> str:
    return {"sub_processor": "from_sub"}.get(kind, kind)


def _measured(truth: Truth, rows: Rows, declared: dict[str, Any]) -> None:
    """More downloads than declared."""
    days = sorted(row["at"].date() for row in rows.of("downloads"))
    recent = [day for day in days if day > days[-1] - QUARTER * DAY]
    truth.event("申告より多い出力", "more downloads than declared", None).found_by(
        "download-count",
        None,
        figures={"events": len(recent), "declared": declared["outputs_quarter"]},
    )
