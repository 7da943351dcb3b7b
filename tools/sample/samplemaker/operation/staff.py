"""Staff: people with access and their accounts, as they come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samplemaker.operation.calendar import DAY, quarters
from samplemaker.operation.plan import LETTERS, Plan

AGENT, EXPORTER, CAMPAIGN, ADMIN, LEADER = (
    "オペレーター",
    "出力担当",
    "キャンペーン事務局",
    "保守",
    "保守責任者",
)
#: Of so many agents one is always on nights, one has but three days a week.
NIGHT_EACH, PART_EACH = 9, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with access; `account` is what the everyday work is done with."""

    id: str
    number: int
    employment: str
    role: str
    account: str
    seat: str
    start: date
    end: date | None = None
    admin: str = ""
    privileged_since: date | None = None

    def is_there(self, day: date) -> bool:
        """Whether employed on the day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Everybody, in order."""

    people: tuple[Person, ...]

    @property
    def admins(self) -> tuple[Person, ...]:
        """Those with an administrator's account."""
        return tuple(person for person in self.people if person.admin)

    @property
    def leader(self) -> Person:
        """The head of the maintenance team."""
        return next(person for person in self.people if person.role == LEADER)

    def of_role(self, role: str) -> tuple[Person, ...]:
        """Those with a role."""
        return tuple(person for person in self.people if person.role == role)

    def with_account(self, account: str) -> Person:
        """Whose account it is."""
        return next(p for p in self.people if account in (p.account, p.admin))


def staff(plan: Plan) -> Staff:
    """Everybody of a plan; those who leave during it are replaced the day after."""
    stable = _seated(plan, [person for kind in plan.people for person in _employed(plan, kind)])
    leaving = _leaving(plan)
    agents = [person for person in stable if person.role == AGENT]
    # Those who leave come first in order, as they have been there longest.
    gone = dict(zip((person.id for person in agents), leaving, strict=False))
    numbers = dict(plan.people)
    found: list[Person] = []
    for person in stable:
        if person.id not in gone:
            found.append(person)
            continue
        last_day = gone[person.id]
        numbers[person.employment] += 1
        found.append(replace(person, end=last_day))
        found.append(_successor(plan, person, numbers[person.employment], last_day + DAY))
    if plan.former_admin:
        found.append(_former(plan, numbers))
    return Staff(people=tuple(found))


def _seated(plan: Plan, people: list[Person]) -> list[Person]:
    """Each at a seat: two agents of opposite shifts share one, the others have their own."""
    found: list[Person] = []
    taken = agents = 0
    for person in people:
        shares = plan.round_the_clock and person.role == AGENT
        if not shares or agents % 2 == 0:
            taken += 1
        agents += shares
        found.append(replace(person, seat=f"PC-{taken:03}", account=_account(person, found)))
    return found


def _account(person: Person, before: list[Person]) -> str:
    """Those who may export have an account that says so."""
    prefix = {EXPORTER: "out", CAMPAIGN: "cmp"}.get(person.role)
    if prefix is None:
        return person.account
    return f"{prefix}-{1 + sum(other.role == person.role for other in before):02}"


def _leaving(plan: Plan) -> list[date]:
    if plan.leaving:
        return list(plan.leaving)
    dice = plan.dice("leaving")
    found = []
    for start, end in quarters(plan.first, plan.last):
        span = max(1, (end - start).days - 12)
        found += [
            start + timedelta(days=5 + dice.randrange(span)) for _ in range(plan.leavers_quarter)
        ]
    return sorted(found)


def _employed(plan: Plan, kind: str) -> Iterator[Person]:
    roles = _roles(plan, kind)
    for number in range(1, plan.people[kind] + 1):
        role, admin = roles[number - 1]
        yield _person(plan, kind, number, role, admin)


def _roles(plan: Plan, kind: str) -> list[tuple[str, str]]:
    """Role and administrator's account by number: desks first, agents before them in the list."""
    special: list[tuple[str, str]] = []
    for account, employment in plan.admins.items():
        if employment == kind:
            special.append((LEADER if account == next(iter(plan.admins)) else ADMIN, account))
    if kind == "own":
        special += [(EXPORTER, "")] * plan.exporters
        special += [(CAMPAIGN, "")] * plan.campaign
    return [(AGENT, "")] * (plan.people[kind] - len(special)) + special


def _person(plan: Plan, kind: str, number: int, role: str, admin: str) -> Person:
    id_ = f"{LETTERS[kind]}{number:0{plan.person_width}}"
    dice = plan.dice("person", id_)
    start = date(2018, 4, 1) + timedelta(days=dice.randrange(2000))
    if admin:
        start = plan.since + timedelta(days=(list(plan.admins).index(admin) * 61))
    return Person(
        id=id_,
        number=number,
        employment=kind,
        role=role,
        account=f"u-{id_.lower()}",
        seat="",
        start=min(start, plan.first - 30 * DAY),
        admin=admin,
        privileged_since=start if admin else None,
    )


def _successor(plan: Plan, person: Person, number: int, start: date) -> Person:
    id_ = f"{LETTERS[person.employment]}{number:0{plan.person_width}}"
    return replace(person, id=id_, number=number, account=f"u-{id_.lower()}", start=start, end=None)


def _former(plan: Plan, numbers: dict[str, int]) -> Person:
    numbers["dispatched"] += 1
    number = numbers["dispatched"]
    person = _person(plan, "dispatched", number, ADMIN, "")
    return replace(
        person,
        seat="PC-001",
        admin=plan.former_admin,
        privileged_since=person.start,
        end=plan.first + timedelta(days=39),
    )
