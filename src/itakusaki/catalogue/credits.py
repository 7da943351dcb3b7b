"""Credits: what a certificate in the ledger stands for, and why another stands for nothing.

The client decides in its ledger whether it relies on a certificate; data (credits.yaml) say what it
may then stand for. A question is left out where its grade is enough for it to count as evidenced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.credit_rules import CreditRules, Standard, scope_key
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Entrustment, Processor
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate on which the client relies: what it is, its cell; `refused` says why it stands for nothing."""

    standard: Standard | None
    name: str
    at: CellRef
    refused: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What stands in place of an answer to a control: the certificate, the grade it counts for."""

    control: str
    certificate: Certificate
    grade: int

    @property
    def says(self) -> Message:
        """The credit in words, for whoever asks how a control came to its verdict."""
        assert self.certificate.standard is not None  # noqa: S101 - only such are credited
        return Message.of(
            N_("not asked: certificate {name} at {cell} stands for it, grade {grade} ({refs})"),
            name=self.certificate.standard.title,
            cell=str(self.certificate.at),
            grade=self.grade,
            refs=", ".join(self.certificate.standard.controls[self.control]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What certificates stand for with one processor on a day, and every certificate looked at."""

    certificates: tuple[Certificate, ...] = ()
    controls: Mapping[str, Credit] = field(default_factory=dict)


#: Nothing that stands for anything.
NO_CREDITS: Final = Credits()


def credits_of(processor: Processor, checklist: Checklist, as_of: date) -> Credits:
    """The controls that certificates stand for: only what covers every contract of the processor."""
    by_row = [
        _certificates(row, checklist.credits, as_of)
        for row in processor.entrustments
        if (ended := row.record.day("ended_on")) is None or ended > as_of
    ]
    found = [_credited(row) for row in by_row]
    common = set.intersection(*(set(one) for one in found)) if found else set()
    return Credits(
        certificates=tuple(one for row in by_row for one in row),
        controls={
            name: min((one[name] for one in found), key=lambda credit: credit.grade)
            for name in checklist.controls
            if name in common
        },
    )


def _credited(certificates: Iterable[Certificate]) -> dict[str, Credit]:
    best: dict[str, Credit] = {}
    for certificate in certificates:
        standard = certificate.standard
        if standard is None or certificate.refused is not None:
            continue
        for name in standard.controls:
            if name not in best or best[name].grade < standard.grade:
                credit = Credit(control=name, certificate=certificate, grade=standard.grade)
                best[name] = credit
    return best


def _certificates(row: Entrustment, rules: CreditRules, as_of: date) -> tuple[Certificate, ...]:
    """The certificates of one ledger row on which the client relies."""
    record = row.record
    written = record.text("certificate")
    if not written or not record.is_yes("certificate_relied"):
        return ()
    at = record.fields["certificate"].at
    known = [one for one in rules.standards if _is_named(one, written)]
    if not known:
        text = N_("no list says what it stands for")
        return (Certificate(standard=None, name=written, at=at, refused=Message.of(text)),)
    refused = _refused(record, rules, as_of)
    return tuple(
        Certificate(
            standard=one,
            name=written,
            at=at,
            refused=refused if one.is_read else Message.of(N_("its list has not been read yet")),
        )
        for one in known
    )


def _is_named(standard: Standard, written: str) -> bool:
    text = scope_key(written)
    return any(scope_key(name) in text for name in standard.names)


def _refused(record: Record, rules: CreditRules, as_of: date) -> Message | None:
    """Why a certificate stands for nothing on that day; None where it holds."""
    if record.day("certificate_expires") is None:
        return Message.of(N_("the ledger gives no last day of it"))
    return not_in_force(record, as_of) or _out_of_scope(record, rules)


def not_in_force(record: Record, as_of: date) -> Message | None:
    """Why the certificate of a row of the ledger is not in force on a day; None where nothing says so."""
    starts, expires = record.day("certificate_from"), record.day("certificate_expires")
    if expires is not None and expires < as_of:
        return Message.of(N_("it expired on {day}"), day=str(expires))
    if starts is not None and starts > as_of:
        return Message.of(N_("it begins on {day} only"), day=str(starts))
    return _suspended(record, as_of)


def _suspended(record: Record, as_of: date) -> Message | None:
    since, until = record.day("certificate_suspended_from"), record.day("certificate_suspended_to")
    written = any(record.text(f"certificate_suspended_{end}") for end in ("from", "to"))
    if since is None:
        return (
            Message.of(N_("the ledger does not say since when it is suspended"))
            if written
            else None
        )
    if since <= as_of and (until is None or as_of <= until):
        return Message.of(N_("it is suspended since {day}"), day=str(since))
    return None


def _out_of_scope(record: Record, rules: CreditRules) -> Message | None:
    scope = {scope_key(entry) for entry in record.entries("certificate_scope")}
    sites = record.entries("sites")
    if not scope:
        return Message.of(N_("the ledger gives no scope of it"))
    if scope & rules.whole_company:
        return None
    if not sites:
        return Message.of(N_("the ledger names no sites to hold its scope against"))
    outside = [site for site in sites if scope_key(site) not in scope]
    if outside:
        return Message.of(N_("outside its scope: {sites}"), sites=", ".join(outside))
    return None
