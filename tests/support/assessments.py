"""Assessments made by hand: a small checklist, and processors of every rating judged against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from itakusaki.catalogue.checklist import (
    Basis,
    CaseFinding,
    Checklist,
    Control,
    Domain,
    Instrument,
    Label,
    Note,
    Obligation,
    Practice,
    Source,
)
from itakusaki.catalogue.policy import Band, NoticeSetting, ScoringPolicy
from itakusaki.model.answer import Answer, AnswerValue, Clause, Questionnaire, Review
from itakusaki.model.assessment import (
    Assessment,
    ChainNode,
    ChainView,
    Comparison,
    ControlResult,
    Judgement,
    Operand,
    ProcessorResult,
    Score,
    Standing,
    Topic,
)
from itakusaki.model.evidence import (
    CheckOutcome,
    EvidenceFile,
    EvidenceState,
    FileCheck,
    FileCheckKind,
)
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.message import Message, Words
from itakusaki.model.notice import NoticeExample, NoticePath, NoticeStep
from itakusaki.model.party import Approval, Duty, Entrustment, Processor, Role
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.verdict import Outcome, Rating, Severity, Verdict
from itakusaki.score.totals import NO_SCORE

AS_OF = date(2026, 12, 31)
WEIGHTS = {Severity.CRITICAL: 8.0, Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
GRADES = {Severity.CRITICAL: 3, Severity.HIGH: 2, Severity.MEDIUM: 1, Severity.LOW: 1}
DELIVERED, CHECKED = EvidenceState.DELIVERED, EvidenceState.CHECKED
STATE_OF = {
    Verdict.MET: EvidenceState.CONFIRMED,
    Verdict.PARTIAL: CHECKED,
    Verdict.CONTRADICTED: CHECKED,
}
ANSWER_OF = {
    Verdict.MET: AnswerValue.YES,
    Verdict.UNVERIFIED: AnswerValue.YES,
    Verdict.CONTRADICTED: AnswerValue.YES,
    Verdict.PARTIAL: AnswerValue.PARTIAL,
    Verdict.GAP: AnswerValue.NO,
    Verdict.EXCEPTED: AnswerValue.NO,
    Verdict.EXEMPT: AnswerValue.NOT_APPLICABLE,
    Verdict.UNANSWERED: AnswerValue.BLANK,
    Verdict.NOT_ASKED: AnswerValue.BLANK,
}
CREDITS: Mapping[Verdict, tuple[float | None, float | None]] = {
    Verdict.MET: (1.0, 1.0),
    Verdict.UNVERIFIED: (1.0, 0.0),
    Verdict.CONTRADICTED: (1.0, 0.0),
    Verdict.PARTIAL: (0.5, 0.5),
    Verdict.GAP: (0.0, 0.0),
    Verdict.EXCEPTED: (0.0, 0.5),
    Verdict.EXEMPT: (None, None),
    Verdict.UNANSWERED: (0.0, 0.0),
}
POLICY = ScoringPolicy(
    version="2026.11",
    weights=WEIGHTS,
    grades=GRADES,
    raise_on=frozenset({"sensitive"}),
    many_persons=100_000,
    excepted_credit=0.5,
    assurance_floor=0.7,
    bands=tuple(
        Band(rating=rating, at_least=start)
        for rating, start in (("A", 90.0), ("B", 75.0), ("C", 60.0), ("D", 0.0))
    ),
    core_knock_outs=frozenset({"PHY-03", "TEC-02", "TEC-06"}),
    absent_file_grade=1,
    states=dict.fromkeys(Severity, DELIVERED),
    knock_out_state=CHECKED,
    record_months=12,
    assurance_kinds=("assurance report",),
    bridge_months=3,
    notice_hours_limit=96,
    notice_example=NoticeSetting(
        weekday=5,
        at=time(18),
        closed_days=3,
        open_day_words=("営業日",),
        told_with=frozenset({"BRC-03", "CON-09", "X-30"}),
    ),
    unbacked_share=0.5,
    same_file_share=0.5,
)


def both(ja: str, en: str) -> Words:
    return Words(ja=ja, en=en)


def _control(id_: str, severity: Severity, title: Words, **more: object) -> Control:
    values: dict[str, object] = {
        "id": id_,
        "domain": id_.split("-", maxsplit=1)[0],
        "title": title,
        "question": both(f"{title.ja}を行っていますか。", f"Is this in place: {title.en}?"),
        "guidance": both("手引き", "Guidance"),
        "remediation": both(
            f"{title.ja}を始め、過去分も確認してください。",
            f"Begin with this and look at the past as well: {title.en}.",
        ),
        "evidence": both(f"{title.ja}の記録", f"Records of this: {title.en}"),
        "duty": (Duty.PROCESSOR, Duty.SUB_PROCESSOR),
        "basis": (
            Basis(instrument="act", article="25", strength="must", tag="P"),
            Basis(instrument="guide", section="10-6(2)", strength="example", tag="R"),
            Basis(
                instrument="guide",
                section="\u7b2c4-2",
                strength="must",
                tag="P",
                when=frozenset({"mynumber"}),
            ),
        ),
        "cases": ("F01",),
        "severity": severity,
    }
    return Control(**{**values, **more})  # type: ignore[arg-type]


CONTROLS = (
    _control(
        "CON-01",
        Severity.CRITICAL,
        both("安全管理措置の条項", "A clause on safeguards"),
        knock_out=True,
        required_grade=2,
        duty=(Duty.CLIENT,),
        suggested_clause=both(
            "乙は、委託データについて必要な安全管理措置を講じる。",
            "The processor shall take the safeguards that the entrusted data need.",
        ),
    ),
    _control(
        "CON-06",
        Severity.HIGH,
        both("事故通知期限の条項", "A clause on the time to give notice"),
        duty=(Duty.CLIENT, Duty.PROCESSOR),
        practice=Practice(
            question=both(
                "契約の時間内に通知していますか。",
                "Do you give notice within the hours of the contract?",
            ),
            guidance=both("委託先の手引き", "Guidance to the party, for a test"),
        ),
        suggested_clause=both(
            "乙は、事故を知った時から〔　〕時間以内に甲に通知する。",
            "The processor shall notify the client within [  ] hours of learning of it.",
        ),
    ),
    _control(
        "SUB-01", Severity.CRITICAL, both("再委託の事前承認", "Consent before re-entrustment")
    ),
    _control(
        "TEC-02",
        Severity.CRITICAL,
        both("管理者アカウントの共用禁止", "No shared administrator accounts"),
        knock_out=True,
    ),
    _control("TEC-05", Severity.HIGH, both("ログの分析", "Analysis of logs"), cases=("F02",)),
    _control("TEC-09", Severity.MEDIUM, both("時刻の同期", "Clocks kept in step"), cases=()),
    _control("PHY-03", Severity.HIGH, both("媒体の接続制御", "Control of removable media")),
    _control("PHY-07", Severity.LOW, both("机上の整理", "Clear desks"), cases=()),
)
DOMAINS = {
    "CON": both("委託契約", "Contract"),
    "SUB": both("再委託", "Re-entrustment"),
    "TEC": both("技術的安全管理措置", "Technical safeguards"),
    "PHY": both("物理的安全管理措置", "Physical safeguards"),
}
CHECKLIST = Checklist(
    version="2026.11+test",
    domains=tuple(
        Domain(
            id=id_,
            title=title,
            intro=both("前置き", "Introduction"),
            controls=tuple(control for control in CONTROLS if control.domain == id_),
        )
        for id_, title in DOMAINS.items()
    ),
    instruments={
        "act": Instrument(
            id="act",
            title=both("見本法", "Sample Act"),
            short=both("法", "Act"),
            edition=both("2025年9月版", "Edition of September 2025"),
            as_of="2025-09-24",
            source="S1",
        ),
        "guide": Instrument(
            id="guide",
            title=both("見本指針", "Sample Guidelines"),
            short=both("指針", "Guidelines"),
            edition=both("令和7年6月改正", "As amended June 2025"),
            as_of="2025-09-24",
            source="S1",
            note=both("後の版は未確認です。", "Later editions have not been read."),
        ),
    },
    sources={"S1": Source(key="S1", title=both("出典", "Source"), kind="primary", secondary=False)},
    strengths={
        "must": Label(id="must", label=both("義務", "Must")),
        "example": Label(id="example", label=both("手法の例示", "Example method")),
        "reading": Label(id="reading", label=both("解釈", "Reading")),
    },
    obligations=(
        Obligation(
            instrument="act", place="25", says=both("委託先の監督", "supervision of processors")
        ),
    ),
    processor_level=Note(
        says=both(
            "委託先は法の求める水準で足りると解されます。", "The level of the Act is enough."
        ),
        basis=(Basis(instrument="guide", section="3-4-4", strength="reading", tag="P"),),
    ),
    levels={
        "practice": Label(id="practice", label=both("実務上の目安", "a yardstick of practice")),
        "own": Label(id="own", label=both("委託元の基準", "the client's own standard")),
    },
    tags={
        "P": Label(id="P", label=both("原典", "Primary")),
        "2": Label(
            id="2",
            label=both("二次", "Secondary"),
            mark=both("報道等による", "according to press and secondary sources"),
        ),
        "R": Label(id="R", label=both("未確認", "Not read"), mark=both("要確認", "to be verified")),
    },
    cases={
        code: CaseFinding(
            code=code,
            group="sample",
            finding=both("指摘", "Finding"),
            why=why,
            sources=("S1",),
            tag=tag,
            secondary=secondary,
        )
        for code, why, tag, secondary in (
            (
                "F01",
                both("公表事案で指摘を受けた点です。", "A published case turned on it."),
                "P",
                False,
            ),
            ("F02", both("報じられた事案の点です。", "A reported case turned on it."), "2", True),
        )
    },
    frameworks={},
    crosswalk={},
    controls={control.id: control for control in CONTROLS},
    facts={},
)


def at(file: str, cell: str, sheet: str = "S1") -> CellRef:
    return CellRef(file=file, sheet=sheet, cell=cell)


def record(table: str, where: CellRef, **values: Scalar) -> Record:
    fields = {name: Field(value=value, raw=str(value), at=where) for name, value in values.items()}
    return Record(table=table, at=where, fields=fields)


def processor(id_: str, name: str, *, tier: int = 1, due: date | None = None) -> Processor:
    where = at("contracts/ledger.xlsx", "A5")
    row = record("ledger", where, work="DM", persons="1200", contact_email="desk@example.jp")
    if due:
        row = replace(
            row, fields={**row.fields, "questionnaire_due": Field(value=due, raw="", at=where)}
        )
    entrustment = Entrustment(
        contract=f"K-{id_}",
        processor=id_,
        name=name,
        corporate_number="",
        tier=tier,
        parent="",
        flags=frozenset(),
        record=row,
    )
    return Processor(
        id=id_,
        name=name,
        corporate_number="1234567890123",
        tier=tier,
        parents=(),
        flags=frozenset(),
        entrustments=(entrustment,),
    )


def control_result(
    id_: str, verdict: Verdict, *, party: str, comparisons: Sequence[Comparison] = ()
) -> ControlResult:
    control = CHECKLIST.controls[id_]
    required = control.required_grade or GRADES[control.severity]
    declared, verified = CREDITS.get(verdict, (None, None))
    return ControlResult(
        control=id_,
        verdict=verdict,
        severity=control.severity,
        weight=WEIGHTS[control.severity],
        required_grade=required,
        required_state=CHECKED if control.knock_out else DELIVERED,
        declared=declared,
        verified=verified,
        settled=verdict not in (Verdict.UNVERIFIED, Verdict.CONTRADICTED),
        knock_out=control.knock_out,
        side=Duty.CLIENT if control.is_contract else Duty.PROCESSOR,
        judgements=(judgement(id_, verdict, party=party, required=required),),
        comparisons=tuple(comparisons),
        approval=approval(party, id_) if verdict is Verdict.EXCEPTED else None,
        steps=(Message("{grade}", (("grade", required),)),),
    )


def judgement(id_: str, verdict: Verdict, *, party: str, required: int) -> Judgement:
    grade = required if verdict in (Verdict.MET, Verdict.PARTIAL, Verdict.CONTRADICTED) else 1
    value = ANSWER_OF[verdict]
    file, cell = f"questionnaires/2026Q4/{party}.xlsx", f"E{len(id_) + int(id_[-2:])}"
    if CHECKLIST.controls[id_].is_contract:
        clause = Clause(
            contract=f"K-{party}",
            control=id_,
            value=value,
            raw=value.symbol,
            at=at("contracts/clauses.xlsx", cell),
            article="12",
        )
        return Judgement(
            side=Duty.CLIENT,
            verdict=verdict,
            claimed=2,
            grade=2,
            clause=clause,
            contract=f"K-{party}",
        )
    answer = Answer(
        control=id_,
        side=Duty.PROCESSOR,
        value=value,
        raw=value.symbol,
        at=at(file, cell),
        comment="2026-10",
        evidence_names=("log.csv",),
        claimed_grade=required,
    )
    held = EvidenceFile(
        processor=party,
        path=f"evidence/2026Q4/{party}/log.csv",
        name="log.csv",
        sha256="ab" * 32,
        size=10,
    )
    return Judgement(
        side=Duty.PROCESSOR,
        verdict=verdict,
        claimed=required,
        grade=grade,
        answer=answer,
        review=review(party, id_) if id_ == "TEC-05" else None,
        state=STATE_OF.get(verdict, EvidenceState.CLAIMED),
        files=(held,) if verdict is Verdict.MET else (),
        checks=file_checks(held.path) if verdict is Verdict.MET else (),
    )


def file_checks(path: str) -> tuple[FileCheck, ...]:
    passed, person = CheckOutcome.PASSED, CheckOutcome.FOR_A_PERSON
    said = Message.of("last day {day}", day="2026-11-30")
    unnamed = Message("names neither the company nor its contract, systems, sites or work")
    return (
        FileCheck(file=path, kind=FileCheckKind.DATED, outcome=passed, says=said),
        FileCheck(file=path, kind=FileCheckKind.NAMED, outcome=person, says=unnamed),
    )


def review(party: str, control: str) -> Review:
    return Review(
        processor=party,
        control=control,
        side=Duty.PROCESSOR,
        grade=2,
        value=None,
        reviewer="auditor-1",
        reviewed_on=date(2026, 12, 10),
        reason="seen on site",
        at=at("reviews/2026Q4/review.xlsx", "K9"),
    )


def approval(party: str, control: str) -> Approval:
    return Approval(
        processor=party,
        control=control,
        kind="exception",
        reason="replacement ordered",
        measure="ports sealed by hand, checked weekly",
        approver="CISO",
        approved_on=date(2026, 7, 1),
        valid_from=date(2026, 7, 1),
        valid_until=date(2027, 3, 31),
        extensions=1,
        at=at("contracts/ledger.xlsx", "A9", "approvals"),
    )


TOPIC = Topic(
    number=8,
    title=both("管理者アカウント", "Administrator accounts"),
    send=both("アカウントの一覧", "the list of accounts"),
)


def comparison(
    rule: str = "X-19",
    *,
    touches: Sequence[str] = ("TEC-02",),
    shown: str = "4",
    outcome: Outcome = Outcome.CONTRADICTION,
) -> Comparison:
    return Comparison(
        rule=rule,
        part="accounts",
        topic=TOPIC,
        outcome=outcome,
        title=both("共用の有無と共用アカウント数", "No sharing, and the number of shared accounts"),
        question=Message(
            "{q}",
            (
                (
                    "q",
                    both(
                        "共用なしとの回答と、共用アカウント数との関係をご説明ください。",
                        "How do the answer and the number of shared accounts go together?",
                    ),
                ),
            ),
        ),
        operands=(
            Operand(
                label=both("回答", "Answer"),
                shown="○",
                at=at("questionnaires/2026Q4/P02.xlsx", "E8"),
            ),
            Operand(
                label=both("共用アカウント数", "Shared accounts"),
                shown=shown,
                at=at("questionnaires/2026Q4/P02.xlsx", "E9"),
            ),
        ),
        touches=tuple(touches),
        sides=(Duty.PROCESSOR,),
        missing=(both("権限一覧", "the list of rights"),)
        if outcome is Outcome.CANNOT_COMPARE
        else (),
    )


def score(controls: Sequence[ControlResult]) -> Score:
    counted = [c for c in controls if c.verified is not None]
    total = sum(c.weight for c in counted)
    everything = sum(c.weight for c in controls)

    def share(weight: float, whole: float) -> float:
        return weight / whole if whole else 0.0

    return Score(
        declared=100 * sum(c.weight * (c.declared or 0) for c in counted) / total
        if total
        else None,
        verified=100 * sum(c.weight * (c.verified or 0) for c in counted) / total
        if total
        else None,
        assurance=share(sum(c.weight for c in counted if c.settled), total) if total else None,
        exempt=share(everything - total, everything),
        unanswered=share(sum(c.weight for c in counted if c.verdict is Verdict.UNANSWERED), total),
        weight=total,
        controls=len(counted),
    )


def result(
    party: Processor,
    rating: Rating,
    verdicts: Mapping[str, Verdict] | None = None,
    *,
    comparisons: Sequence[Comparison] = (),
    below: Sequence[ChainNode] = (),
    answered: bool = True,
) -> ProcessorResult:
    """A processor whose controls are met, but for those named; the clauses are the client's."""
    wanted = {**dict.fromkeys(CHECKLIST.controls, Verdict.MET), **(verdicts or {})}
    judged = tuple(
        control_result(
            id_,
            verdict,
            party=party.id,
            comparisons=[c for c in comparisons if id_ in c.touches],
        )
        for id_, verdict in wanted.items()
    )
    own = standing(rating, [c for c in judged if c.side is not Duty.CLIENT])
    root = ChainNode(
        processor=party.id,
        name=party.name,
        tier=party.tier,
        rating=rating,
        declared_only=False,
        children=tuple(below),
    )
    clauses = [c for c in judged if c.side is Duty.CLIENT]
    lacks = any(c.verdict is not Verdict.MET for c in clauses)
    return ProcessorResult(
        processor=party,
        rating=own.rating,
        reasons=own.reasons,
        would_change=own.would_change,
        score=own.score,
        domains=own.domains,
        controls=own.controls,
        supervision=standing(Rating.B if lacks else Rating.A, clauses),
        comparisons=tuple(comparisons),
        claimed_exceptions=(claimed_exception(party.id),) if rating is Rating.B else (),
        chain=ChainView(
            root=root,
            weakest=rating,
            path=(party.name, below[-1].name) if below else (party.name,),
            assessed=1,
            known=1 + len(below),
        ),
        questionnaires=(questionnaire(party.id),) if answered else (),
        notices=notices(party.name, below[0].name if below else "") if answered else (),
    )


