"""Building: checked YAML content → the frozen values of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from itakusaki.catalogue.checklist import (
    OWN_LEVEL,
    Advice,
    Basis,
    CaseFinding,
    Checklist,
    Control,
    CrosswalkRow,
    DatedNote,
    Domain,
    FactSpec,
    Framework,
    Instrument,
    Label,
    NamedFigure,
    Note,
    Obligation,
    Practice,
    Proof,
    Requirement,
    Source,
)
from itakusaki.catalogue.credit_rules import built_credits
from itakusaki.catalogue.cross_check import Check, CrossCheck, OperandCondition, OperandSpec
from itakusaki.catalogue.depths import built_depths
from itakusaki.catalogue.glossary import built_glossary
from itakusaki.catalogue.policy import Band, NoticeSetting, ScoringPolicy
from itakusaki.catalogue.possible_leak import PossibleLeak
from itakusaki.catalogue.texts import words, words_if_given
from itakusaki.model.assessment import Topic
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Severity

Data = Mapping[str, Any]
#: Keys of an operand that say where its value is found.
OPERAND_SOURCES = (
    "fact", "answer", "clause_fact", "ledger", "row", "computed", "policy", "constant", "log",
)  # fmt: skip


def built_checklist(
    files: Mapping[str, Data], *, version: str, not_asked: tuple[str, ...] = ()
) -> Checklist:
    """The checklist from the merged files (file name → content)."""
    domains = tuple(
        _domain(data)
        for name, data in files.items()
        if "controls" in data and name.endswith(".yaml")
    )
    sources = files["sources.yaml"]
    crosswalk = files["crosswalk.yaml"]
    return Checklist(
        version=version,
        domains=domains,
        instruments={entry["id"]: _instrument(entry) for entry in sources["instruments"]},
        sources={entry["key"]: _source(entry) for entry in sources["sources"]},
        strengths={key: _label(key, entry) for key, entry in sources["strengths"].items()},
        levels={key: _label(key, entry) for key, entry in sources["levels"].items()},
        obligations=tuple(_obligation(entry) for entry in sources["obligations"]),
        processor_level=_note(sources["processor_level"]),
        credits=built_credits(files["credits.yaml"], crosswalk, _creditable(files, domains)),
        depths=built_depths(files["depths.yaml"]),
        glossary=built_glossary(files["glossary.yaml"]),
        tags={str(key): _label(str(key), entry) for key, entry in sources["tags"].items()},
        cases={entry["code"]: _case(entry) for entry in files["cases.yaml"]["cases"]},
        frameworks={key: _framework(key, entry) for key, entry in crosswalk["frameworks"].items()},
        crosswalk={entry["id"]: _crosswalk_row(entry) for entry in crosswalk["rows"]},
        controls={control.id: control for domain in domains for control in domain.controls},
        facts={
            fact.id: fact
            for domain in domains
            for control in domain.controls
            for fact in control.facts
        },
        not_asked=not_asked,
    )


def _domain(data: Data) -> Domain:
    return Domain(
        id=data["domain"],
        title=words(data["title"]),
        intro=words(data.get("intro", data["title"])),
        desks=tuple(map(words, data.get("desks", ()))),
        controls=tuple(_control(data["domain"], entry) for entry in data["controls"]),
    )


def _control(domain: str, data: Data) -> Control:
    duty = tuple(Duty(side) for side in data["duty"])
    raised = data.get("raised_by")
    return Control(
        id=data["id"],
        domain=domain,
        title=words(data["title"]),
        question=words(data["question"]),
        guidance=words(data["guidance"]),
        remediation=words(data["remediation"]),
        evidence=words(data["evidence"]),
        duty=duty,
        basis=tuple(built_basis(entry) for entry in data["basis"]),
        cases=tuple(data["cases"]),
        severity=Severity(data["severity"]),
        level=data.get("level", OWN_LEVEL),
        figures=tuple(_figure(entry) for entry in data.get("figures", ())),
        knock_out=data.get("knock_out", False),
        required_grade=data.get("required_grade"),
        raised_by=None if raised is None else frozenset(raised),
        applies=frozenset(data.get("applies", ())),
        exempt_if=data.get("exempt_if", ""),
        covers=tuple(data.get("covers", ())),
        suggested_clause=words_if_given(data.get("suggested_clause")),
        facts=tuple(_fact(entry, duty) for entry in data.get("facts", ())),
        crosswalk=tuple(data.get("crosswalk", ())),
        notes=tuple(_dated(entry) for entry in data.get("notes", ())),
        proof=tuple(_proof(entry) for entry in data.get("proof", ())),
        practice=_practice(data["practice"]) if "practice" in data else None,
        client_advice=_advice(data, "client"),
        party_advice=_advice(data, "party"),
    )


def _advice(data: Data, side: str) -> Advice | None:
    own = data.get("advice", {}).get(side)
    if own is None:
        return None
    return Advice(remediation=words(own["remediation"]), evidence=words(own["evidence"]))


def _practice(data: Data) -> Practice:
    return Practice(question=words(data["question"]), guidance=words(data["guidance"]))


def built_basis(data: Data) -> Basis:
    """A reference, as basis entries hold it."""
    return Basis(
        instrument=data["instrument"],
        strength=data["strength"],
        tag=str(data["tag"]),
        article=data.get("article", ""),
        paragraph=data.get("paragraph"),
        item=data.get("item", ""),
        proviso=data.get("proviso", False),
        section=data.get("section", ""),
        part=words_if_given(data.get("part")),
        when=frozenset(data.get("when", ())),
    )


def _figure(data: Data) -> NamedFigure:
    return NamedFigure(says=words(data["says"]), strength=data["strength"])


def _obligation(data: Data) -> Obligation:
    return Obligation(
        instrument=data["instrument"],
        place=data.get("article") or data["section"],
        says=words(data["says"]),
        paragraph=data.get("paragraph"),
        proviso=data.get("proviso", False),
    )


def _dated(data: Data) -> DatedNote:
    return DatedNote(
        says=words(data["says"]),
        as_of=str(data["as_of"]),
        source=data["source"],
        tag=str(data["tag"]),
    )


def _note(data: Data) -> Note:
    return Note(
        says=words(data["says"]), basis=tuple(built_basis(entry) for entry in data["basis"])
    )


def _fact(data: Data, duty: tuple[Duty, ...]) -> FactSpec:
    asked = tuple(Duty(side) for side in data.get("side", ())) or _answering(duty)
    return FactSpec(
        id=data["id"],
        type=data["type"],
        ask=words(data["ask"]),
        side=asked,
        unit=words_if_given(data.get("unit")),
        period=data.get("period", False),
        withheld=data.get("withheld", False),
        point=data.get("point", False),
    )


def _answering(duty: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """The sides that answer a duty: a recipient answers with the party's own questionnaire."""
    sides = [side for side in duty if side is not Duty.RECIPIENT]
    if Duty.RECIPIENT in duty:
        sides += [s for s in (Duty.PROCESSOR, Duty.SUB_PROCESSOR) if s not in sides]
    return tuple(sides)


