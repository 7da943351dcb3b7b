"""Packs read: the processor's own run as results, told in the words of the client's catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from itakusaki import __version__
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.catalogue.retest import DAYS, ControlTest, FigureSpec, Parameter
from itakusaki.files.canonical_json import Json
from itakusaki.files.folding import code_key
from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.evidence import EvidenceFile
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Message, Value, Words
from itakusaki.model.retest import (
    FigureValue,
    Hits,
    MeasuredFigure,
    PackSeal,
    ReadExport,
    TestOutcome,
    TestResult,
    fill_sentence,
)
from itakusaki.model.source import SourceFile
from itakusaki.model.span import spans
from itakusaki.packs import companies
from itakusaki.packs.consistency import (
    disagreements,
    other_settings,
    self_contradictions,
    weak_exports,
)
from itakusaki.packs.file import BadPackError, PackFile, load_pack
from itakusaki.packs.issues import pack_issue
from itakusaki.packs.rule_digests import digest_of, rules_digest
from itakusaki.packs.writing import last_day

#: Names told in one issue.
NAMED = 12
_NO_WORDS = Words(ja="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReading:
    """What a pack gives: results and reads to be used, its seal, and what was amiss."""

    results: tuple[TestResult, ...] = ()
    reads: tuple[ReadExport, ...] = ()
    seal: PackSeal | None = None
    issues: tuple[DataIssue, ...] = ()
    companies: tuple[NamedCompany, ...] = ()

    @property
    def made_on(self) -> str:
        """The day it says it was made on."""
        return self.seal.made_on if self.seal else ""


def read_pack(
    file: EvidenceFile,
    root: Path,
    data: EvidenceData,
    settings: EvidenceSettings,
    round_: str,
    allowance: Allowance = USUAL,
) -> PackReading:
    """Read a pack that lies in a party's folder; nothing in it is believed that is not signed.

    Args:
        file: the pack; its `processor` is the party in whose folder it lies.
        root: the folder that its path goes from.
        data: tests and exports in force here.
        settings: the client's settings for this party.
        round_: the round that is audited.
        allowance: what reading it may take.
    """
    try:
        pack = load_pack(root / file.place, allowance)
        return _PackReader(file=file, pack=pack, data=data, settings=settings).read(round_)
    except BadPackError as error:
        problem: Value = error.says
    except Exception:  # noqa: BLE001 - such as a day that no calendar has: no one file may end a run
        problem = Message(N_("it is not in the form of one"))
    return PackReading(
        issues=(pack_issue("pack_unreadable", file.path, file.processor, problem=problem),)
    )


@dataclass(slots=True, kw_only=True)
class _PackReader:
    """One pack that has the right form."""

    file: EvidenceFile
    pack: PackFile
    data: EvidenceData
    settings: EvidenceSettings
    issues: list[DataIssue] = field(default_factory=list)

    def read(self, round_: str) -> PackReading:
        """The pack's results, if it may be used."""
        content = self.pack.content
        seal = self._seal()
        if not self._usable(round_):
            return PackReading(seal=seal, issues=tuple(self.issues))
        reads = tuple(self._reads(content["exports"]))
        results = tuple(self._results(content["tests"], reads))
        if not seal.known:
            self._note("pack_unknown_key", fingerprint=seal.fingerprint, party=self.file.processor)
            results = tuple(map(_of_nobody, results))
        if content["tool_version"] != __version__:
            self._note("pack_other_version", theirs=content["tool_version"], ours=__version__)
        if content["issues"]:
            codes = [f"{issue['code']} ({issue['count']})" for issue in content["issues"]]
            self._note("pack_noted", codes=_listed(codes))
        return PackReading(
            results=results,
            reads=reads,
            seal=seal,
            issues=tuple(self.issues),
            companies=tuple(companies.read(content, self.file.path)) if seal.known else (),
        )

    def _note(self, code: str, /, **values: Value) -> None:
        self.issues.append(pack_issue(code, self.file.path, self.file.processor, **values))

    def _seal(self) -> PackSeal:
        fingerprint = self.pack.fingerprint
        return PackSeal(
            file=SourceFile(path=self.file.path, sha256=self.file.sha256, size=self.file.size),
            fingerprint=fingerprint,
            valid=self.pack.valid,
            known=self.pack.valid and fingerprint in self.settings.signing_keys,
            made_on=date.fromisoformat(self.pack.content["made_on"]).isoformat(),
            tool_version=self.pack.content["tool_version"],
        )

    def _usable(self, round_: str) -> bool:
        content = self.pack.content
        if not self.pack.valid:
            self._note("pack_tampered")
            return False
        party, round_there = content["processor"], content["round"]
        if code_key(party) == code_key(self.file.processor) and round_there == round_:
            return self._agrees_with_itself()
        here = self.file.processor
        self._note("pack_elsewhere", party=party, round=round_there, here=here, now=round_)
        return False

    def _agrees_with_itself(self) -> bool:
        problems = list(self_contradictions(self.pack.content))
        if problems:
            first = problems[0]
            self._note("pack_contradicts_itself", problem=first, count=len(problems))
        return not problems

    def _reads(self, exports: Sequence[Json]) -> Iterator[ReadExport]:
        unknown = [e["export"] for e in exports if e["export"] not in self.data.exports]
        if unknown:
            self._note("pack_unknown_export", exports=_listed(unknown))
        for export in exports:
            if export["export"] in self.data.exports:
                yield _read_export(export, self.data)

    def _results(self, tests: Sequence[Json], reads: Sequence[ReadExport]) -> Iterator[TestResult]:
        held = {test["id"]: test for test in tests}
        unknown = [name for name in held if name not in self.data.tests]
        if unknown:
            self._note("pack_unknown_test", tests=_listed(unknown))
        missing = [test.title for test in self.data.tests.values() if test.id not in held]
        if missing:
            self._note("pack_missing_test", tests=_titles(missing))
        short = self._short(reads)
        weak = weak_exports(reads, self.data, self.settings)
        for says in dict.fromkeys(doubt for doubts in weak.values() for doubt in doubts):
            self._note("pack_weak_export", why=says)
        others = self._differing(held)
        alike = not (unknown or missing or others)
        everywhere = tuple(self._everywhere(reads, same_tests=alike))
        for test in self.data.tests.values():
            if test.id not in held:
                reason = Message(N_("the processor's evidence pack does not have this test"))
                yield self._test_result(test, TestOutcome.CANNOT_COMPARE, {}, (reason,))
                continue
            used = (*test.needs, *test.uses)
            doubts = [short[export] for export in used if export in short]
            doubts += [doubt for export in used for doubt in weak.get(export, ())]
            doubts += disagreements(test, held[test.id], reads, self.data)
            doubts += others.get(test.id, ())
            yield self._result(test, held[test.id], (*doubts, *everywhere))

    def _everywhere(self, reads: Sequence[ReadExport], *, same_tests: bool) -> Iterator[Message]:
        """Doubts of every result: read by other settings or rules, or made before its own last line."""
        if same_tests and self.pack.content["rules_sha256"] != rules_digest(self.data):
            says = Message(N_("its exports were read by other rules than those in force here"))
            self._note("pack_weak_export", why=says)
            yield says
        settings = ", ".join(other_settings(self.pack.content, self.settings))
        if settings:
            self._note("pack_other_settings", settings=settings, party=self.file.processor)
            yield Message.of(
                N_("run with settings other than yours: {settings}"), settings=settings
            )
        last, made_on = last_day(reads), self.pack.content["made_on"]
        if last is not None and last.isoformat() > made_on:
            text = N_("the pack says that it was made on {day}, before its last line ({last})")
            says = Message.of(text, day=made_on, last=last.isoformat())
            self._note("pack_weak_export", why=says)
            yield says

    def _short(self, reads: Sequence[ReadExport]) -> dict[str, Message]:
        """Exports that do not cover the period the client asks for."""
        found: dict[str, Message] = {}
        for export, span in spans(reads).items():
            if span.falls_short(self.settings.period_from, self.settings.period_to):
                title = self.data.exports[export].title
                first, last = str(span.first.date()), str(span.last.date())
                self._note("pack_short", export=title, first=first, last=last)
                text = N_("{export}: does not cover the whole period asked for")
                found[export] = Message.of(text, export=title)
        return found

    def _differing(self, held: dict[str, Json]) -> dict[str, tuple[Message, ...]]:
        """Tests whose rule or parameters are not those in force here, and the doubts of that."""
        known = [self.data.tests[name] for name in held if name in self.data.tests]
        rules = [test for test in known if held[test.id]["rule_sha256"] != digest_of(test)]
        if rules:
            self._note("pack_other_rules", tests=_titles([test.title for test in rules]))
        doubts: dict[str, tuple[Message, ...]] = {
            test.id: (Message(N_("run with another rule than the one in force here")),)
            for test in rules
        }
        parameters = [test for test in known if self._other_parameters(test, held[test.id])]
        if parameters:
            titles = _titles([test.title for test in parameters])
            self._note("pack_other_parameters", tests=titles, party=self.file.processor)
        for test in parameters:
            reason = Message(N_("run with parameters other than yours"))
            doubts[test.id] = (*doubts.get(test.id, ()), reason)
        return doubts

    def _other_parameters(self, test: ControlTest, held: Json) -> bool:
        ours = parameters_for(test, self.settings).values
        theirs = held["parameters"]
        return any(
            _value(theirs.get(name)) != value
            for name, value in ours.items()
            # A day that follows from the ledger or the round is not known at the processor's.
            if value is not None and not (name in DAYS and not theirs.get(name))
        )

    def _result(self, test: ControlTest, held: Json, doubts: Sequence[Message]) -> TestResult:
        lacking = tuple(_reason(reason) for reason in held["lacking"])
        outcome = _outcome(test, held, clean=not lacking and not doubts)
        if outcome is TestOutcome.CONTRADICTION:
            return self._test_result(test, outcome, held, ())
        if outcome is TestOutcome.CANNOT_COMPARE:
            return self._test_result(test, outcome, held, lacking)
        return self._test_result(test, outcome, held, (*lacking, *doubts))

    def _test_result(
        self, test: ControlTest, outcome: TestOutcome, held: Json, lacking: tuple[Message, ...]
    ) -> TestResult:
        hits = _hits(held)
        figures = tuple(_figure(spec, held.get("figures", {})) for spec in test.figures)
        return replace(
            test.result(self.file.processor, outcome),
            says=_says(test, outcome, hits, figures),
            figures=figures if outcome is not TestOutcome.CANNOT_COMPARE else (),
            parameters=tuple(
                _parameter(parameter, held.get("parameters", {})) for parameter in test.parameters
            ),
            exports=tuple(e for e in held.get("exports", ()) if e in self.data.exports),
            first_at=_time(held.get("first_at")),
            last_at=_time(held.get("last_at")),
            hits=hits,
            lacking=lacking,
            own_run=True,
        )