def notices(name: str, lower: str) -> tuple[NoticePath, ...]:
    """A contract whose notices can be worked out, before one whose clause gives no number."""
    own = NoticeStep(
        teller=name,
        told="Aobadori Trading",
        hours=24.0,
        words="24",
        at=at("contracts/clauses.xlsx", "D4"),
    )
    below = NoticeStep(teller=lower, told=name, hours=None, words="promptly", at=None)
    example = NoticeExample(
        learned_at=datetime(2027, 1, 8, 18),
        arrivals=(datetime(2027, 1, 9, 18),),
        day_number=2,
        closed_days=1,
        first=date(2027, 1, 11),
        last=date(2027, 1, 13),
        is_computed=False,
    )
    worked_out = NoticePath(contract="K-001", steps=(own,), example=example)
    if not lower:
        return (worked_out,)
    return (NoticePath(contract="K-002", steps=(below, own), example=example), worked_out)


def judged_on_both_sides() -> ProcessorResult:
    """A processor that lacks a practice (CON-06) where the client lacks the clause."""
    lacking = {"CON-06": Verdict.GAP}
    found = result(processor("P01", "Alpha Mailing"), Rating.B, lacking)
    said = judgement("TEC-09", Verdict.GAP, party="P01", required=2)
    assert said.answer
    said = replace(said, answer=replace(said.answer, control="CON-06"))
    practice = control_result("CON-06", Verdict.GAP, party="P01")
    practice = replace(practice, side=Duty.PROCESSOR, judgements=(said,))
    return replace(found, controls=(*found.controls, practice))


