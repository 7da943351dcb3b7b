"""Builders of control-test results, as the evidence stage hands them over."""

from __future__ import annotations

from datetime import date, datetime

from itakusaki.model.message import Words
from itakusaki.model.retest import (
    Examination,
    FigureValue,
    Hits,
    MeasuredFigure,
    ReadExport,
    TestOutcome,
    TestResult,
)
from itakusaki.model.source import SourceFile

LOG = "evidence/2026Q4/P01/sign-ins.csv"


def words(text: str) -> Words:
    return Words(ja=f"{text}（日）", en=text)


def result_of(
    outcome: TestOutcome,
    *,
    test: str = "account-overlap",
    rule: str = "X-19",
    touches: tuple[str, ...] = ("TEC-02",),
    proves: tuple[str, ...] = ("TEC-02",),
    own_run: bool = False,
    **figures: FigureValue,
) -> TestResult:
    total = 3 if outcome is TestOutcome.CONTRADICTION else 0
    return TestResult(
        processor="P01",
        test=test,
        rule=rule,
        title=words(test),
        outcome=outcome,
        says=words("what was found."),
        innocent=words("innocent"),
        next=words("what to ask."),
        touches=touches,
        proves=proves,
        figures=tuple(MeasuredFigure(name=n, label=words(n), value=v) for n, v in figures.items()),
        exports=("sign_ins",),
        hits=Hits(total=total, days=((date(2026, 3, 4), total),) if total else ()),
        own_run=own_run,
    )


def examined(*results: TestResult) -> Examination:
    read = ReadExport(
        export="sign_ins",
        title=words("sign-ins"),
        file=SourceFile(path=LOG, sha256="0" * 64, size=10),
        layout=words("canonical"),
        rows=12,
        duplicates=2,
        put_aside=0,
        kept=10,
        first_at=datetime(2026, 1, 5, 9),
        last_at=datetime(2026, 3, 31, 18),
    )
    return Examination(processor="P01", reads=(read,), results=results)