def _of_nobody(result: TestResult) -> TestResult:
    """What a key that nobody knows says: it is told, and counts as if it had not been said."""
    if result.outcome is TestOutcome.CANNOT_COMPARE:
        return result
    reason = Message(
        N_("the evidence pack that speaks of it is signed with a key that is not known")
    )
    return replace(
        result,
        outcome=TestOutcome.CANNOT_COMPARE,
        says=_NO_WORDS,
        figures=(),
        hits=Hits(),
        lacking=(reason,),
    )


def _outcome(test: ControlTest, held: Json, *, clean: bool) -> TestOutcome:
    """The outcome by the counts; a pack that calls hits clean is not believed in that."""
    if held["outcome"] == TestOutcome.CANNOT_COMPARE:
        return TestOutcome.CANNOT_COMPARE
    if held["hits"] and not test.measures:
        return TestOutcome.CONTRADICTION
    if not clean or held["outcome"] == TestOutcome.INCOMPLETE:
        return TestOutcome.INCOMPLETE
    return TestOutcome.MEASURED if test.measures else TestOutcome.CONSISTENT


def _says(
    test: ControlTest, outcome: TestOutcome, hits: Hits, figures: tuple[MeasuredFigure, ...]
) -> Words:
    if outcome is TestOutcome.CANNOT_COMPARE:
        return _NO_WORDS
    return fill_sentence(test.found if hits.total or test.measures else test.clean, hits, figures)