def standing(rating: Rating, controls: Sequence[ControlResult]) -> Standing:
    told = Message("{w}", (("w", both("理由の文です。", "A sentence of reason.")),))
    change = Message("{w}", (("w", both("変わる条件です。", "What would change it.")),))
    by_domain = {
        domain: score(mine)
        for domain in DOMAINS
        if (mine := [c for c in controls if c.control.startswith(domain)])
    }
    return Standing(
        rating=rating,
        reasons=(told,),
        would_change=(change,),
        score=NO_SCORE if rating is Rating.NOT_ANSWERED else score(controls),
        domains=by_domain,
        controls=tuple(controls),
    )


def claimed_exception(party: str) -> Record:
    return record(
        "exceptions",
        at(f"questionnaires/2026Q4/{party}.xlsx", "A4", "Exceptions"),
        control="PHY-03",
        subject="USB 2 / 2",
        reason="printer",
        measure="locked room",
        approver="head of plant",
        valid_until=date(2026, 6, 30),
        extensions="3",
    )


def questionnaire(party: str) -> Questionnaire:
    return Questionnaire(
        processor=party,
        side=Duty.PROCESSOR,
        round="2026Q4",
        as_of=date(2026, 12, 15),
        checklist_version="2026.11",
        language="ja",
        file=f"questionnaires/2026Q4/{party}.xlsx",
    )


