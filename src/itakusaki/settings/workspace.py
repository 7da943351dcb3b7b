"""Workspaces: the folder an audit lives in, and its itakusaki.toml (docs/workspace.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NoReturn
from unicodedata import normalize

from itakusaki.files.folding import code_key
from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.answer import AnswerValue
from itakusaki.model.brand import Brand
from itakusaki.model.document_settings import DocumentSettingsByParty
from itakusaki.model.errors import (
    NotAWorkspaceError,
    SettingsError,
    UndatedRoundError,
    WrongRoundError,
)
from itakusaki.model.evidence_settings import EvidenceSettings, PartySettings
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.model.report_format import FORMATS
from itakusaki.settings.brand_table import read_brand
from itakusaki.settings.documents_table import read_document_settings
from itakusaki.settings.evidence_table import read_party_settings, read_settings
from itakusaki.settings.reading_table import read_allowance
from itakusaki.settings.rounds import NAME, round_span
from itakusaki.settings.toml_fault import toml_fault

FILE = "itakusaki.toml"
#: Bytes that settings may have.
LARGEST = 1 << 20
#: The file that the store is in; what the URL of a store elsewhere begins with: a server, another file.
STORE = "itakusaki.db"
SERVER, OTHER_FILE = "postgresql+psycopg://", "sqlite:///"
DATABASES = (SERVER, OTHER_FILE)
#: Where what comes in lies, a folder for each round.
QUESTIONNAIRES, EVIDENCE, REVIEWS = "questionnaires", "evidence", "reviews"
KNOWN = (
    "client",
    "role",
    "language",
    "round",
    "as_of",
    "rounds",
    "formats",
    "controls",
    "questionnaires",
    "spellings",
    "evidence",
    "handover",
    "reading",
    "database",
    "actor",
    "brand",
    "documents",
)
_OTHER_CLIENTS: Final = "other_clients"
#: A name shorter than this would be found in half of all files.
_SHORTEST: Final = 3
#: What [rounds.<round>] may say.
OF_A_ROUND = ("as_of",)
#: What a word of [spellings] may mean.
MEANINGS = tuple(value.value for value in AnswerValue if value is not AnswerValue.BLANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder and what its itakusaki.toml says; `as_of` is the day the round is judged for.

    `controls` are those asked, by id or span of ids; none named: all. `owners` says of file name
    patterns of replies whose they are (pattern → processor code, or "client"). `is_other_round` is
    whether the round is another than the settings' own; `as_of_assumed`, whether the as-of day is
    but the round's last, as nothing else is said of it. `spellings` are the
    workspace's own words for answers, by their meaning; `reading` is what reading one file may take,
    `documents` what letters and reports bear, `brand` their colour and logo. `database` is the URL of
    the store, "" for the file in the workspace; it may hold a password, so it is never shown. `actor`
    is who the journal says does things; `other_clients` are names that must not go to a client.
    """

    folder: Path
    client: str
    role: Role
    languages: tuple[str, ...]
    round: str
    as_of: date
    formats: tuple[str, ...]
    controls: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    is_other_round: bool = False
    as_of_assumed: bool = False
    evidence_by_party: PartySettings = field(default_factory=PartySettings)
    reading: Allowance = USUAL
    database: str = field(default="", repr=False)
    actor: str = ""
    documents: DocumentSettingsByParty = field(default_factory=DocumentSettingsByParty)
    brand: Brand = field(default_factory=Brand)
    other_clients: tuple[str, ...] = ()

    @property
    def publisher(self) -> str:
        """Whose name pages and reports bear: the consultant's firm where there is one, else the client."""
        firm = self.documents.common.firm if self.role is Role.CONSULTANT else ""
        return firm or self.client

    @property
    def store_place(self) -> Path | str:
        """The file that the store is in, in the workspace unless `database` names another; or its URL."""
        if self.database.startswith(SERVER):
            return self.database
        return self.folder / (self.database.removeprefix(OTHER_FILE) or STORE)

    @property
    def round_folders(self) -> tuple[Path, ...]:
        """The folders that what came in of this round lies in, whether or not they exist."""
        return self.questionnaires, self.evidence, self.reviews

    @property
    def rounds(self) -> tuple[str, ...]:
        """The rounds of which something came in, by name."""
        return rounds_in(self.folder)

    @property
    def contracts(self) -> Path:
        """Ledger, clauses and approvals."""
        return self.folder / "contracts"

    @property
    def questionnaires(self) -> Path:
        """What came back this round."""
        return self.folder / QUESTIONNAIRES / self.round

    @property
    def outgoing(self) -> Path:
        """What is sent out this round, as it was made."""
        return self.folder / "outgoing" / self.round

    @property
    def evidence(self) -> Path:
        """Files delivered this round, a folder per processor."""
        return self.folder / EVIDENCE / self.round

    @property
    def reviews(self) -> Path:
        """The auditor's review workbooks of this round."""
        return self.folder / REVIEWS / self.round

    @property
    def incidents(self) -> Path:
        """Fact sheets of incidents, each with a folder of its name for what belongs to it."""
        return self.folder / "incidents"

    @property
    def reports(self) -> Path:
        """What this round's audit writes."""
        return self.folder / "reports" / self.round

    def own(self, name: str) -> Path | None:
        """A folder of the workspace's own, such as its templates, if it has it."""
        folder = self.folder / name
        return folder if folder.is_dir() else None

    def evidence_settings(self, party: str) -> EvidenceSettings:
        """How a party's exports are read and tested."""
        wanted = code_key(party)
        own = self.evidence_by_party.parties.items()
        found = (settings for code, settings in own if code_key(code) == wanted)
        return next(found, self.evidence_by_party.common)


