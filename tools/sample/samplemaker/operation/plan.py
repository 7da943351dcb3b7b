"""Plan: how large the operation is, how it works, and whether an insider is in it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

#: Kinds of employment and the letter a person's number begins with.
LETTERS = {"own": "A", "dispatched": "H", "seconded": "S", "sub_processor": "R"}
EARLY, LATE, NIGHT = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift, in minutes since midnight; one that ends before it starts goes over midnight."""

    name: str
    starts: int
    ends: int


#: Short overlaps at each hand-over; nobody is due between three and eight in the morning.
THREE_SHIFTS = (
    Shift(name="早番", starts=480, ends=900),
    Shift(name="遅番", starts=885, ends=1305),
    Shift(name="夜番", starts=1290, ends=180),
)
OFFICE_SHIFT = Shift(name="日勤", starts=525, ends=1095)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An operation as it is to be made; the same plan gives the same rows.

    `people` are those with access on the last day, by employment; `admins` are administrators'
    accounts with their holders' employment, the first being the team leader's; `leaving` are last
    days of desk people, each replaced the day after.
    """

    seed: str
    first: date
    last: date
    people: Mapping[str, int]
    employers: Mapping[str, str]
    admins: Mapping[str, str]
    insider: bool = False
    round_the_clock: bool = True
    site: str = "第一センター"
    systems: tuple[str, ...] = (
        "コールセンターシステム",
        "受渡用ファイルサーバー",
        "バックアップ装置",
    )
    destination: str = "受渡用ファイルサーバー"
    person_width: int = 3
    business: int = 0
    maintenance: int = 6
    vdi: int = 4
    retired: int = 3
    former_admin: str = ""
    emergency: str = ""
    services: tuple[str, ...] = ("svc-batch",)
    batch_downloads: bool = True
    vault: str = ""
    exporters: int = 4
    campaign: int = 5
    sessions_month: int = 60
    outputs_month: int = 40
    leaving: tuple[date, ...] = ()
    leavers_quarter: int = 3
    media: int = 12
    media_added: int = 2
    media_disposed: int = 1
    media_users: int = 2
    forgetful: int = 6
    since: date = date(2023, 4, 1)
    zone: str = ""

    def dice(self, *key: object) -> random.Random:
        """A source of numbers of its own for a key, so that one change moves nothing else."""
        return random.Random("/".join(map(str, (self.seed, *key))))


def plan_of(told: Mapping[str, Any], **changes: Any) -> Plan:  # noqa: ANN401 - YAML holds anything
    """A plan as YAML tells it; lists become tuples."""
    merged = {**told, **changes}
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in merged.items()}
    return Plan(**given)


def call_centre(*, seed: str, first: date, last: date, people: int, insider: bool) -> Plan:
    """A call centre of so many people over three shifts."""
    dispatched, seconded, sub = people * 3 // 10, max(2, people // 50), max(3, people // 30)
    return Plan(
        seed=seed,
        first=first,
        last=last,
        insider=insider,
        people={
            "own": people - dispatched - seconded - sub,
            "dispatched": dispatched,
            "seconded": seconded,
            "sub_processor": sub,
        },
        employers={
            "own": "潮騒台コールセンター（架空）",
            "dispatched": "架空人材サービスＡ社",
            "seconded": "架空ホールディングス",
            "sub_processor": "架空ビジネスサポート",
        },
        admins=CENTRE_ADMINS,
        former_admin="mnt-06",
        emergency="emg-01",
        services=("svc-batch", "svc-mon"),
        vault="vlt-root",
    )


CENTRE_ADMINS = {
    "mnt-adm": "own",
    "mnt-01": "own",
    "mnt-02": "dispatched",
    "mnt-03": "dispatched",
    "mnt-04": "sub_processor",
    "mnt-05": "dispatched",
    "dba-01": "own",
    "dba-02": "own",
}
