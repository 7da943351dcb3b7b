"""The lines of `round compare`: the portfolio, then each party with its score's bridge and its controls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from itakusaki.findings.bridge import CAUSES, AskedTwice, Bridge
from itakusaki.findings.certificates import CertificateState
from itakusaki.findings.changes import (
    ChangeKind,
    ControlChange,
    PartyChange,
    RoundChange,
    asked_differently,
)
from itakusaki.findings.repeats import Repeats
from itakusaki.findings.stale import StaleFile
from itakusaki.language import Translator
from itakusaki.language.labels import DEPTHS, VERDICTS, rating_words
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.party import Duty
from itakusaki.model.rounds import CLIENT_LINE, ControlLine, PartyLine
from itakusaki.model.verdict import Rating, Verdict

KINDS: Final[Mapping[ChangeKind, Message]] = {
    ChangeKind.NEW: Message(N_("new")),
    ChangeKind.REGRESSED: Message(N_("regressed")),
    ChangeKind.IMPROVED: Message(N_("improved")),
    ChangeKind.UNCHANGED: Message(N_("unchanged")),
    ChangeKind.CLOSED: Message(N_("closed")),
    ChangeKind.LEFT_OUT: Message(N_("no longer asked")),
}
#: Kinds whose controls are listed, the gravest first; what is unchanged is only counted, what is left out named.
LISTED: Final = (
    ChangeKind.NEW,
    ChangeKind.REGRESSED,
    ChangeKind.IMPROVED,
    ChangeKind.CLOSED,
)


def change_lines(
    found: RoundChange,
    again: Mapping[str, Repeats],
    titles: Mapping[str, Words],
    translator: Translator,
) -> Iterator[str]:
    """The portfolio in one line, then party by party what moved; last who was silent in both rounds."""
    before, after = found.before.head, found.after.head
    text = N_("From {before} to {after}, all parties: {counts}")
    counts = _counts(found.counts, translator)
    yield translator.say(Message.of(text, before=before.round, after=after.round, counts=counts))
    unanswered = sum(1 for party in found.parties for _ in _fallen_silent(party))
    if unanswered:
        text = N_("Of these, {count} for no other reason than that no reply came in.")
        yield translator.say(Message.of(text, count=unanswered))
    silent: list[PartyChange] = []
    apart: list[PartyChange] = []
    for party in found.parties:
        if _is_silent(party) or _is_not_due(party):
            (apart if _is_not_due(party) else silent).append(party)
            continue
        yield ""
        yield from _party(party, titles, translator)
        if party.line.side is not Duty.CLIENT and party.line.processor in again:
            yield from _repeats(again[party.line.processor], translator)
    yield from _silent_lines(silent, translator)
    yield from _not_due_lines(apart, (before.round, after.round), translator)


def _not_due_lines(
    apart: Sequence[PartyChange], rounds: tuple[str, str], translator: Translator
) -> Iterator[str]:
    """Who is not compared as it was not due, in a line for each round, and one for both."""
    one = N_("Not due in {round}, so there is nothing to compare: {parties}")
    both = N_("Not due in {round} nor in {other}: {parties}")
    for missed in ((True, False), (False, True), (True, True)):
        codes = [party.line.processor for party in apart if _missed(party) == missed]
        if codes:
            named = [name for name, is_missed in zip(rounds, missed, strict=True) if is_missed]
            yield ""
            text = both if all(missed) else one
            told = {"round": named[0], "other": named[-1], "parties": translator.joined(codes)}
            yield translator.say(Message.of(text, **told))


def _missed(party: PartyChange) -> tuple[bool, bool]:
    """Whether it was not due in the earlier round, and in the later."""
    was, now = (
        line is not None and line.rating is Rating.NOT_DUE for line in (party.before, party.after)
    )
    return was, now


def _is_not_due(party: PartyChange) -> bool:
    return any(_missed(party))


def _is_silent(party: PartyChange) -> bool:
    """Whether nothing can be told of it: no reply in either round, and nothing moved."""
    lines = (party.before, party.after)
    is_unanswered = all(line and line.rating is Rating.NOT_ANSWERED for line in lines)
    is_still = all(change.kind is ChangeKind.UNCHANGED for change in party.changes)
    return is_unanswered and is_still and party.line.processor != CLIENT_LINE


def _silent_lines(silent: Sequence[PartyChange], translator: Translator) -> Iterator[str]:
    """In a line each the parties, and those of whom the client did not answer for itself."""
    for text, is_client in (
        (N_("No reply in either round, all as it was: {parties}"), False),
        (N_("No reply on the client's duties in either round, all as it was: {parties}"), True),
    ):
        codes = [p.line.processor for p in silent if (p.line.side is Duty.CLIENT) is is_client]
        if codes:
            yield ""
            yield translator.say(Message.of(text, parties=translator.joined(codes)))


def stale_lines(found: Mapping[str, Sequence[StaleFile]], translator: Translator) -> Iterator[str]:
    """Evidence that does not hold for the round, party by party."""
    if found:
        yield ""
        yield translator.gettext(N_("Evidence that does not hold for this round:"))
    for code, files in found.items():
        for one in files:
            text = N_("{code} {file} ({controls}): {says}")
            controls = translator.joined(one.controls)
            said = Message.of(text, code=code, file=one.file, controls=controls, says=one.says)
            yield f"    {translator.say(said)}"


def stale_data(
    found: Mapping[str, Sequence[StaleFile]], translator: Translator
) -> list[dict[str, object]]:
    """The same in plain values."""
    return [
        {
            "processor": code,
            "file": one.file,
            "controls": list(one.controls),
            "says": translator.say(one.says),
        }
        for code, files in found.items()
        for one in files
    ]


def certificate_lines(
    found: Mapping[str, Sequence[CertificateState]], translator: Translator
) -> Iterator[str]:
    """Certificates that do not hold, or did not in the round before, party by party."""
    if found:
        yield ""
        yield translator.gettext(N_("Certificates not in force, then or now:"))
    for code, states in found.items():
        for one in states:
            was = {"was": one.was} if one.was not in (None, one.now) else {}
            text = N_("{code} {name}: {was} → {now}") if was else N_("{code} {name}: {now}")
            said = Message.of(text, code=code, name=one.name, now=one.now, **was)
            yield f"    {translator.say(said)}"


def certificate_data(
    found: Mapping[str, Sequence[CertificateState]], translator: Translator
) -> list[dict[str, object]]:
    """The same in plain values."""
    return [
        {
            "processor": code,
            "certificate": one.name,
            "was": translator.say(one.was) if one.was else None,
            "now": translator.say(one.now),
        }
        for code, states in found.items()
        for one in states
    ]


def _repeats(found: Repeats, translator: Translator) -> Iterator[str]:
    """What an auditor looks at first; nothing of it is held against the party."""
    if found.answers:
        text = N_("the same answer in the same words, rounds in a row: {controls}")
        controls = translator.joined(f"{one.control} ({one.rounds})" for one in found.answers)
        yield f"    {translator.say(Message.of(text, controls=controls))}"
    if found.reaffirmed:
        text = N_("said to be unchanged, rounds in a row: {controls}")
        controls = translator.joined(f"{one.control} ({one.rounds})" for one in found.reaffirmed)
        yield f"    {translator.say(Message.of(text, controls=controls))}"
    for one in found.files:
        text = N_("the same record again: {path} ({control}), also {places}")
        places = translator.joined(
            f"{seen.round} {seen.processor} {seen.path}" for seen in one.seen
        )
        said = Message.of(text, path=one.path, control=one.control, places=places)
        yield f"    {translator.say(said)}"


def _party(
    party: PartyChange, titles: Mapping[str, Words], translator: Translator
) -> Iterator[str]:
    yield f"{_named(party.line, translator)}: {_ratings(party, translator)}"
    yield from _depths(party, translator)
    for bridge, text in (
        (party.verified, N_("evidenced score {bridge}")),
        (party.declared, N_("self-assessed score {bridge}")),
    ):
        if bridge is not None:
            said = Message.of(text, bridge=_bridge(bridge, translator))
            yield f"    {translator.say(said)}"
    if party.changes:
        yield f"    {_counts(party.counts, translator)}"
    unanswered = frozenset(change.control for change in _fallen_silent(party))
    if unanswered:
        text = N_(
            "No reply came in; for that reason alone {count} {count:control is|controls are} unanswered"
        )
        yield f"    {translator.say(Message.of(text, count=len(unanswered)))}"
    for kind in LISTED:
        for change in party.changes:
            if change.kind is kind and change.control not in unanswered:
                yield f"    {_control(change, titles, translator)}"
    yield from _left_out(party, translator)


def _fallen_silent(party: PartyChange) -> Iterator[ControlChange]:
    """The changes that come of nothing but that no reply came in later; a line for each would be a hundred."""
    if party.after is not None and party.after.rating is Rating.NOT_ANSWERED:
        for change in party.changes:
            if change.after is not None and change.after.verdict is Verdict.UNANSWERED:
                yield change


def _left_out(party: PartyChange, translator: Translator) -> Iterator[str]:
    """What was open and is asked no more, a line for each way of being left out: there may be a hundred."""
    by_verdict: dict[str, list[str]] = {}
    for change in party.changes:
        if change.kind is ChangeKind.LEFT_OUT:
            by_verdict.setdefault(_verdict(change.after, translator), []).append(change.control)
    for verdict, controls in by_verdict.items():
        text = N_("[{kind}] {verdict}: {controls}")
        told = {"verdict": verdict, "controls": translator.joined(controls)}
        said = Message.of(text, kind=KINDS[ChangeKind.LEFT_OUT], **told)
        yield f"    {translator.say(said)}"


def _depths(party: PartyChange, translator: Translator) -> Iterator[str]:
    """That the scores cover different controls, and what those show that were asked both times."""
    lines, both = (party.before, party.after), party.asked_twice
    if lines[0] is None or lines[1] is None or not asked_differently(lines[0], lines[1]):
        return
    if lines[0].sealed or lines[1].sealed:
        return  # how many controls count would tell how many are sealed
    text = N_(
        "not the same was asked ({before} form: {first} controls in the score; then {after}: {second}); the scores cannot be laid side by side"
    )
    depths = {"before": DEPTHS[lines[0].depth], "after": DEPTHS[lines[1].depth]}
    first, second = (sum(c.verified is not None for c in one.controls) for one in lines if one)
    said = Message.of(text, first=first, second=second, **depths)
    yield f"    {translator.say(said)}"
    if both is not None:
        text = N_("evidenced score of the {count} controls asked both times: {before} → {after}")
        told = {"before": _points(both.before), "after": _points(both.after)}
        yield f"    {translator.say(Message.of(text, count=both.controls, **told))}"


def _named(line: PartyLine, translator: Translator) -> str:
    if line.processor == CLIENT_LINE:
        said = Message.of(N_("{name} (client, over all)"), name=line.name)
        return translator.say(said)
    if line.side is Duty.CLIENT:
        said = Message.of(
            N_("{code} {name} (the client's duties)"), code=line.processor, name=line.name
        )
        return translator.say(said)
    return f"{line.processor} {line.name}"


def _ratings(party: PartyChange, translator: Translator) -> str:
    if party.before is None:
        return translator.gettext(N_("not audited before"))
    if party.after is None:
        return translator.gettext(N_("no longer audited"))
    was, now = (
        translator.say(rating_words(line.rating, line.depth))
        for line in (party.before, party.after)
    )
    return was if was == now else f"{was} → {now}"


def _bridge(bridge: Bridge, translator: Translator) -> str:
    parts = [
        f"{translator.say(CAUSES[cause])} {_signed(tenths)}"
        for cause, tenths in bridge.parts.items()
        if tenths
    ]
    moved = _signed(bridge.after - bridge.before)
    shown = f"{_points(bridge.before)} → {_points(bridge.after)} ({moved})"
    return f"{shown} = {' '.join(parts)}" if parts else shown


def _points(tenths: int) -> str:
    return f"{tenths / 10:.1f}"


def _signed(tenths: int) -> str:
    return "±0" if not tenths else f"{tenths / 10:+.1f}"


def _counts(counts: Mapping[ChangeKind, int], translator: Translator) -> str:
    return " / ".join(f"{translator.say(KINDS[kind])} {counts.get(kind, 0)}" for kind in ChangeKind)


def _control(change: ControlChange, titles: Mapping[str, Words], translator: Translator) -> str:
    title = translator.pick(titles[change.control]) if change.control in titles else ""
    mark = translator.gettext(N_("(mandatory)")) if change.knock_out else ""
    was, now = (_verdict(line, translator) for line in (change.before, change.after))
    kind = translator.say(KINDS[change.kind])
    words = (f"[{kind}]", change.control, title, mark, f"{was} → {now}")
    return " ".join(word for word in words if word)


def _verdict(line: ControlLine | None, translator: Translator) -> str:
    return translator.say(VERDICTS[line.verdict]) if line else translator.gettext(N_("not asked"))


def change_data(found: RoundChange, again: Mapping[str, Repeats]) -> dict[str, object]:
    """The same in plain values; scores and their parts in points."""
    return {
        "before": found.before.head.round,
        "after": found.after.head.round,
        "counts": _plain_counts(found.counts),
        "parties": [_party_data(party) for party in found.parties],
        "repeats": [
            {
                "processor": code,
                "answers": [{"control": a.control, "rounds": a.rounds} for a in one.answers],
                "reaffirmed": [{"control": a.control, "rounds": a.rounds} for a in one.reaffirmed],
                "files": [
                    {
                        "control": file.control,
                        "path": file.path,
                        "seen": [
                            {"round": s.round, "processor": s.processor, "path": s.path}
                            for s in file.seen
                        ],
                    }
                    for file in one.files
                ],
            }
            for code, one in again.items()
            if one.answers or one.files or one.reaffirmed
        ],
    }


def _party_data(party: PartyChange) -> dict[str, object]:
    lines = (party.before, party.after)
    return {
        "processor": party.line.processor,
        "side": party.line.side.value,
        "name": party.line.name,
        "ratings": [line.rating.value if line else None for line in lines],
        "depths": [line.depth.value if line else None for line in lines],
        "asked_twice": _twice_data(party.asked_twice),
        "verified": _bridge_data(party.verified),
        "declared": _bridge_data(party.declared),
        "counts": _plain_counts(party.counts),
        "controls": [_control_data(change) for change in party.changes],
    }


def _twice_data(both: AskedTwice | None) -> dict[str, object] | None:
    if both is None:
        return None
    return {"controls": both.controls, "before": both.before / 10, "after": both.after / 10}


def _bridge_data(bridge: Bridge | None) -> dict[str, object] | None:
    if bridge is None:
        return None
    parts = {cause.value: tenths / 10 for cause, tenths in bridge.parts.items()}
    return {"before": bridge.before / 10, "after": bridge.after / 10, "parts": parts}


def _control_data(change: ControlChange) -> dict[str, object]:
    lines: Iterable[ControlLine | None] = (change.before, change.after)
    return {
        "control": change.control,
        "change": change.kind.value,
        "verdicts": [line.verdict.value if line else None for line in lines],
    }


def _plain_counts(counts: Mapping[ChangeKind, int]) -> dict[str, int]:
    return {kind.value: counts.get(kind, 0) for kind in ChangeKind}
