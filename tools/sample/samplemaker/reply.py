"""Replies: what one side puts beside each question, and the files it hands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from samplemaker.exports import exported
from samplemaker.logs import as_csv
from samplemaker.scenario import Cell, Party, Scenario, Told
from samplemaker.values import Values, filled

YES, PARTLY, NOT_APPLICABLE = "○", "△", "－"
KINDS: Final[Mapping[str, Sequence[str]]] = {
    "ja": ("なし", "説明", "文書", "運用記録", "原データ"),
    "en": ("None", "Statement", "Document", "Record of operation", "Raw data"),
}
#: A page of paper put on the scanner: no machine reads what stands on it.
SCAN: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
#: Files that only a party with such work has.
ONLY_WITH = {"abroad": "abroad", "cloud": "cloud", "provision": "prov"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of evidence, by its key in the scenario."""

    key: str
    name: str
    grade: int
    controls: tuple[str, ...]
    content: bytes
    about: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one side says: a row per question (by column), a value per fact, and its files."""

    rows: Mapping[str, Mapping[str, Cell]]
    facts: Mapping[str, Any]
    files: Sequence[File] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What a side has to say beyond the usual: its words, its reasons for "－", its files."""

    values: Values
    told: Told  # the questionnaire's own settings
    answers: Told
    reasons: Told
    files: Sequence[File]


def party_reply(scenario: Scenario, party: Party) -> Reply:
    """Everything a party answers."""
    values = Values(scenario, party)
    told = party.questionnaire or {}
    facts = values.facts(_given_facts(party.answers))
    files = party_files(scenario, party, facts)
    speech = Speech(
        values=values,
        told=told,
        answers=party.answers,
        reasons=_reasons(scenario, told, values),
        files=files,
    )
    reply = _reply(scenario, speech, facts)
    if "only_facts" not in told:
        return reply
    few = {key: value for key, value in reply.facts.items() if key in told["only_facts"]}
    return Reply(rows=reply.rows, facts=few, files=reply.files)


def client_reply(scenario: Scenario, told: Told, about: Party | None) -> Reply:
    """What the client answers, about one party or about all."""
    party = about or scenario.parties[0]
    values = Values(scenario, party)
    values.language = "ja"
    general = scenario.client["check"]
    keys = told.get("evidence", general["evidence"])
    facts = {key: values.resolved(key, value) for key, value in told["facts"].items()}
    speech = Speech(
        values=values,
        told=told,
        answers=told.get("answers", {}),
        reasons=_reasons(scenario, told, values) | told.get("reasons", {}),
        files=client_files(scenario, keys),
    )
    reply = _reply(scenario, speech, facts)
    if about is None:
        return reply
    # About one party, the client fills in only what is particular to it.
    named = {key.split(".", 1)[0] for key in facts} | set(speech.answers)
    named |= set(general["particular"])
    return Reply(rows={k: v for k, v in reply.rows.items() if k in named}, facts=facts)


def party_files(scenario: Scenario, party: Party, facts: Told) -> tuple[File, ...]:
    """The files a party has."""
    told = party.questionnaire or {}
    exports = {k: v for k, v in scenario.exports.items() if v["operation"] in exported(party)}
    known = {**scenario.evidence, **exports, **party.own_evidence}
    usual = [k for k in known if not k.startswith("client_") and _has(party, k)]
    keys = [k for k in told.get("evidence", usual) if k not in told.get("without", ())]
    values = Values(scenario, party)
    return tuple(_file(key, known[key], values, facts) for key in keys)


def client_files(scenario: Scenario, keys: Iterable[str]) -> tuple[File, ...]:
    """The client's own files."""
    values = Values(scenario, scenario.parties[0])
    values.language = "ja"
    values.profile["name"] = scenario.name
    general: Told = {**scenario.defaults["facts"], **scenario.client["check"]["facts"]}
    facts = {key: values.resolved(key, value) for key, value in general.items()}
    return tuple(_file(key, scenario.evidence[key], values, facts) for key in keys)


def _has(party: Party, key: str) -> bool:
    if key == "subs":
        return bool(party.profile.get("subs_total"))
    return key not in ONLY_WITH or ONLY_WITH[key] in party.flags