def rounds_in(folder: Path) -> tuple[str, ...]:
    """The rounds of which a workspace has a folder that something comes into, by name."""
    beside = (folder / name for name in (QUESTIONNAIRES, EVIDENCE, REVIEWS))
    found = (path for parent in beside if parent.is_dir() for path in parent.iterdir())
    return tuple(sorted({p.name for p in found if p.is_dir() and NAME.fullmatch(p.name)}))


def workspace_above(folder: Path) -> Path | None:
    """The nearest workspace that a folder is or lies in; None where it lies in none."""
    return next((one for one in (folder, *folder.parents) if (one / FILE).is_file()), None)


def load_workspace(folder: Path, *, round_: str | None = None) -> Workspace:
    """Read a workspace's settings.

    Raises:
        NotAWorkspaceError: there is no itakusaki.toml.
        WrongRoundError: the round asked for is not of the form of one.
        UndatedRoundError: neither its name nor the settings say as of which day it is judged.
        SettingsError: it is not TOML, misses a value, or holds one that cannot be used.
    """
    path = folder / FILE
    try:
        found = _toml(path)
    except FileNotFoundError as error:
        raise NotAWorkspaceError(str(folder)) from error
    return _TableReader(path, found).workspace(round_)


def load_evidence_settings(path: Path) -> EvidenceSettings:
    """Read a file that holds the keys of [evidence] alone, for a folder that is no workspace.

    Raises:
        SettingsError: it is not TOML, or holds a value that cannot be used.
    """
    return read_settings(_toml(path), _TableReader(path, {}).refuse)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(str(path), Message(N_("it is far too large for settings")))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        says = N_("it is not in UTF-8; save it again with that encoding")
        raise SettingsError(str(path), Message(says)) from error


def _toml(path: Path) -> Mapping[str, Any]:
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(path), toml_fault(text, str(error))) from error
    except RecursionError as error:
        says = N_("its tables or lists are nested too deeply")
        raise SettingsError(str(path), Message(says)) from error
    except ValueError as error:
        # The parser hands on what Python says of a number of thousands of digits, or of a year 0.
        says = N_("a date or number that cannot be used: {problem}")
        raise SettingsError(str(path), Message.of(says, problem=str(error))) from error


