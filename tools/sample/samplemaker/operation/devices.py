"""Devices: printers, keyboards and the like, permitted media, and what forgetful people plug in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samplemaker.operation.calendar import DAY, days, is_new_year, month_after, months, working_days
from samplemaker.operation.duties import Roster, at
from samplemaker.operation.places import Medium, Places
from samplemaker.operation.plan import Plan
from samplemaker.operation.rows import Rows
from samplemaker.operation.staff import AGENT, CAMPAIGN, Person
from samplemaker.operation.work import download

SOURCE = "資産管理サーバー"
HARMLESS = (
    ("printer", "架空複合機 KF-2200"),
    ("input", "USBキーボード"),
    ("input", "USBマウス"),
    ("network", "USB LANアダプター"),
    ("other", "USBヘッドセット"),
)
STRAY = (("storage", "USBメモリ 16GB"), ("phone", "スマートフォン"), ("storage", "USBメモリ 32GB"))
#: A terminal is heard of at least once in so many days, and so many are each day.
ROUND, DAILY = 45, 2


def harmless(plan: Plan, places: Places, rows: Rows) -> None:
    """Devices that store nothing; every desk is heard of."""
    for day in days(plan.first, plan.last):
        dice = plan.dice("devices", day)
        due = [t for n, t in enumerate(places.desks) if (day.toordinal() + n * 7) % ROUND == 0]
        if not is_new_year(day):
            due += [dice.choice(places.desks) for _ in range(DAILY)]
        for terminal in due:
            kind, name = dice.choice(HARMLESS)
            moment = at(day, dice.randrange(480, 1260), dice.randrange(60))
            event(rows, moment, terminal, "connect", device_class=kind, device=name)
            if dice.randrange(3) == 0:
                later = moment + timedelta(minutes=dice.randrange(5, 200))
                event(rows, later, terminal, "disconnect", device_class=kind, device=name)


def permitted(roster: Roster, places: Places, rows: Rows) -> None:
    """Registered media, each lent to one person under a permit, used once a month."""
    plan = roster.plan
    users = (roster.staff.of_role(CAMPAIGN) or roster.staff.people)[: plan.media_users]
    for person, medium in zip(users, places.media, strict=False):
        start = plan.first
        while start <= plan.last:
            end = month_after(start, 6) - DAY
            rows.add("permits", **_media_permit(roster, person, medium, (start, end)))
            start = end + DAY
        for first, last in months(plan.first, plan.last):
            there = [day for day in working_days(first, last) if roster.works(person, day)]
            if there:
                _use(plan, rows, person, medium, plan.dice("use", person.id, first).choice(there))


def forgetful(roster: Roster, rows: Rows) -> None:
    """Private devices that the block stops; each is reported by who did it."""
    plan = roster.plan
    dice = plan.dice("forgetful")
    agents = roster.staff.of_role(AGENT)
    done = 0
    while done < plan.forgetful:
        person = dice.choice(agents)
        there = [day for day, shift in roster.shifts(person) if shift.ends > shift.starts]
        if not there:
            continue
        kind, name = STRAY[done % len(STRAY)]
        day = dice.choice(there)
        start = next(shift.starts for other, shift in roster.shifts(person) if other == day)
        serial = f"ZZ{dice.randrange(16**8):08X}"
        event(
            rows,
            at(day, start + dice.randrange(20, 240), dice.randrange(60)),
            person.seat,
            "blocked",
            account=person.account,
            device_class=kind,
            device=name,
            serial=serial,
        )
        done += 1


def event(rows: Rows, moment: datetime, terminal: str, action: str, **values: object) -> None:
    """A line of the device log."""
    rows.add(
        "device_events",
        **{
            "at": moment,
            "terminal": terminal,
            "account": None,
            "action": action,
            "serial": None,
            "object": None,
            "bytes": None,
            "system": SOURCE,
            **values,
        },
    )


def _media_permit(
    roster: Roster, person: Person, medium: Medium, span: tuple[date, date]
) -> dict[str, object]:
    return {
        "permit": f"U-{span[0]:%y%m}-{medium.serial[3:6]}",
        "kind": "media",
        "start_on": span[0],
        "end_on": span[1],
        "person": person.id,
        "account": person.account,
        "terminal": person.seat,
        "serial": medium.serial,
        "approver": roster.staff.leader.id,
    }


def _use(plan: Plan, rows: Rows, person: Person, medium: Medium, day: date) -> None:
    """A download for the printer's shop, then its copy to the medium lent."""
    dice = plan.dice("use", person.id, day)
    moment = at(day, dice.randrange(620, 980), dice.randrange(60))
    wanted = {"object": "案内状校正用見本", "rows": dice.randrange(20, 200)}
    download(plan, rows, person.account, person.seat, moment - timedelta(minutes=15), **wanted)
    told = {
        "account": person.account,
        "device_class": "storage",
        "device": "登録USBメモリ",
        "serial": medium.serial,
    }
    size = dice.randrange(9000, 90000)
    event(rows, moment, person.seat, "connect", **told)
    written = {"object": f"見本_{day:%m%d}.pdf", "bytes": size}
    event(rows, moment + timedelta(minutes=2), person.seat, "write", **told, **written)
    event(rows, moment + timedelta(minutes=5), person.seat, "disconnect", **told)