def _proof(data: Data) -> Proof:
    return Proof(
        answer=data["answer"],
        verdict=data["verdict"],
        grade=data.get("grade", 0),
        reason=data.get("reason", False),
        approved=data.get("approved", False),
        facts=data.get("facts", {}),
    )


def _instrument(data: Data) -> Instrument:
    return Instrument(
        id=data["id"],
        title=words(data["title"]),
        short=words(data["short"]),
        edition=words(data["edition"]),
        as_of=str(data["as_of"]),
        source=data["source"],
        url=data.get("url", ""),
        note=words_if_given(data.get("note")),
    )


def _source(data: Data) -> Source:
    return Source(
        key=data["key"],
        title=words(data["title"]),
        kind=data["kind"],
        secondary=data["secondary"],
        url=data.get("url", ""),
    )


def _label(key: str, data: Data) -> Label:
    return Label(
        id=key,
        label=words(data["label"]),
        meaning=words_if_given(data.get("meaning")),
        mark=words_if_given(data.get("mark")),
    )


def _case(data: Data) -> CaseFinding:
    return CaseFinding(
        code=data["code"],
        group=data["group"],
        finding=words(data["finding"]),
        why=words(data["why"]),
        sources=tuple(data["sources"]),
        tag=str(data["tag"]),
        secondary=data.get("secondary", False),
    )


def _creditable(files: Mapping[str, Data], domains: Iterable[Domain]) -> dict[str, int]:
    """Controls that a certificate may stand for (no knock-out), each with the grade it needs."""
    always = files["credits.yaml"]["never"]["domains"]
    grades = files["scoring.yaml"]["grades"]
    return {
        control.id: grades[control.severity.value]
        if control.required_grade is None
        else control.required_grade
        for domain in domains
        for control in domain.controls
        if not control.knock_out and control.domain not in always
    }


def _framework(key: str, data: Data) -> Framework:
    return Framework(
        id=key,
        title=words(data["title"]),
        tag=str(data["tag"]),
        requirements=tuple(
            Requirement(
                id=entry["id"],
                level=entry["level"],
                title=words(entry["title"]),
                controls=tuple(entry["controls"]),
                tag=str(entry["tag"]),
            )
            for entry in data.get("requirements", ())
        ),
    )