def _hits(held: Json) -> Hits:
    days = tuple((date.fromisoformat(day), count) for day, count in held.get("days", ()))
    return Hits(total=held.get("hits", 0), days=days)


def _figure(spec: FigureSpec, values: Json) -> MeasuredFigure:
    value = _value(values.get(spec.name))
    # The only texts that a figure of a pack may hold are days.
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return MeasuredFigure(name=spec.name, label=spec.title, value=value)


def _parameter(parameter: Parameter, values: Json) -> MeasuredFigure:
    value = _value(values.get(parameter.name))
    return MeasuredFigure(name=parameter.name, label=parameter.title, value=value)


def _value(given_: Any) -> FigureValue:  # noqa: ANN401 - a value of JSON, its type checked by the schema
    value: FigureValue = tuple(given_) if isinstance(given_, list) else given_
    return value


def _reason(reason: Json) -> Message:
    return Message.of("{reason}", reason=Words(ja=reason["ja"], en=reason["en"]))


def _read_export(held: Json, data: EvidenceData) -> ReadExport:
    return ReadExport(
        export=held["export"],
        title=data.exports[held["export"]].title,
        file=SourceFile(path=held["file"], sha256=held["sha256"], size=held["size"]),
        layout=Words(ja=held["layout"]["ja"], en=held["layout"]["en"]),
        rows=held["rows"],
        duplicates=held["duplicates"],
        put_aside=held["put_aside"],
        kept=held["kept"],
        first_at=_time(held["first_at"]),
        last_at=_time(held["last_at"]),
        cut=held["cut"],
        zone_stated=held["zone_stated"],
        encoding=held["encoding"],
    )


def _time(given_: str | None) -> datetime | None:
    return datetime.fromisoformat(given_) if given_ else None


def _listed(names: Sequence[str]) -> str:
    found = ", ".join(names[:NAMED])
    return f"{found} …" if len(names) > NAMED else found


def _titles(titles: Sequence[Words]) -> Words:
    return Words(
        ja="、".join(title.ja for title in titles[:NAMED]) + ("…" if titles[NAMED:] else ""),
        en=", ".join(title.en for title in titles[:NAMED]) + (" …" if titles[NAMED:] else ""),
    )
