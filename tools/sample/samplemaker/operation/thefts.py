"""Thefts: evenings at a maintenance terminal with somebody else's account and a USB memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samplemaker.operation.calendar import DAY, days, quarters, working_days
from samplemaker.operation.devices import event
from samplemaker.operation.duties import Roster, Session, at
from samplemaker.operation.places import Places
from samplemaker.operation.rows import Row, Rows
from samplemaker.operation.staff import ADMIN, Person
from samplemaker.operation.truth import Planted, Truth
from samplemaker.operation.work import VAULT_AREA, download, entry, sign_in

TABLES = ("顧客マスター", "注文履歴", "通話記録索引")
DEVICE = "USB Flash Disk"
#: Days at the beginning with nothing of the kind.
QUIET = 14
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theft:
    """One evening at the maintenance terminal: when, with whose account, how much."""

    start: datetime
    end: datetime
    account: str
    media_account: str
    serial: str
    sizes: tuple[int, ...]
    tests: tuple[str, ...] = ()


#: What every theft shows by itself.
ALWAYS = (
    "privileged-without-ticket",
    "download-volume",
    "download-to-maintenance-terminal",
    "download-to-unlisted-destination",
    "download-without-permit",
    "download-then-media",
    "media-connect-when-blocked",
    "media-write-when-blocked",
    "media-write-without-permit",
    "media-not-in-ledger",
)

#: What a theft may show besides, as it falls.
PERHAPS = (
    "account-long-day",
    "account-overlap",
    "download-out-of-hours",
    "download-volume",
    "download-without-permit",
    "mass-reading",
    "owner-absent",
    "privileged-without-entry",
    "privileged-without-ticket",
)
BY_DAY = ("download-volume", "mass-reading")
#: What the use of one more account may show besides.
USE = ("owner-absent", "privileged-without-entry", "privileged-without-ticket", "account-overlap")
#: What a theft still shows when the lines of its downloads are gone.
ONLY_WRITTEN = (
    "privileged-without-ticket",
    "media-connect-when-blocked",
    "media-write-when-blocked",
    "media-write-without-permit",
    "media-not-in-ledger",
    "review-missed",
)
#: What the leader's own ticket seems to cover while the leader works elsewhere.
COVERED = ("privileged-without-ticket", "download-without-permit")


class Thief:
    """Plants evenings at the maintenance terminal; what goes with them is the insider's."""

    def __init__(self, roster: Roster, places: Places, rows: Rows, truth: Truth) -> None:
        self.roster, self.plan = roster, roster.plan
        self.places, self.rows, self.truth = places, rows, truth
        self.self_ = next(
            p
            for p in reversed(roster.staff.of_role(ADMIN))
            if p.employment == "dispatched" and not p.end
        )
        self.leader = roster.staff.leader
        self.terminal = places.maintenance[-1]
        self.serials = ("0A1B77310042C9", "9F20D5516E0013")
        self.quarters = quarters(self.plan.first, self.plan.last)
        self.dice = self.plan.dice("insider")
        self._busy = {self.plan.first + n * DAY for n in range(QUIET)}

    def thefts(self, number: int, span: tuple[date, date]) -> None:
        """A few, one more each quarter: while the leader works elsewhere, is away, or is gone home."""
        kinds: Sequence[Callable[[tuple[date, date]], Theft | None]] = (
            self._beside_the_leader,
            self._leader_away,
            self._before_dawn,
            self._at_the_weekend,
        )
        for count in range(min(1 + number, 8)):
            theft = kinds[(count + number - 1) % len(kinds)](span) or self._leader_away(span)
            if theft is not None:
                self.steal(theft)

    def _beside_the_leader(self, span: tuple[date, date]) -> Theft | None:
        """The leader is signed in at another terminal with the same account."""
        own = [s for s in self._leaders_sessions(span) if s.end - s.start > 50 * MINUTE]
        free = [s for s in own if s.start.date() not in self._busy]
        late = [s for s in free if s.start.hour >= 17] or free
        if not late:
            return None
        session = self.dice.choice(late)
        tests = ("account-overlap",)
        return self._theft(session.start + 6 * MINUTE, tests=tests, minutes=48)

    def _leader_away(self, span: tuple[date, date]) -> Theft | None:
        """The owner of the account has not been in, neither that day nor the evening before."""
        there = self._present()
        away = [
            day
            for day in working_days(*span)
            if day not in there and day - DAY not in there and day not in self._busy
        ]
        # A Monday after a weekend off serves as well as a week of leave.
        if not away:
            return None
        day = self.dice.choice(away)
        moment = at(day, self.dice.randrange(1130, 1240), self.dice.randrange(60))
        return self._theft(moment, tests=("owner-absent", "privileged-without-entry"))

    def _before_dawn(self, span: tuple[date, date]) -> Theft | None:
        """Outside every shift."""
        free = [d for d in working_days(*span) if not self._near(d)]
        if not free:
            return None
        moment = at(self.dice.choice(free), self.dice.randrange(240, 330), self.dice.randrange(60))
        return self._theft(moment, tests=("download-out-of-hours",))

    def _at_the_weekend(self, span: tuple[date, date]) -> Theft | None:
        """On a day when offices rest, while the agents work."""
        free = [d for d in days(*span) if d.weekday() >= 5 and not self._near(d)]
        if not free:
            return None
        moment = at(self.dice.choice(free), self.dice.randrange(840, 1080), self.dice.randrange(60))
        return self._theft(moment, tests=("download-out-of-hours",))

    def _theft(self, start: datetime, *, tests: tuple[str, ...], minutes: int = 0) -> Theft:
        quarter = self._quarter(start.date())
        dice = self.dice
        sizes = tuple(
            dice.randrange(7000, 14000) + 9000 * quarter
            for _ in range(dice.randrange(1, 2 + quarter))
        )[:4]
        return Theft(
            start=start,
            end=start
            + timedelta(minutes=minutes or dice.randrange(45, 80), seconds=dice.randrange(60)),
            account=self.leader.admin,
            media_account=dice.choice((self.leader.admin, self.self_.admin)),
            serial=self.serials[quarter > len(self.quarters) // 2],
            sizes=sizes,
            tests=tests,
        )

    def steal(self, theft: Theft) -> list[Row]:
        """Sign in, download to the maintenance terminal, copy to a USB memory."""
        self._busy.add(theft.start.date())
        sign_in(
            self.plan,
            self.rows,
            theft.account,
            self.terminal,
            (theft.start, theft.end),
            second_factor=True,
        )
        come = theft.start - timedelta(minutes=self.dice.randrange(6, 20))
        entry(self.plan, self.rows, self.self_, (come, theft.end + 9 * MINUTE), area=VAULT_AREA)
        moment = theft.start + 4 * MINUTE
        for size in theft.sizes:
            wanted = {
                "object": self.dice.choice(TABLES),
                "rows": size,
                "destination": f"{self.terminal}/D:/work",
            }
            download(self.plan, self.rows, theft.account, self.terminal, moment, **wanted)
            moment += timedelta(minutes=self.dice.randrange(3, 6), seconds=self.dice.randrange(60))
        self._copied(theft, moment + 3 * MINUTE)
        self._told(theft)
        return self.rows.of("downloads")[-len(theft.sizes) :]

    def _copied(self, theft: Theft, moment: datetime) -> None:
        stick = {
            "account": theft.media_account,
            "device_class": "storage",
            "device": DEVICE,
            "serial": theft.serial,
        }
        event(self.rows, moment, self.terminal, "connect", **stick)
        for number, size in enumerate(theft.sizes, start=1):
            file = {"object": f"work{number}.zip", "bytes": size * 41}
            event(self.rows, moment + number * MINUTE, self.terminal, "write", **stick, **file)
        event(self.rows, moment + 9 * MINUTE, self.terminal, "disconnect", **stick)

    def _told(self, theft: Theft) -> None:
        span = (theft.start - HOUR, theft.end + HOUR)
        who, where = {"account": theft.account}, {"terminal": self.terminal}
        stick = {"serial": theft.serial}
        values: Mapping[str, Mapping[str, str]] = {
            "privileged-without-ticket": who | where,
            "download-volume": who,
            "download-to-maintenance-terminal": who | where,
            "download-to-unlisted-destination": who,
            "download-without-permit": who,
            "download-then-media": where | stick,
            "media-connect-when-blocked": where,
            "media-write-when-blocked": where,
            "media-write-without-permit": where | stick,
            "media-not-in-ledger": stick,
            "account-overlap": who,
            "owner-absent": who | where,
            "privileged-without-entry": who | where,
            "download-out-of-hours": who,
            "account-long-day": who,
            "mass-reading": who,
        }
        event_ = self.truth.event(
            "持ち出し", f"{sum(theft.sizes)} records to {self.terminal}, then to a USB memory", span
        )
        event_.may_show(PERHAPS, (span[0] - HOUR, span[1] + HOUR), account=theft.account)
        covered = COVERED if "account-overlap" in theft.tests else ()
        for test in (*ALWAYS, *theft.tests):
            if test not in covered:
                # A medium is told once, at its first use; a day's downloads at the first of them.
                when = None if test == "media-not-in-ledger" else span
                if test in BY_DAY:
                    when = (at(span[0].date(), 0), span[1])
                event_.found_by(test, when, parameters=None, figures=None, **values[test])
        self._unnamed(event_, theft.start.date())

    def _unnamed(self, event_: Planted, day: date) -> None:
        """The review of the period, where there has been one, names nothing."""
        for row in self.rows.of("log_reviews"):
            if row["period_from"] <= day <= row["period_to"]:
                reviewed = at(row["reviewed_on"], 0)
                event_.found_by("review-missed", (reviewed, reviewed))

    def _leaders_sessions(self, span: tuple[date, date]) -> list[Session]:
        return [
            s
            for s in self.roster.sessions
            if s.person is self.leader and span[0] <= s.start.date() <= span[1] and not s.at_seat
        ]

    def _present(self) -> set[date]:
        mine = (row for row in self.rows.of("entries") if row["person"] == self.leader.id)
        return {row["at"].date() for row in mine}

    def _near(self, day: date) -> bool:
        both = (self.leader, self.self_)
        used = {s.start.date() for s in self.roster.sessions if s.person in both}
        return day in self._busy or day in used

    def _free(self, span: tuple[date, date]) -> list[date]:
        """Working days with nothing of the kind on them, the worker being in."""
        return [
            day
            for day in working_days(*span)
            if not self._near(day) and self.roster.works(self.self_, day)
        ]

    def _evening(self, span: tuple[date, date]) -> datetime:
        day = self.dice.choice(self._free(span))
        self._busy.add(day)
        return at(day, self.dice.randrange(1120, 1230), self.dice.randrange(60))

    def _quarter(self, day: date) -> int:
        return next(n for n, (_, last) in enumerate(self.quarters, start=1) if day <= last)

    def _ticket(self, ticket: str, person: Person, span: tuple[datetime, datetime]) -> None:
        self.rows.add(
            "tickets",
            ticket=ticket,
            start_at=span[0],
            end_at=span[1],
            person=person.id,
            account=person.admin,
            terminal=person.seat,
            approver=self.leader.id,
            approved_at=span[0] - timedelta(days=1),
            purpose="設定の照会",
        )
