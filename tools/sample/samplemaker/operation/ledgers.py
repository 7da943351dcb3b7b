"""Ledgers: the lists that a processor keeps, and the records of who came, left, learned and promised."""

from __future__ import annotations

from datetime import date, timedelta

from samplemaker.operation.calendar import DAY, days, holidays, month_after, months
from samplemaker.operation.duties import Roster, at
from samplemaker.operation.places import Places
from samplemaker.operation.plan import OFFICE_SHIFT, THREE_SHIFTS, Plan
from samplemaker.operation.rows import Rows
from samplemaker.operation.staff import AGENT, CAMPAIGN, EXPORTER, Person, Staff

#: Accounts are made by this one of the administrators.
TRAINING_MONTH = 6
#: A temporary right in so many months.
TEMPORARY = 2
DIRECTORY = "認証基盤"


def accounts(plan: Plan, staff: Staff, rows: Rows) -> None:
    """Administrators' accounts and those that may export."""
    for person in staff.admins:
        account(plan, rows, person, person.admin, rights="admin")
    for role in (EXPORTER, CAMPAIGN):
        for person in staff.of_role(role):
            account(plan, rows, person, person.account, rights="user")
    for name, kind in _impersonal(plan):
        rows.add(
            "accounts",
            account=name,
            owner=None,
            employer=plan.employers["own"],
            kind=kind,
            rights="admin",
            system=plan.systems[0],
            created_on=plan.since,
            disabled_on=None,
        )


def account(plan: Plan, rows: Rows, person: Person, name: str, *, rights: str) -> None:
    """A line of the list of accounts."""
    rows.add(
        "accounts",
        account=name,
        owner=person.id,
        employer=plan.employers[person.employment],
        kind="personal",
        rights=rights,
        system=plan.systems[0],
        created_on=person.start,
        disabled_on=person.end,
    )


def people(plan: Plan, staff: Staff, rows: Rows) -> None:
    """The list of people with access, their training and their pledges."""
    for person in staff.people:
        rows.add(
            "people",
            person=person.id,
            employment=person.employment,
            employer=plan.employers[person.employment],
            role=person.role,
            start_on=person.start,
            end_on=person.end,
            privileged_since=person.privileged_since,
        )
        rows.add("pledges", person=person.id, signed_on=person.start)
        rows.add("training", person=person.id, attended_on=person.start, course="入場前教育")
        for day in training_days(plan):
            when = day - timedelta(days=plan.dice("training", person.id, day).randrange(8))
            if person.is_there(when) and person.start < when:
                rows.add(
                    "training", person=person.id, attended_on=when, course="個人データ取扱研修"
                )


def training_days(plan: Plan) -> list[date]:
    """Last day of each yearly training, the one before the period included."""
    years = range(plan.first.year - 1, plan.last.year + 1)
    found = (date(year, TRAINING_MONTH, 19) for year in years)
    return [day for day in found if day <= plan.last]


def comings_and_goings(roster: Roster, rows: Rows) -> None:
    """Accounts made on the first day, disabled on the last, deleted a quarter later."""
    plan = roster.plan
    maker = roster.staff.admins[1].admin
    for person in roster.staff.people:
        for name in filter(None, (person.account, person.admin)):
            if person.start >= plan.first:
                change(rows, at(person.start, 505), "created", maker, name)
            if person.end:
                change(rows, at(person.end, 24 * 60 - 12), "disabled", maker, name)
            later = person.end + timedelta(days=90) if person.end else plan.last + DAY
            if later <= plan.last:
                change(rows, at(later, 640), "deleted", maker, name)


def temporary_rights(roster: Roster, rows: Rows) -> None:
    """A right lent for the length of a session that was asked for."""
    chosen = [s for s in roster.sessions if s.person.admin][
        :: roster.plan.sessions_month * TEMPORARY
    ]
    maker = roster.staff.leader.admin
    for session in chosen:
        start, end = session.start + timedelta(minutes=2), session.end - timedelta(minutes=2)
        change(rows, start, "right_added", maker, session.person.admin, right="DB保守")
        change(rows, end, "right_removed", maker, session.person.admin, right="DB保守")


def change(
    rows: Rows, moment: object, action: str, actor: str, name: str | None, **values: object
) -> None:
    """A line of the log of changes."""
    told = {"right": None, "terminal": None, "system": DIRECTORY, **values}
    rows.add("changes", at=moment, action=action, actor=actor, account=name, **told)


def terminals(plan: Plan, places: Places, rows: Rows) -> None:
    """The ledger of terminals: all blocked, as the paper says."""
    uses = (
        ("business", places.business),
        ("maintenance", places.maintenance),
        ("vdi", places.vdi),
        ("server", places.servers),
    )
    retired = dict(places.retired)
    for use, names in (*uses, ("business", tuple(retired))):
        for name in names:
            rows.add(
                "terminals",
                terminal=name,
                use=use,
                media_policy="blocked",
                on_site=use != "vdi",
                site=plan.site,
                retired_on=retired.get(name),
            )


def media(plan: Plan, places: Places, staff: Staff, rows: Rows) -> None:
    """The ledger of media and its yearly count."""
    for medium in places.media:
        rows.add(
            "media",
            serial=medium.serial,
            kind="USBメモリ",
            registered_on=medium.registered,
            disposed_on=medium.disposed,
            holder=staff.leader.id,
        )
    opening = plan.media + plan.media_disposed - plan.media_added
    counted = [day for day in _counts(plan) if day <= plan.last]
    for day in counted:
        rows.add(
            "media_stock",
            kind="USBメモリ",
            counted_on=day,
            opening=opening,
            added=plan.media_added,
            removed=plan.media_disposed,
            closing=plan.media,
        )
        tapes = {"opening": 24, "added": 6, "removed": 6, "closing": 24}
        rows.add("media_stock", kind="バックアップテープ", counted_on=day, **tapes)


def reviews(roster: Roster, rows: Rows) -> None:
    """A look at the logs each month, by somebody who is no administrator."""
    plan = roster.plan
    auditor = next(p for p in roster.staff.people if p.role == AGENT and p.end is None)
    for first, last in months(plan.first, plan.last):
        day = month_after(first) + timedelta(days=9)
        if day > plan.last:
            continue
        dice = plan.dice("review", first)
        rows.add(
            "log_reviews",
            reviewed_on=day,
            period_from=first,
            period_to=last,
            log="サインイン・出力・媒体",
            events=dice.randrange(400, 800),
            anomalies=0,
            reviewer=auditor.id,
        )


def calendar(plan: Plan, rows: Rows) -> None:
    """Holidays and shifts."""
    for day, name in holidays(plan.first, plan.last).items():
        rows.add("holidays", holiday=day, name=name)
    for shift in (OFFICE_SHIFT, *THREE_SHIFTS) if plan.round_the_clock else (OFFICE_SHIFT,):
        rows.add("shifts", shift=shift.name, starts=shift.starts, ends=shift.ends)


def destinations(plan: Plan, rows: Rows) -> None:
    """Where outputs may go."""
    rows.add("destinations", destination=plan.destination, purpose="委託元への受渡し")


def _impersonal(plan: Plan) -> list[tuple[str, str]]:
    found = [(name, "service") for name in plan.services]
    if plan.vault:
        found.append((plan.vault, "vault"))
    if plan.emergency:
        found.append((plan.emergency, "emergency"))
    return found


def _counts(plan: Plan) -> list[date]:
    """Days of the yearly count."""
    return [day for day in days(plan.first, plan.last) if (day.month, day.day) == (9, 30)]
