"""Evidence packs: what came of a run at the processor's, in one signed file without personal data.

Counts, days, hits per day, the names and digests of the files read, the names of companies that have
access or work there; never a row of a log. Texts come from the reader's own catalogue again, so that a
pack cannot put words into a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from itakusaki import __version__
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.retest import ControlTest, FigureKind
from itakusaki.files.canonical_json import Json, canonical
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Message
from itakusaki.model.retest import Examination, FigureValue, ReadExport, TestResult
from itakusaki.packs.companies import written
from itakusaki.packs.envelope import sealed
from itakusaki.packs.rule_digests import digest_of, rules_digest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: The ending of a pack's name, by which `audit` knows one.
SUFFIX: Final = ".itakusaki-pack"
FORMAT: Final = 1
#: What kind of statement a pack is, its format at the end (in-toto's predicateType).
PREDICATE_TYPE: Final = "urn:itakusaki:evidence-pack:"
STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
#: Columns whose values name no person and no thing of one, beside those that hold a choice.
OPEN_COLUMNS: Final = ("country", "export")
#: A longer text is cut; a pack holds no free text but file names and reasons.
LONGEST: Final = 500
#: Control characters, surrogates, and those that turn the direction of a line.
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Whose pack it is, for which round, made on which day, under which settings and checklist."""

    processor: str
    round: str
    made_on: date
    checklist_version: str
    settings: EvidenceSettings


def sealed_pack(
    examination: Examination,
    data: EvidenceData,
    occasion: Occasion,
    key: Ed25519PrivateKey,
    companies: Sequence[NamedCompany] = (),
) -> bytes:
    """The bytes of a pack: the same for the same examination, occasion, key and companies to be told."""
    content = pack_content(examination, data, occasion, companies)
    return sealed(canonical(statement(content)), key)


def statement(content: Json) -> Json:
    """An in-toto statement: the files that were read, and what is said of them."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": subjects(content),
        "predicateType": f"{PREDICATE_TYPE}{FORMAT}",
        "predicate": content,
    }


def subjects(content: Json) -> list[Json]:
    """Each file of the exports once, by its digest; several sheets of one workbook are one file."""
    names = {export["sha256"]: export["file"] for export in reversed(content["exports"])}
    return [{"name": names[sha256], "digest": {"sha256": sha256}} for sha256 in sorted(names)]


def pack_content(
    examination: Examination,
    data: EvidenceData,
    occasion: Occasion,
    companies: Sequence[NamedCompany] = (),
) -> Json:
    """Everything a pack says, as plain values; `companies` only where there are any, as before there were."""
    settings = occasion.settings
    return {
        "processor": occasion.processor,
        "round": occasion.round,
        "made_on": occasion.made_on.isoformat(),
        "tool_version": __version__,
        "checklist_version": _clean(occasion.checklist_version),
        "rules_sha256": rules_digest(data),
        "settings": {
            "time_zone": settings.time_zone,
            "period_from": _day(settings.period_from),
            "period_to": _day(settings.period_to),
            "strip_domain": settings.strip_domain,
        },
        "exports": [_export(read) for read in examination.reads],
        "issues": _issues(examination),
        "tests": [_test(result, data.tests[result.test]) for result in examination.results],
        **({"companies": list(written(companies, _clean))} if companies else {}),
    }


def last_day(reads: Iterable[ReadExport]) -> date | None:
    """The day of the last line read: the day of a pack unless another is given."""
    return max((read.last_at.date() for read in reads if read.last_at), default=None)


def file_names(reads: Iterable[ReadExport]) -> tuple[str, ...]:
    """The names of files that a pack tells; a person may have put names into them."""
    return tuple(dict.fromkeys(_name(read) for read in reads))


def _name(read: ReadExport) -> str:
    return _clean(PurePosixPath(read.file.path).name)


def _clean(text: str) -> str:
    """A text that can be shown: cut, and without characters that steer a terminal or turn a line."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST])


def _export(read: ReadExport) -> Json:
    return {
        "export": read.export,
        "file": _name(read),
        "size": read.file.size,
        "sha256": read.file.sha256,
        "layout": {"ja": _clean(read.layout.ja), "en": _clean(read.layout.en)},
        "rows": read.rows,
        "duplicates": read.duplicates,
        "put_aside": read.put_aside,
        "kept": read.kept,
        "first_at": _time(read.first_at),
        "last_at": _time(read.last_at),
        "cut": read.cut,
        "zone_stated": read.zone_stated,
        "encoding": read.encoding,
    }


def _issues(examination: Examination) -> list[Json]:
    """How often each kind of data issue arose; its sentence may quote a cell and stays behind."""
    counts: dict[tuple[str, str], int] = {}
    for issue in examination.issues:
        kind = (issue.code, issue.level.value)
        counts[kind] = counts.get(kind, 0) + 1
    return [
        {"code": code, "weight": weight, "count": count}
        for (code, weight), count in sorted(counts.items())
    ]


def _test(result: TestResult, test: ControlTest) -> Json:
    return {
        "id": result.test,
        "rule": result.rule,
        "rule_sha256": digest_of(test),
        "outcome": result.outcome.value,
        "hits": result.hits.total,
        "days": [[day.isoformat(), count] for day, count in result.hits.days],
        "figures": _figures(result, test),
        "parameters": {figure.name: _plain(figure.value) for figure in result.parameters},
        "exports": list(result.exports),
        "first_at": _time(result.first_at),
        "last_at": _time(result.last_at),
        "lacking": [_reason(message) for message in result.lacking],
    }


def _figures(result: TestResult, test: ControlTest) -> Json:
    """Counts and days; a list only where its entries name neither a person nor a thing of one."""
    listed = {spec.name for spec in test.figures if spec.kind is FigureKind.LIST}
    open_ = {
        spec.name
        for spec in test.figures
        for column in test.columns
        if column.name == spec.of
        and not column.mask
        and (column.words or column.name in OPEN_COLUMNS)
    }
    return {
        figure.name: _plain(figure.value)
        for figure in result.figures
        if figure.name in open_
        or (figure.name not in listed and not isinstance(figure.value, str | tuple))
    }


def _plain(value: FigureValue) -> Any:  # noqa: ANN401 - a value of JSON
    if isinstance(value, tuple):
        return [_clean(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return _clean(value) if isinstance(value, str) else value


def _reason(message: Message) -> Json:
    return {code: _clean(translator_for(code).say(message)) for code in LANGUAGES}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(sep=" ", timespec="seconds") if moment else None


def is_pack(name: str) -> bool:
    """Whether a file is a pack by its name."""
    return name.casefold().endswith(SUFFIX)