@dataclass(frozen=True, slots=True)
class _TableReader:
    path: Path
    found: Mapping[str, Any]

    def workspace(self, round_: str | None) -> Workspace:
        for name in self.found:
            if name not in KNOWN:
                self._unknown(name, KNOWN)
        if round_ and not NAME.fullmatch(round_):
            raise WrongRoundError(round_)
        client, current = self._text("client"), self._text("round")
        chosen = round_ or current
        if not NAME.fullmatch(chosen):
            self._refuse(N_("round {round} is not of the form 2026Q4"), round=chosen)
        as_of = self._as_of(chosen, current)
        return Workspace(
            folder=self.path.parent,
            client=client,
            role=self._role(),
            languages=self._languages(),
            round=chosen,
            as_of=as_of or self._last_day(chosen),
            formats=self._formats(),
            controls=tuple(self._list("controls", [])),
            spellings=self._spellings(),
            owners=self._owners(),
            is_other_round=chosen != current,
            as_of_assumed=as_of is None,
            evidence_by_party=read_party_settings(self.found.get("evidence", {}), self.refuse),
            reading=read_allowance(self._table("reading", self.found), self.refuse),
            database=self._database(),
            actor=self._actor(),
            documents=read_document_settings(self._table("documents", self.found), self.refuse),
            other_clients=self._other_clients(),
            brand=read_brand(self._table("brand", self.found), self.path.parent, self.refuse),
        )

    def _as_of(self, chosen: str, current: str) -> date | None:
        """The as-of day that the settings give a round, None where they give it none."""
        own = self._day("as_of", self.found)
        given = self._days_by_round()
        day = given.get(chosen, own if chosen == current else None)
        span = round_span(chosen)
        if day is not None and span is not None and day < span.first:
            # Left there from the round before: everything would be judged as it stood then.
            text = N_(
                "as_of {day} lies before the round {round} begins ({first}); move it on, or leave it out for the round's last day"
            )
            self._refuse(text, day=str(day), round=chosen, first=str(span.first))
        return day

    def _database(self) -> str:
        value = self.found.get("database", "")
        if not isinstance(value, str) or (value and not value.startswith(DATABASES)):
            self._refuse(N_("database must begin with {known}"), known=" / ".join(DATABASES))
        return value

    def _actor(self) -> str:
        value = self.found.get("actor", "")
        if not isinstance(value, str) or not value.isprintable():
            self._refuse(N_("{name} must be a text in one line"), name="actor")
        return normalize("NFC", value.strip())

    def _days_by_round(self) -> Mapping[str, date]:
        rounds, days = self._table("rounds", self.found), {}
        for name in rounds:
            table = self._table(name, rounds)
            for inner in table:
                if inner not in OF_A_ROUND:
                    self._unknown(f"rounds.{name}.{inner}", OF_A_ROUND)
            if "as_of" in table:
                days[name] = self._day("as_of", table, f"rounds.{name}.as_of")
        return days

    def _last_day(self, chosen: str) -> date:
        span = round_span(chosen)
        if span is None:
            raise UndatedRoundError(chosen, rounds_in(self.path.parent))
        return span.last

    def _owners(self) -> Mapping[str, str]:
        given = self._table("questionnaires", self.found)
        for pattern, code in given.items():
            if not isinstance(code, str) or not code.strip():
                self._refuse(
                    N_("{name} is missing or is not text"), name=f"questionnaires.{pattern}"
                )
        return {pattern: code.strip() for pattern, code in given.items()}

    def _other_clients(self) -> tuple[str, ...]:
        given = self._table("handover", self.found)
        for inner in given:
            if inner != _OTHER_CLIENTS:
                self._unknown(f"handover.{inner}", (_OTHER_CLIENTS,))
        names = tuple(self._list(_OTHER_CLIENTS, [], given, f"handover.{_OTHER_CLIENTS}"))
        for name in names:
            if len(name.strip()) < _SHORTEST:
                self._refuse(
                    N_("handover.other_clients: {name} is too short to be looked for"), name=name
                )
        return names

    def _table(self, name: str, within: Mapping[str, Any]) -> Mapping[str, Any]:
        value = within.get(name, {})
        if not isinstance(value, dict):
            self._refuse(N_("{name} must be a table"), name=name)
        return value

    def _unknown(self, name: str, known: Sequence[str]) -> NoReturn:
        text = N_("there is no setting {name}; known are {known}")
        self._refuse(text, name=name, known=", ".join(known))

    def refuse(self, says: Message) -> NoReturn:
        """End the reading with a sentence."""
        raise SettingsError(str(self.path), says)

    def _refuse(self, text: str, **values: str) -> NoReturn:
        self.refuse(Message.of(text, **values))

    def _text(self, name: str) -> str:
        value = self.found.get(name)
        if not isinstance(value, str) or not value.strip():
            self._refuse(N_("{name} is missing or is not text"), name=name)
        return str(value)

    def _role(self) -> Role:
        given = self.found.get("role", Role.CLIENT.value)
        if given not in tuple(Role):
            self._refuse(
                N_("role {role} is not one of {known}"), role=str(given), known=", ".join(Role)
            )
        return Role(given)

    def _languages(self) -> tuple[str, ...]:
        given = self.found.get("language", "ja")
        wanted = tuple(given) if isinstance(given, list) else (given,)
        if not wanted or any(code not in ("ja", "en") for code in wanted):
            self._refuse(N_("language must be ja, en, or a list of both"))
        return wanted

    def _day(self, name: str, within: Mapping[str, Any], called: str = "") -> date:
        value = within.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            text = N_("{name} must be a date such as 2026-12-31, without quotes")
            self._refuse(text, name=called or name)
        return value

    def _formats(self) -> tuple[str, ...]:
        wanted = self._list("formats", list(FORMATS))
        for name in wanted:
            if name not in FORMATS:
                self._refuse(
                    N_("format {name} is not one of {known}"), name=name, known=", ".join(FORMATS)
                )
        return tuple(wanted)

    def _spellings(self) -> Mapping[str, tuple[str, ...]]:
        given = self.found.get("spellings", {})
        if not isinstance(given, dict):
            self._refuse(N_("{name} must be a table"), name="spellings")
        return {meaning: self._words(meaning, words) for meaning, words in given.items()}

    def _words(self, meaning: str, words: object) -> tuple[str, ...]:
        if meaning not in MEANINGS:
            self._refuse(
                N_("[spellings] knows no meaning {meaning}; known are {known}"),
                meaning=meaning,
                known=", ".join(MEANINGS),
            )
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            self._refuse(N_("{name} must be a list of texts"), name=f"spellings.{meaning}")
        return tuple(words)

    def _list(
        self,
        name: str,
        default: list[str],
        within: Mapping[str, Any] | None = None,
        called: str = "",
    ) -> list[str]:
        value = (self.found if within is None else within).get(name, default)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._refuse(N_("{name} must be a list of texts"), name=called or name)
        return list(value)
