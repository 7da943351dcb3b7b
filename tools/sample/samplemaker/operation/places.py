"""Places: terminals with their policy, and removable media."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samplemaker.operation.plan import Plan
from samplemaker.operation.staff import Staff

#: Seats that are nobody's: for training and as spares.
SPARE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A registered medium."""

    serial: str
    registered: date
    disposed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Terminals by use, and media."""

    business: tuple[str, ...]
    maintenance: tuple[str, ...]
    vdi: tuple[str, ...]
    servers: tuple[str, ...]
    retired: tuple[tuple[str, date], ...]
    media: tuple[Medium, ...]

    @property
    def desks(self) -> tuple[str, ...]:
        """Everything people work at."""
        return (*self.business, *self.maintenance, *self.vdi)


def places(plan: Plan, people: Staff) -> Places:
    """The terminals and media of a plan."""
    seats = max(int(person.seat[3:]) for person in people.people)
    business = plan.business or seats + SPARE
    if business < seats:
        raise ValueError(f"{seats} seats are needed, business is {business}")
    return Places(
        business=tuple(f"PC-{n:03}" for n in range(1, business + 1)),
        maintenance=tuple(f"MT-{n:02}" for n in range(1, plan.maintenance + 1)),
        vdi=tuple(f"VDI-{n:02}" for n in range(1, plan.vdi + 1)),
        servers=tuple(f"SRV-{n:02}" for n in range(1, len(plan.systems) + 1)),
        retired=tuple(
            (f"PC-{900 + n}", plan.first - timedelta(days=40 * n))
            for n in range(1, plan.retired + 1)
        ),
        media=_media(plan),
    )


def _media(plan: Plan) -> tuple[Medium, ...]:
    dice = plan.dice("media")
    span = (plan.last - plan.first).days
    found = []
    for number in range(1, plan.media + plan.media_disposed + 1):
        added = number > plan.media + plan.media_disposed - plan.media_added
        disposed = (
            plan.media_disposed
            and plan.media_users < number <= plan.media_users + plan.media_disposed
        )
        found.append(
            Medium(
                serial=f"KSM{number:03}-{dice.randrange(16**6):06X}",
                registered=plan.last - timedelta(days=200 - number)
                if added
                else date(2024, 4, number),
                disposed=plan.last - timedelta(days=min(span, 94)) if disposed else None,
            )
        )
    return tuple(found)
