"""Insider: a dispatched maintenance worker who takes customer data out, and all that is amiss around it.

Everything planted is written down in the truth, with the tests that must find it.
"""

from __future__ import annotations

from datetime import timedelta

from samplemaker.operation.calendar import DAY, working_days
from samplemaker.operation.devices import SOURCE, event
from samplemaker.operation.duties import at
from samplemaker.operation.ledgers import change
from samplemaker.operation.rows import Rows
from samplemaker.operation.thefts import (
    DEVICE,
    HOUR,
    MINUTE,
    ONLY_WRITTEN,
    QUIET,
    USE,
    Theft,
    Thief,
)
from samplemaker.operation.work import download, sign_in


class Insider(Thief):
    """Plants what one worker does over the quarters."""

    def act(self) -> None:
        """Everything, quarter after quarter; the last of them holds the long day and the widest theft."""
        for number, span in enumerate(self.quarters, start=1):
            self.thefts(number, span)
        for side in (
            self._long_day,
            self._own_account,
            self._wiped,
            self._leaver,
            self._vault,
            self._temporary_account,
            self._temporary_right,
            self._private_laptop,
            self._abroad,
            self._blocked_first,
            self._agent_stopped,
            self._late_start,
            self._silent_terminal,
        ):
            side()

    def _long_day(self) -> None:
        """Morning by the leader, evening and night by the other: sixteen hours of one account."""
        span = self.quarters[min(1, len(self.quarters) - 1)]
        mornings = [
            s
            for s in self._leaders_sessions((self.plan.first, self.plan.last))
            if 9 <= s.start.hour < 13 and s.start.date() not in self._busy
        ]
        early = [s for s in mornings if span[0] <= s.start.date() <= span[1]] or mornings
        if not early:
            return
        session = early[0]
        day = session.start.date()
        between_ = session.end + timedelta(hours=4, minutes=30)
        for start, length in ((between_, 40), (between_ + timedelta(hours=5), 55)):
            sign_in(
                self.plan,
                self.rows,
                self.leader.admin,
                self.terminal,
                (start, start + length * MINUTE),
                second_factor=True,
            )
        night = between_ + timedelta(hours=10)
        told = self._theft(night, tests=("account-long-day",), minutes=50)
        self._busy.add(day)
        self.steal(told)
        around = (session.start - HOUR, night + 2 * HOUR)
        self.truth.last.widen("account-long-day", around)
        self.truth.last.may_show(USE, around, account=self.leader.admin)

    def _own_account(self) -> None:
        """For once with the own account, which otherwise reads little."""
        span = self.quarters[-1]
        chosen, *before = self.dice.sample(self._free(span), 7)
        for day in before:
            moment = at(day, 640, self.dice.randrange(60))
            small = {"object": "コード表", "rows": self.dice.randrange(100, 400)}
            ticket = f"S-{day:%y%m%d}"
            self._ticket(ticket, self.self_, (moment - HOUR, moment + HOUR))
            download(
                self.plan,
                self.rows,
                self.self_.admin,
                self.self_.seat,
                moment,
                ticket=ticket,
                **small,
            )
        self.steal(
            Theft(
                start=at(chosen, 1200),
                end=at(chosen, 1262),
                account=self.self_.admin,
                media_account=self.self_.admin,
                serial=self.serials[1],
                sizes=(61_400, 58_900, 60_250),
                tests=("mass-reading",),
            )
        )

    def _wiped(self) -> None:
        """A theft whose lines are deleted from the log before the review; the numbers stay behind."""
        span = self.quarters[max(0, len(self.quarters) - 2)]
        day = next(d for d in reversed(self._free(span)) if d.day < 25)
        theft = self._theft(at(day, 1215), tests=())
        lines = self.steal(theft)
        for line in lines:
            line["wiped"] = True
        # What was downloaded can no longer be seen; what was written can.
        self.truth.last.keep(lambda test: test in ONLY_WRITTEN)
        cleared = at(day, 1300)
        change(
            self.rows,
            cleared,
            "log_cleared",
            self.leader.admin,
            None,
            terminal=self.terminal,
            system=self.plan.systems[0],
        )
        span_ = (cleared - 24 * HOUR, cleared + 20 * HOUR)
        told = self.truth.event(
            "ログの消去", f"{len(lines)} lines deleted, then the log cleared", span_
        )
        told.found_by("log-cleared", span_, actor=self.leader.admin)
        told.found_by("log-sequence-break", span_, system=self.plan.systems[0])

    def _leaver(self) -> None:
        """The account of one who left is used."""
        name = self.plan.former_admin
        if not name:
            return
        gone = self.roster.staff.with_account(name).end or self.plan.first
        _, last = self.quarters[len(self.quarters) // 2]
        moment = self._evening((gone + QUIET * DAY, last))
        span = (moment, moment + 25 * MINUTE)
        sign_in(self.plan, self.rows, name, self.terminal, span, second_factor=True)
        told = self.truth.event("離任者のアカウント", f"{name} after its last day", span)
        told.found_by("sign-in-after-leaving", span, account=name)
        told.may_show(USE, span, account=name)

    def _vault(self) -> None:
        """The vault's account without a check-out."""
        if not self.plan.vault:
            return
        moment = self._evening(self.quarters[-1])
        span = (moment, moment + 31 * MINUTE)
        sign_in(self.plan, self.rows, self.plan.vault, self.terminal, span, second_factor=True)
        told = self.truth.event("貸出記録のない特権ID", "vault account without a check-out", span)
        told.found_by("vault-without-checkout", span, account=self.plan.vault)

    def _temporary_account(self) -> None:
        """An account made, used and deleted within three days, on no list."""
        moment = self._evening(self.quarters[len(self.quarters) // 2])
        name, until = "tmp-mnt9", moment + timedelta(days=2, hours=1)
        change(self.rows, moment - HOUR, "created", self.leader.admin, name)
        change(self.rows, until, "deleted", self.leader.admin, name)
        span = (moment, moment + 38 * MINUTE)
        sign_in(self.plan, self.rows, name, self.terminal, span)
        told = self.truth.event(
            "短命のアカウント", "made, used, deleted", (moment - 2 * HOUR, until + HOUR)
        )
        told.found_by("account-short-lived", (moment - 2 * HOUR, until + HOUR), account=name)
        told.found_by("account-not-listed", span, account=name)

    def _temporary_right(self) -> None:
        """A right given and taken back within hours, without a ticket."""
        moment = self._evening(self.quarters[-1])
        until = moment + timedelta(hours=3)
        name = self.self_.admin
        change(self.rows, moment, "right_added", self.leader.admin, name, right="監査ログ管理")
        change(self.rows, until, "right_removed", self.leader.admin, name, right="監査ログ管理")
        told = self.truth.event("短時間の権限", "a right added and removed", (moment, until))
        told.found_by("right-short-lived", (moment - HOUR, until + HOUR), account=name)

    def _private_laptop(self) -> None:
        """A computer that no ledger holds."""
        moment = self._evening(self.quarters[0])
        span = (moment, moment + 17 * MINUTE)
        sign_in(self.plan, self.rows, self.self_.admin, "LT-7731", span, second_factor=True)
        told = self.truth.event("台帳にない端末", "a private laptop", span)
        told.found_by("unlisted-terminal", span, terminal="LT-7731")
        told.found_by("privileged-without-ticket", span, account=self.self_.admin)
        told.may_show(USE, span, account=self.self_.admin)

    def _abroad(self) -> None:
        """A sign-in from a country nobody named."""
        moment = self._evening(self.quarters[-1])
        span = (moment, moment + 12 * MINUTE)
        sign_in(self.plan, self.rows, self.self_.account, self.self_.seat, span, kind="remote")
        self.rows.of("sign_ins")[-1] |= {
            "terminal": None,
            "address": "203.0.113.77",
            "country": "SG",
        }
        told = self.truth.event("届け出のない国", "a sign-in from SG", span)
        told.found_by("source-countries", None, country="SG")

    def _blocked_first(self) -> None:
        """Tries at a terminal where the block works, and tells nobody."""
        moment = self._evening(self.quarters[0])
        stick = {"device_class": "storage", "device": DEVICE, "serial": self.serials[0]}
        who = {"account": self.self_.account}
        event(self.rows, moment, self.places.business[1], "blocked", **who, **stick)
        told = self.truth.event("遮断された試行", "blocked, not reported", (moment, moment))
        told.found_by(
            "blocked-attempts", (moment - HOUR, moment + HOUR), terminal=self.places.business[1]
        )

    def _agent_stopped(self) -> None:
        """The device log stays silent for days, weekends aside."""
        span = self.quarters[max(0, len(self.quarters) - 2)]
        open_days = [day for day in working_days(*span) if day not in self._busy]
        first = next(
            day
            for day in open_days[5:]
            if day.weekday() == 1 and all(day + n * DAY in open_days for n in range(3))
        )
        last = first + 2 * DAY
        self.rows.drop("device_events", lambda row: first <= row["at"].date() <= last)
        span_ = (at(first, -24 * 60), at(last, 2 * 24 * 60))
        told = self.truth.event("ログの沈黙", f"no line of {SOURCE} for three days", span_)
        told.found_by("log-silence", span_, system=SOURCE)

    def _late_start(self) -> None:
        """The device log begins a fortnight after the others."""
        first = self.plan.first + QUIET * DAY
        self.rows.drop("device_events", lambda row: row["at"].date() < first)
        told = self.truth.event("短いログ", "the device log begins later than declared", None)
        figures = {"first_on": first.isoformat(), "declared": self.plan.first.isoformat()}
        told.found_by("log-range", None, figures=figures, export="device_events")

    def _silent_terminal(self) -> None:
        """A maintenance terminal whose agent never reported."""
        name = self.places.maintenance[-2]
        self.rows.drop("device_events", lambda row: row["terminal"] == name)
        told = self.truth.event("端末のログなし", "never in the device log", None)
        told.found_by("terminal-without-device-log", None, terminal=name)


def wipe(rows: Rows) -> None:
    """Take deleted lines out after numbering, which leaves the gap."""
    rows.drop("downloads", lambda row: bool(row.get("wiped")))
