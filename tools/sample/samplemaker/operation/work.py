"""Work: what everybody's ordinary day leaves in the logs of sign-ins, entries and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from samplemaker.operation.calendar import days, months, working_days
from samplemaker.operation.duties import OFFICE, Roster, Session, at
from samplemaker.operation.places import Places
from samplemaker.operation.plan import Plan, Shift
from samplemaker.operation.rows import Rows
from samplemaker.operation.staff import CAMPAIGN, EXPORTER, Person

#: Everybody at the site comes from one address, whatever the terminal.
INSIDE, PRIVATE_CLOUD = "10.20.0.1", "10.90.0.1"
#: Of a hundred shifts so many change seats half-way; signed in at both for a few minutes.
MOVES = 5
#: Of more maintenance terminals than this the last is nobody's.
SPARE = 3
#: Of so many agents one works on a virtual desktop as well, all shift long.
VDI_EACH = 20
AREA, VAULT_AREA = "執務室", "保守室"


def ordinary_days(roster: Roster, places: Places, rows: Rows) -> None:
    """Entries and sign-ins of everybody's shifts."""
    for person in roster.staff.people:
        dice = roster.plan.dice("days", person.id)
        for day, shift in roster.shifts(person):
            start = at(day, shift.starts - dice.randrange(9), dice.randrange(60))
            end = at(day, _until(shift) + dice.randrange(12), dice.randrange(60))
            come = start - timedelta(seconds=dice.randrange(240, 1500))
            leave = end + timedelta(seconds=dice.randrange(120, 900))
            entry(roster.plan, rows, person, (come, leave))
            moves = dice.randrange(100) < MOVES
            seats = _seats(person, places, moves=moves, drawn=dice.randrange(999))
            _signed_in(roster.plan, rows, person, seats, (start, end))
            if places.vdi and roster.plan.round_the_clock and person.number % VDI_EACH == 7:
                host = places.vdi[person.number // VDI_EACH % len(places.vdi)]
                virtual = (start + timedelta(minutes=3), end - timedelta(minutes=2))
                sign_in(roster.plan, rows, person.account, host, virtual, kind="remote")


def maintenance(roster: Roster, places: Places, rows: Rows) -> None:
    """Administrators' sessions, each with its ticket, on site."""
    plan = roster.plan
    for number, session in enumerate(roster.sessions, start=1):
        person = session.person
        ticket = f"T-{number:05}"
        terminal = person.seat if session.at_seat else maintenance_terminal(roster, places, person)
        span = (session.start, session.end)
        sign_in(plan, rows, person.admin, terminal, span, second_factor=True)
        rows.add("tickets", ticket=ticket, **_asked(roster, session, terminal))
        if not _at_desk(session):
            entry(plan, rows, person, _around(session), area=VAULT_AREA)
        if session.at_seat and plan.batch_downloads:
            download(
                plan,
                rows,
                person.admin,
                terminal,
                session.start + timedelta(minutes=9),
                object="コード表",
                rows=plan.dice("codes", ticket).randrange(30, 400),
                ticket=ticket,
            )


def maintenance_terminal(roster: Roster, places: Places, person: Person) -> str:
    """The maintenance terminal an administrator usually sits at."""
    index = [other.id for other in roster.staff.admins].index(person.id)
    usual = places.maintenance[:-1] if len(places.maintenance) > SPARE else places.maintenance
    return usual[index % len(usual)]


def outputs(roster: Roster, rows: Rows) -> None:
    """Daily outputs by those whose work it is: as many each month, at least one a working day."""
    plan, exporters = roster.plan, roster.staff.of_role(EXPORTER)
    for first, last in months(plan.first, plan.last):
        dice = plan.dice("outputs", first)
        open_days = working_days(first, last)
        extra = [dice.choice(open_days) for _ in range(plan.outputs_month - len(open_days))]
        for number, day in enumerate(sorted(open_days + extra)):
            there = [person for person in exporters if roster.works(person, day)] or exporters[:1]
            person = there[(number + day.day) % len(there)]
            moment = at(
                day, dice.randrange(OFFICE.starts + 30, OFFICE.ends - 60), dice.randrange(60)
            )
            wanted = {"object": "受注データ", "rows": dice.randrange(5, 900)}
            download(plan, rows, person.account, person.seat, moment, **wanted)


def campaigns(roster: Roster, rows: Rows) -> None:
    """Mass outputs at the end of each month, each under a permit."""
    plan = roster.plan
    for first, last in months(plan.first, plan.last):
        peak = working_days(first, last)[-4:]
        for person in roster.staff.of_role(CAMPAIGN):
            dice = plan.dice("campaign", person.id, first)
            permit = f"P-{first:%y%m}-{person.account[-2:]}"
            busy = [day for day in peak if roster.works(person, day) and dice.randrange(3)]
            for day in busy:
                moment = at(day, dice.randrange(600, 960), dice.randrange(60))
                wanted = {
                    "object": "案内状宛先",
                    "rows": dice.randrange(4000, 22000),
                    "ticket": permit,
                }
                download(plan, rows, person.account, person.seat, moment, **wanted)
            if busy:
                rows.add(
                    "permits",
                    permit=permit,
                    kind="download",
                    start_on=peak[0],
                    end_on=peak[-1],
                    person=person.id,
                    account=person.account,
                    destination=plan.destination,
                    approver=roster.staff.leader.id,
                )


def machines(plan: Plan, places: Places, rows: Rows) -> None:
    """Batch jobs and monitoring, on every server, every night."""
    for day in days(plan.first, plan.last):
        dice = plan.dice("machines", day)
        for number, account in enumerate(plan.services):
            for server, system in zip(places.servers, plan.systems, strict=True):
                start = at(day, 70 + 230 * number + dice.randrange(4), dice.randrange(60))
                span = (start, start + timedelta(minutes=25, seconds=dice.randrange(600)))
                sign_in(plan, rows, account, server, span, kind="batch", system=system)
        if plan.batch_downloads:
            wanted = {"object": "日次受渡データ", "rows": dice.randrange(2500, 7000)}
            moment = at(day, 75, dice.randrange(60))
            download(plan, rows, plan.services[0], places.servers[0], moment, **wanted)


def vault(roster: Roster, places: Places, rows: Rows) -> None:
    """An account of the vault, lent to a named person twice a month with a record."""
    plan = roster.plan
    if not plan.vault:
        return
    for first, last in months(plan.first, plan.last):
        for day in plan.dice("vault", first).sample(working_days(first, last), 2):
            dice = plan.dice("vault", day)
            there = [p for p in roster.staff.admins if roster.works(p, day)]
            person = dice.choice(there)
            out = at(day, dice.randrange(600, 900))
            back = out + timedelta(minutes=dice.randrange(60, 120))
            span = (out + timedelta(minutes=6), back - timedelta(minutes=7))
            terminal = maintenance_terminal(roster, places, person)
            sign_in(plan, rows, plan.vault, terminal, span, second_factor=True)
            rows.add("checkouts", account=plan.vault, person=person.id, start_at=out, end_at=back)
            rows.add(
                "tickets",
                ticket=f"V-{day:%y%m%d}",
                start_at=out,
                end_at=back,
                person=person.id,
                account=plan.vault,
                terminal=terminal,
                approver=roster.staff.leader.id,
                approved_at=out - timedelta(hours=20),
                purpose="特権IDの貸出による構成変更",
            )


def sign_in(
    plan: Plan,
    rows: Rows,
    account: str,
    terminal: str,
    span: tuple[datetime, datetime],
    **marks: object,
) -> None:
    """A line of the sign-in log; `marks` are its kind, second factor and system where unusual."""
    remote = marks.get("kind") == "remote"
    usual = {
        "at": span[0],
        "account": account,
        "terminal": terminal,
        "action": "in",
        "ended_at": span[1],
        "kind": "interactive",
        "address": PRIVATE_CLOUD if remote else INSIDE,
        "country": "JP",
        "second_factor": remote,
        "system": plan.systems[0],
    }
    rows.add("sign_ins", **{**usual, **marks})


def download(
    plan: Plan, rows: Rows, account: str, terminal: str, moment: datetime, /, **wanted: object
) -> None:
    """A line of the download log."""
    size = wanted["rows"]
    rows.add(
        "downloads",
        **{
            "at": moment,
            "account": account,
            "terminal": terminal,
            "bytes": size * 148 + 512 if isinstance(size, int) else None,
            "destination": plan.destination,
            "ticket": None,
            "system": plan.systems[0],
            **wanted,
        },
    )


def entry(
    plan: Plan,
    rows: Rows,
    person: Person,
    span: tuple[datetime, datetime],
    *,
    area: str = AREA,
) -> None:
    """Two lines of the entry log, which knows no seconds: in and out."""
    for moment, direction in zip(span, ("in", "out"), strict=True):
        rows.add(
            "entries",
            at=moment.replace(second=0),
            person=person.id,
            direction=direction,
            area=area,
            site=plan.site,
        )


def _until(shift: Shift) -> int:
    return shift.ends + (24 * 60 if shift.ends < shift.starts else 0)


def _seats(person: Person, places: Places, *, moves: bool, drawn: int) -> Sequence[str]:
    if not moves:
        return (person.seat,)
    return person.seat, places.business[drawn % len(places.business)]


def _signed_in(
    plan: Plan, rows: Rows, person: Person, seats: Sequence[str], span: tuple[datetime, datetime]
) -> None:
    """One session, or two that overlap while a person moves to another seat."""
    start, end = span
    if len(set(seats)) == 1:
        sign_in(plan, rows, person.account, seats[0], span)
        return
    middle = start + (end - start) // 2
    middle = middle.replace(microsecond=0)
    sign_in(plan, rows, person.account, seats[0], (start, middle + timedelta(minutes=3)))
    sign_in(plan, rows, person.account, seats[1], (middle, end))


def _asked(roster: Roster, session: Session, terminal: str) -> dict[str, object]:
    dice = roster.plan.dice("ticket", session.person.id, session.start)
    minute = timedelta(minutes=session.start.minute % 15 + 15, seconds=session.start.second)
    purposes = ("定期点検", "障害調査", "修正プログラムの適用", "設定変更", "容量の確認")
    late = timedelta(minutes=session.end.minute % 15, seconds=session.end.second)
    return {
        "start_at": session.start - minute,
        "end_at": session.end - late + timedelta(minutes=30),
        "person": session.person.id,
        "account": session.person.admin,
        "terminal": terminal,
        "approver": roster.staff.leader.id,
        "approved_at": at(session.start.date(), -480 + dice.randrange(60)),
        "purpose": dice.choice(purposes),
    }


def _at_desk(session: Session) -> bool:
    """Whether the session falls into the hours a person is in anyway."""
    midnight = datetime.combine(session.start.date(), datetime.min.time())
    minutes = (session.start - midnight) // timedelta(minutes=1)
    return OFFICE.starts <= minutes <= OFFICE.ends - 60


def _around(session: Session) -> tuple[datetime, datetime]:
    return session.start - timedelta(minutes=14), session.end + timedelta(minutes=8)
