"""The table [evidence] of itakusaki.toml, read strictly: what is misspelt does not pass unnoticed."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NoReturn

from itakusaki.files.folding import code_key
from itakusaki.model.evidence_settings import EvidenceSettings, PartySettings, Setting
from itakusaki.model.message import N_, Message
from itakusaki.settings.size import size_given

#: Every setting that [evidence] and [evidence.<party>] know.
KNOWN: Final = (
    "time_zone",
    "memory",
    "threads",
    "period_from",
    "period_to",
    "strip_domain",
    "mask_objects",
    "sample",
    "least_days",
    "layouts",
    "parameters",
    "tests",
    "signing_keys",
)
FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
#: More rows of a sample than this are no sample.
MOST_SAMPLE: Final = 1000
MOST_THREADS: Final = 1024
MOST_DAYS: Final = 366
#: How alike a name is to a setting's that is taken for a misspelt setting, not for a party.
ALIKE: Final = 0.8

#: Ends the reading of a file with a sentence.
Refuse = Callable[[Message], NoReturn]


def read_party_settings(given: object, refuse: Refuse) -> PartySettings:
    """The settings for all and for each party; `refuse` is told of what cannot be used."""
    table = _Table("evidence", _mapping("evidence", given, refuse), refuse)
    own = {name: value for name, value in table.given.items() if name in KNOWN}
    parties = {name: value for name, value in table.given.items() if name not in KNOWN}
    if "signing_keys" in own:
        text = N_("signing_keys belongs to one party: write it under [evidence.<party code>]")
        refuse(Message(text))
    common = _Table("evidence", own, refuse).settings(EvidenceSettings())
    return PartySettings(
        common=common,
        parties={name: table.party(name, value, common) for name, value in parties.items()},
    )


def read_settings(given: object, refuse: Refuse) -> EvidenceSettings:
    """The settings of a single party, from a file that holds the keys of [evidence] alone."""
    table = _Table("evidence", _mapping("evidence", given, refuse), refuse)
    for name in table.given:
        if name not in KNOWN:
            table.unknown(name)
    return table.settings(EvidenceSettings())


def _mapping(name: str, given: object, refuse: Refuse) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        refuse(Message.of(N_("{name} must be a table"), name=name))
    return given


@dataclass(frozen=True, slots=True)
class _Table:
    """One table: its name as a person would write it, and what stands in it."""

    name: str
    given: Mapping[str, Any]
    refuse: Refuse

    def party(self, code: str, given: object, common: EvidenceSettings) -> EvidenceSettings:
        """A party's settings over those for all."""
        if not isinstance(given, dict) or difflib.get_close_matches(
            code_key(code), KNOWN, cutoff=ALIKE
        ):
            self.unknown(code)
        name = f"{self.name}.{code}"
        table = _Table(name, _mapping(name, given, self.refuse), self.refuse)
        for inner in table.given:
            if inner not in KNOWN:
                table.unknown(inner)
        return table.settings(common)

    def unknown(self, name: str) -> NoReturn:
        """Refuse a setting that does not exist."""
        text = N_("there is no setting {name}; known are {known}")
        self.refuse(Message.of(text, name=f"{self.name}.{name}", known=", ".join(KNOWN)))

    def settings(self, under: EvidenceSettings) -> EvidenceSettings:
        """What is said here over what is said for all."""
        readers: Mapping[str, Callable[[str], Any]] = {
            "time_zone": self._zone,
            "memory": lambda name: size_given(self.given[name], f"{self.name}.{name}", self.refuse),
            "threads": lambda name: self._whole(name, MOST_THREADS),
            "period_from": self._day,
            "period_to": self._day,
            "strip_domain": self._yes_no,
            "mask_objects": self._yes_no,
            "sample": lambda name: self._whole(name, MOST_SAMPLE),
            "least_days": lambda name: self._whole(name, MOST_DAYS),
            "layouts": lambda name: {**under.layouts, **self._texts_by_name(name)},
            "parameters": lambda name: {**under.parameters, **self._parameters(name)},
            "tests": lambda name: self._tests(name, under.tests),
            "signing_keys": self._keys,
        }
        found = replace(under, **{name: readers[name](name) for name in self.given})
        if found.period_from and found.period_to and found.period_from > found.period_to:
            self._refuse(N_("{name} is later than period_to"), "period_from")
        return found

    def _refuse(self, text: str, name: str, **values: str | int) -> NoReturn:
        self.refuse(Message.of(text, name=f"{self.name}.{name}", **values))

    def _zone(self, name: str) -> str:
        value = self._text(name)
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse(N_("{name}: there is no time zone {zone}"), name, zone=value)
        return value

    def _text(self, name: str) -> str:
        value = self.given[name]
        if not isinstance(value, str) or not value.strip():
            self._refuse(N_("{name} is missing or is not text"), name)
        return value.strip()

    def _whole(self, name: str, most: int) -> int:
        value = self.given[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            self._refuse(N_("{name} must be a whole number from 0 to {most}"), name, most=most)
        return value

    def _day(self, name: str) -> date:
        value = self.given[name]
        if not isinstance(value, date) or isinstance(value, datetime):
            self._refuse(N_("{name} must be a date such as 2026-12-31, without quotes"), name)
        return value

    def _yes_no(self, name: str) -> bool:
        value = self.given[name]
        if not isinstance(value, bool):
            self._refuse(N_("{name} must be true or false"), name)
        return value

    def _inner(self, name: str) -> Mapping[str, Any]:
        return _mapping(f"{self.name}.{name}", self.given[name], self.refuse)

    def _texts_by_name(self, name: str) -> Mapping[str, str]:
        table = _Table(f"{self.name}.{name}", self._inner(name), self.refuse)
        return {inner: table._text(inner) for inner in table.given}

    def _parameters(self, name: str) -> Mapping[str, Setting]:
        table = _Table(f"{self.name}.{name}", self._inner(name), self.refuse)
        return {inner: table._setting(inner) for inner in table.given}

    def _tests(
        self, name: str, under: Mapping[str, Mapping[str, Setting]]
    ) -> Mapping[str, Mapping[str, Setting]]:
        table = _Table(f"{self.name}.{name}", self._inner(name), self.refuse)
        own = {test: table._parameters(test) for test in table.given}
        return {**under, **{test: {**under.get(test, {}), **own[test]} for test in own}}

    def _setting(self, name: str) -> Setting:
        value = _setting(self.given[name])
        if value is None:
            text = N_("{name} must be a whole number, a text, a date or a list of texts")
            self._refuse(text, name)
        return value

    def _keys(self, name: str) -> tuple[str, ...]:
        given = self.given[name]
        if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
            self._refuse(N_("{name} must be a list of texts"), name)
        keys = tuple(_fingerprint(key) for key in given)
        if not all(FINGERPRINT.fullmatch(key) for key in keys):
            self._refuse(
                N_("{name} must hold fingerprints of 64 digits, as evidence keygen prints them"),
                name,
            )
        return keys


def _setting(given: object) -> Setting | None:
    if isinstance(given, bool | datetime):
        return None
    if isinstance(given, int | str):
        return given
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, list) and all(isinstance(value, str) for value in given):
        return tuple(given)
    return None


def _fingerprint(given: str) -> str:
    """A fingerprint as it is compared; people group its digits."""
    return re.sub(r"[\s:-]", "", given.casefold().removeprefix("sha256:"))