def _file(key: str, about: Told, values: Values, facts: Told) -> File:
    if "operation" in about:
        name, content = exported(values.party)[about["operation"]]
        return _of(key, about, name, content)
    if "scan" in about:
        page = SCAN + f"% {values.party.code}\n".encode()  # two papers are never the same bytes
        return _of(key, about, about["name"][values.language], page)
    if "rows" in about:
        text = as_csv(about["rows"], values, facts)
    else:
        text = filled(about["text"][values.language], facts, values.profile)
    # Excel in Japan opens a CSV as cp932 unless a mark says otherwise.
    mark = "\ufeff" if "rows" in about else ""
    return _of(key, about, about["name"][values.language], (mark + text).encode())


def _of(key: str, about: Told, name: str, content: bytes) -> File:
    controls = tuple(about["controls"])
    return File(
        key=key, name=name, grade=about["grade"], controls=controls, content=content, about=about
    )


def _given_facts(answers: Told) -> dict[str, Any]:
    return {k: v for told in answers.values() for k, v in (told.get("facts") or {}).items()}


def _reasons(scenario: Scenario, told: Told, values: Values) -> dict[str, Cell]:
    """Control → why it does not apply."""
    known, reasons = scenario.defaults["not_applicable"], told.get("reasons", {})
    return {
        control: reasons.get(name) or values.resolved(name, known[name]["reason"])
        for name in reversed(told.get("not_applicable", ()))
        for control in known[name]["controls"]
    }


def _reply(scenario: Scenario, speech: Speech, facts: Mapping[str, Any]) -> Reply:
    rows: dict[str, Mapping[str, Cell]] = {}
    silent: set[str] = set()
    for control in scenario.controls:
        words = speech.answers.get(control, {})
        answer = words.get("answer", NOT_APPLICABLE if control in speech.reasons else YES)
        if answer not in (YES, PARTLY) and "facts" not in words:
            silent.add(control)
        rows[control] = _row(scenario, speech, control, answer)
    given = {k: v for k, v in facts.items() if k.split(".", 1)[0] not in silent}
    return Reply(rows=rows, facts=given, files=speech.files)


def _row(scenario: Scenario, speech: Speech, control: str, answer: str) -> Mapping[str, Cell]:
    words, values = speech.answers.get(control, {}), speech.values
    row: dict[str, Cell] = {"answer": answer}
    row |= {name: str(words[name]) for name in ("scope", "exceptions", "comment") if name in words}
    if answer in (YES, PARTLY):
        files = [file for file in speech.files if control in file.controls]
        kinds = KINDS[values.language]
        if files:
            row["evidence"] = ("、" if values.language == "ja" else ", ").join(
                f.name for f in files
            )
            row["evidence_kind"] = kinds[max(file.grade for file in files)]
        since = scenario.defaults["since"].get(control)
        if since and answer == YES:
            row["since"] = values.resolved(control, since)
        said = words.get("evidence_kind") or speech.told.get("evidence_kind")
        if said:
            row["evidence_kind"] = said
    elif answer == NOT_APPLICABLE and "answer" not in words:
        row["comment"] = speech.reasons[control]
    return row


def evidence_rows(reply: Reply, told: Told, language: str) -> list[dict[str, Any]]:
    """The list of evidence as the party writes it; some with hashes, a wrong one where told."""
    return [_listed(file, told, language, reply) for file in reply.files if _used(file, reply)]


def _used(file: File, reply: Reply) -> list[str]:
    """The questions whose answer names the file."""
    return [c for c in file.controls if file.name in str(reply.rows.get(c, {}).get("evidence", ""))]


def _listed(file: File, told: Told, language: str, reply: Reply) -> dict[str, Any]:
    comma = "、" if language == "ja" else ", "
    row: dict[str, Any] = {"file": file.name, "controls": comma.join(_used(file, reply))}
    row["kind"] = file.about.get("kind", {}).get(language) or KINDS[language][file.grade]
    row["scope"] = file.about.get("scope", {}).get(language)
    row["issued_by"] = file.about["issued_by"][language]
    for name in ("issued_on", "period_from", "period_to", "expires_on"):
        row[name] = file.about.get(name)
    if file.key in told.get("hashes", ()):
        content = file.content + (b"older" if file.key in told.get("wrong_hash", ()) else b"")
        row["sha256"] = hashlib.sha256(content).hexdigest()
    return row


def delivered(reply: Reply, told: Told) -> list[File]:
    """The files that really arrive."""
    arriving = told.get("deliver", [file.key for file in reply.files])
    withheld = told.get("withhold", ())
    return [
        file
        for file in reply.files
        if file.key in arriving and file.key not in withheld and _used(file, reply)
    ]