def issue(code: str, *, party: str = "", level: IssueLevel = IssueLevel.ERROR) -> DataIssue:
    return DataIssue(
        code=code,
        level=level,
        at=at(f"questionnaires/2026Q4/{party or 'broken'}.xlsx", "E7"),
        says=Message("{w}", (("w", both("読めません。", "It cannot be read.")),)),
        mend=Message("{w}", (("w", both("再提出を依頼してください。", "Ask for it again.")),)),
        processor=party,
    )


def assessment(*results: ProcessorResult, issues: Sequence[DataIssue] = ()) -> Assessment:
    files = {f"questionnaires/2026Q4/{r.processor.id}.xlsx" for r in results}
    return Assessment(
        client="Aobadori Trading",
        role=Role.CLIENT,
        round="2026Q4",
        as_of=AS_OF,
        checklist_version=CHECKLIST.version,
        policy_version=POLICY.version,
        tool_version="0.0",
        supervision=standing(
            Rating.B, [c for r in results if r.supervision for c in r.supervision.controls]
        ),
        results=results,
        issues=tuple(issues),
        sources=tuple(
            SourceFile(path=path, sha256="cd" * 32, size=12_345)
            for path in sorted({"contracts/ledger.xlsx", *files})
        ),
    )


def every_rating() -> Assessment:
    """One processor of each rating, with every kind of finding among them."""
    gap, part, claim = Verdict.GAP, Verdict.PARTIAL, Verdict.UNVERIFIED
    unknown = ChainNode(processor="", name="Kawabe Print", tier=2, rating=None, declared_only=True)
    differs = comparison()
    loose = comparison("X-22", touches=())
    silent = dict.fromkeys(CHECKLIST.controls, Verdict.UNANSWERED)
    silent["CON-01"] = Verdict.MET
    return assessment(
        result(processor("P01", "Alpha Mailing"), Rating.A, below=(unknown,)),
        result(
            processor("P02", "Beta Call Centre"),
            Rating.UNACCEPTABLE,
            {"TEC-02": Verdict.CONTRADICTED, "CON-06": gap, "TEC-09": gap, "PHY-03": part},
            comparisons=(differs, loose, comparison("X-21", outcome=Outcome.CANNOT_COMPARE)),
        ),
        result(
            processor("P03", "Gamma Systems", due=date(2026, 12, 20)),
            Rating.NOT_ANSWERED,
            silent,
            answered=False,
        ),
        result(
            processor("P04", "Delta Cloud"),
            Rating.PENDING,
            {"SUB-01": claim, "TEC-05": claim, "PHY-03": claim},
        ),
        result(
            processor("P05", "Epsilon Data"), Rating.B, {"PHY-03": Verdict.EXCEPTED, "TEC-05": part}
        ),
        result(
            processor("P06", "Zeta Office"), Rating.C, {"SUB-01": gap, "PHY-07": Verdict.EXEMPT}
        ),
        result(processor("P07", "Eta Support"), Rating.C_CONDITIONAL, {"TEC-02": claim}),
        result(
            processor("P08", "Theta Works"), Rating.D, {"SUB-01": gap, "TEC-05": gap, "PHY-03": gap}
        ),
        issues=(
            issue("unreadable_file"),
            issue("duplicate_id", party="P02", level=IssueLevel.WARNING),
        ),
    )
