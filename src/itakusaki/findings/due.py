"""Being due: which parties a round looks at, by risk tier and cycle, each with the reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from itakusaki.catalogue.depths import months_after
from itakusaki.catalogue.rounds import RiskTier, RoundRules
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_, Message, Words, listed
from itakusaki.model.party import Ledger, Processor, persons_of
from itakusaki.model.rounds import DueParty


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """When a party was last audited by what is kept: the as-of day and round, and open knock-outs then."""

    on: date
    round: str
    open_knock_outs: tuple[str, ...]


def due_parties(
    ledger: Ledger,
    rules: RoundRules,
    days: tuple[date, date],
    looks: Mapping[str, LastLook],
    flags: Mapping[str, Words],
) -> tuple[DueParty, ...]:
    """Every party of the ledger, due or not, in its order.

    Args:
        ledger: who is entrusted.
        rules: tiers and cycles.
        days: the first and the last day of the round.
        looks: the last kept audit of each party before the round, by its code.
        flags: what the flags of entrustments are called.
    """
    above = _entrusting(ledger)
    return tuple(
        _due(
            party,
            rules,
            days,
            looks.get(party.id),
            placed=_tier(party, rules, flags, has_below=party.id in above),
        )
        for party in ledger.processors.values()
    )


def form_depths(
    parties: Iterable[Processor], ledger: Ledger, rules: RoundRules, flags: Mapping[str, Words]
) -> Mapping[str, tuple[Depth, Message]]:
    """How deep the form of each of some parties goes by its risk tier, and why, by its code."""
    above = _entrusting(ledger)
    text, found = N_("risk tier {tier} ({ground})"), {}
    for party in parties:
        tier, ground = _tier(party, rules, flags, has_below=party.id in above)
        why = ground or Message(N_("none of the terms of a higher tier fits"))
        found[party.id] = tier.depth, Message.of(text, tier=tier.title, ground=why)
    return found


def _entrusting(ledger: Ledger) -> frozenset[str]:
    """The codes of the parties that entrust others."""
    return frozenset(code for party in ledger.processors.values() for code in party.parents)


def _due(
    party: Processor,
    rules: RoundRules,
    days: tuple[date, date],
    look: LastLook | None,
    *,
    placed: tuple[RiskTier, Message | None],
) -> DueParty:
    tier, ground = placed
    last_on = max((day for day in (_checked_on(party), look and look.on) if day), default=None)
    visit = _visit_wanted(party, rules, days[1])
    ended = _ended(party, days[0])
    why = (
        [ended]
        if ended
        else [*_reasons(party, tier, last_on, days[1], look), *filter(None, [visit])]
    )
    is_due = bool(why) and ended is None
    return DueParty(
        processor=party.id,
        name=party.name,
        tier=party.tier,
        risk=tier.id,
        cycle_months=tier.cycle_months,
        is_due=is_due,
        on_site=is_due and visit is not None,
        reasons=(
            _cycle(tier, ground),
            *(why or [_not_yet(tier, last_on)]),
            *(() if ended else _certificates(party, days[1])),
        ),
        last_on=last_on,
        reply_due=party.due_on if party.due_on and party.due_on >= days[0] else None,
    )


def _tier(
    party: Processor, rules: RoundRules, flags: Mapping[str, Words], *, has_below: bool
) -> tuple[RiskTier, Message | None]:
    for tier in rules.tiers:
        ground = _ground(party, tier, flags, has_below=has_below)
        if ground is not None:
            return tier, ground
    return rules.tiers[-1], None


def _ground(
    party: Processor, tier: RiskTier, flags: Mapping[str, Words], *, has_below: bool
) -> Message | None:
    """Why a party fits a tier, None where it does not."""
    found = [flags.get(name, Words(ja=name, en=name)) for name in sorted(party.flags & tier.flags)]
    if found:
        names = Words(ja="、".join(f.ja for f in found), en=", ".join(f.en for f in found))
        return Message.of("{flags}", flags=names)
    persons = persons_of(party.entrustments)
    if tier.persons is not None and persons >= tier.persons:
        text = N_("{persons} persons, {least} or more")
        return Message.of(text, persons=f"{persons:,}", least=f"{tier.persons:,}")
    if tier.has_tiers_below and has_below:
        return Message(N_("it entrusts others in turn"))
    return None


def _cycle(tier: RiskTier, ground: Message | None) -> Message:
    text = N_("risk tier {tier} ({ground}): every {months} months")
    plain = N_("risk tier {tier}: every {months} months")
    if ground is None:
        return Message.of(plain, tier=tier.title, months=tier.cycle_months)
    return Message.of(text, tier=tier.title, ground=ground, months=tier.cycle_months)


def _reasons(
    party: Processor, tier: RiskTier, last_on: date | None, until: date, look: LastLook | None
) -> Iterator[Message]:
    if last_on is None:
        yield Message(N_("no earlier check is known"))
    elif months_after(last_on, tier.cycle_months) <= until:
        text = N_("last looked at on {day}, so due by {due}")
        due = months_after(last_on, tier.cycle_months)
        yield Message.of(text, day=last_on.isoformat(), due=due.isoformat())
    planned = _planned_on(party)
    if planned is not None and planned <= until and (last_on is None or planned > last_on):
        yield Message.of(N_("the ledger plans the next check for {day}"), day=planned.isoformat())
    if look is not None and look.open_knock_outs:
        text = N_("mandatory controls open in {round}: {controls}")
        yield Message.of(text, round=look.round, controls=listed(look.open_knock_outs))


def _visit_wanted(party: Processor, rules: RoundRules, until: date) -> Message | None:
    """Why a party has to be inspected on site in this round, None where it has not."""
    if not party.flags & rules.on_site_flags:
        return None
    visited = max(_days(party, "last_audit_on", method="visit"), default=None)
    if visited is None:
        return Message.of(
            N_(
                "on site: work for a public body, and no inspection on site is known; at least every {months} months"
            ),
            months=rules.on_site_months,
        )
    if months_after(visited, rules.on_site_months) > until:
        return None
    text = N_(
        "on site: work for a public body, last inspected on site on {day}; at least every {months} months"
    )
    return Message.of(text, day=visited.isoformat(), months=rules.on_site_months)


def _not_yet(tier: RiskTier, last_on: date | None) -> Message:
    assert last_on is not None  # noqa: S101 - who was never looked at is due
    due = months_after(last_on, tier.cycle_months)
    text = N_("not due: last looked at on {day}, next by {due}")
    return Message.of(text, day=last_on.isoformat(), due=due.isoformat())


def _certificates(party: Processor, until: date) -> Iterator[Message]:
    """What in the party's certificates ends or is suspended by the end of the round; nobody is due for it."""
    for row in party.entrustments:
        record, name = row.record, row.record.text("certificate")
        expires = record.day("certificate_expires")
        since = record.day("certificate_suspended_from")
        over = record.day("certificate_suspended_to")
        if name and expires is not None and expires <= until:
            text = N_("certificate {name}: expires on {day}; ask for the renewed one")
            yield Message.of(text, name=name, day=expires.isoformat())
        if name and since is not None and since <= until and (over is None or over >= until):
            text = N_("certificate {name}: suspended since {day}; it stands for nothing meanwhile")
            yield Message.of(text, name=name, day=since.isoformat())


def _ended(party: Processor, first: date) -> Message | None:
    """That every entrustment of a party had ended before the round, None where one had not."""
    ended = [row.record.day("ended_on") for row in party.entrustments]
    days = [day for day in ended if day is not None and day < first]
    if not ended or len(days) < len(ended):
        return None
    return Message.of(N_("not due: the entrustment ended on {day}"), day=max(days).isoformat())


def _checked_on(party: Processor) -> date | None:
    return max(_days(party, "last_audit_on"), default=None)


def _planned_on(party: Processor) -> date | None:
    return min(_days(party, "next_audit_on"), default=None)


def _days(party: Processor, column: str, *, method: str = "") -> Collection[date]:
    """The days in a column of a party's rows of the ledger, of those checked by a method where named."""
    rows = [
        row.record
        for row in party.entrustments
        if not method or row.record.value("last_audit_method") == method
    ]
    return [day for row in rows if (day := row.day(column)) is not None]


def tier_title(rules: RoundRules, id_: str) -> Words:
    """What a risk tier is called; its id where the rules no longer have it."""
    found = (tier.title for tier in rules.tiers if tier.id == id_)
    return next(found, Words(ja=id_, en=id_))