def _crosswalk_row(data: Data) -> CrosswalkRow:
    return CrosswalkRow(
        id=data["id"],
        title=words(data["title"]),
        refs={key: tuple(ids) for key, ids in data["refs"].items()},
        tags={key: str(tag) for key, tag in data.get("tags", {}).items()},
    )


def built_policy(data: Data) -> ScoringPolicy:
    """The scoring policy from scoring.yaml."""
    return ScoringPolicy(
        version=data["version"],
        weights={Severity(key): float(value) for key, value in data["weights"].items()},
        grades={Severity(key): int(value) for key, value in data["grades"].items()},
        raise_on=frozenset(data["raise_on"]),
        many_persons=data["many_persons"],
        excepted_credit=data["excepted_credit"],
        assurance_floor=data["assurance_floor"],
        bands=tuple(
            Band(rating=band["rating"], at_least=band["at_least"]) for band in data["bands"]
        ),
        core_knock_outs=frozenset(data["core_knock_outs"]),
        absent_file_grade=data["absent_file_grade"],
        states={severity: EvidenceState(data["states"][severity.value]) for severity in Severity},
        knock_out_state=EvidenceState(data["states"]["knock_out"]),
        record_months=data["record_months"],
        assurance_kinds=tuple(data["assurance_kinds"]),
        bridge_months=data["bridge_months"],
        notice_hours_limit=data["notice_hours_limit"],
        notice_example=_notice_example(data["notice_example"]),
        unbacked_share=data["unbacked_share"],
        same_file_share=data["same_file_share"],
    )


def _notice_example(data: Data) -> NoticeSetting:
    return NoticeSetting(
        weekday=data["weekday"],
        at=time.fromisoformat(data["at"]),
        closed_days=data["closed_days"],
        open_day_words=tuple(data["open_day_words"]),
        told_with=frozenset(data.get("told_with", ())),
    )


def built_cross_checks(data: Data) -> tuple[CrossCheck, ...]:
    """The cross-checks from cross_checks.yaml, in its order."""
    spellings = {
        name: {spelling: group[0] for group in groups for spelling in group}
        for name, groups in data.get("spellings", {}).items()
    }
    topics = {
        topic["id"]: Topic(number=number, title=words(topic["title"]), send=words(topic["send"]))
        for number, topic in enumerate(data["topics"], start=1)
    }
    return tuple(
        CrossCheck(
            id=rule["id"],
            title=words(rule["title"]),
            topic=topics[rule["topic"]],
            checks=tuple(_check(check, spellings) for check in rule["checks"]),
            needs=words_if_given(rule.get("needs")),
        )
        for rule in data["rules"]
    )


def _check(data: Data, spellings: Mapping[str, Mapping[str, str]]) -> Check:
    return Check(
        id=data["id"],
        kind=data["kind"],
        touches=tuple(data["touches"]),
        question=words(data["question"]),
        left=operand(data["left"]) if "left" in data else None,
        right=operand(data["right"]) if "right" in data else None,
        parts=tuple(operand(entry) for entry in data.get("parts", ())),
        conditions=tuple(_condition(entry) for entry in data.get("conditions", ())),
        when=tuple(_condition(entry) for entry in data.get("when", ())),
        each=data.get("each", ""),
        margin=data.get("margin", 0.0),
        days=data.get("days", 0),
        turns=data.get("turns", ""),
        counts_as=data.get("counts_as", ""),
        ignoring=tuple(data.get("ignoring", ())),
        spellings=spellings.get(data.get("spellings", ""), {}),
        possible_leak=built_leak(data.get("possible_leak")),
    )


def built_leak(data: Data | None) -> PossibleLeak | None:
    """What a test or check may give ground to suspect; None where nothing is written."""
    if data is None:
        return None
    return PossibleLeak(
        says=words(data["says"]),
        basis=tuple(built_basis(entry) for entry in data["basis"]),
        along_with=tuple(data.get("along_with", ())),
        follows=data.get("follows", False),
    )


def operand(data: Data) -> OperandSpec:
    """An operand: exactly one of the sources, with side and label where given."""
    source = next(key for key in OPERAND_SOURCES if key in data)
    return OperandSpec(
        source=source,
        name=str(data[source]),
        side=data.get("side", ""),
        label=words_if_given(data.get("label")),
        minus=data.get("minus", False),
        percent=data.get("percent", False),
    )


def _condition(data: Data) -> OperandCondition:
    return OperandCondition(
        operand=operand(data),
        one_of=tuple(data.get("is", ())),
        none_of=tuple(data.get("is_not", ())),
        given=data.get("given"),
        above=data.get("above"),
        below=data.get("below"),
    )
