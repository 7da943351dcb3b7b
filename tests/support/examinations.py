"""Examinations made by hand: a year of logs of a call centre, with every outcome among the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from itakusaki.model.assessment import Assessment, Comparison, Operand
from itakusaki.model.message import Message, Words
from itakusaki.model.party import Duty
from itakusaki.model.retest import (
    Cell,
    Examination,
    FigureValue,
    Hits,
    MeasuredFigure,
    PackSeal,
    ReadExport,
    TestOutcome,
    TestResult,
)
from itakusaki.model.source import CellRef, SourceFile
from itakusaki.model.verdict import Outcome, Rating, Verdict
from support.assessments import TOPIC, assessment, both, processor, result

FIRST: Final = datetime(2025, 10, 1, 6, 2, 11)
LAST: Final = datetime(2026, 9, 30, 23, 41, 5)
FOLDER: Final = "evidence/2026Q4/P02"
TITLES: Final[Mapping[str, Words]] = {
    "sign_ins": both("サインイン・セッションのログ", "Sign-in and session log"),
    "downloads": both("ダウンロード・出力のログ", "Download and export log"),
    "device_events": both("外部媒体・機器のログ", "Device log"),
    "accounts": both("管理者アカウント一覧", "Administrator accounts"),
    "tickets": both("作業申請（チケット）", "Work tickets"),
}
STANDARD: Final = both("標準の見出し", "Standard headings")
PRODUCT: Final = both("資産管理ソフトの操作ログ", "Device log of an asset manager")


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def read(
    export: str,
    name: str,
    *,
    rows: int = 1000,
    duplicates: int = 0,
    put_aside: int = 0,
    **more: object,
) -> ReadExport:
    values: dict[str, object] = {
        "export": export,
        "title": TITLES[export],
        "file": SourceFile(path=f"{FOLDER}/{name}", sha256=digest(name), size=rows * 80),
        "layout": STANDARD,
        "rows": rows,
        "duplicates": duplicates,
        "put_aside": put_aside,
        "kept": rows - duplicates - put_aside,
        "first_at": FIRST,
        "last_at": LAST,
    }
    return ReadExport(**{**values, **more})  # type: ignore[arg-type]


def reads() -> tuple[ReadExport, ...]:
    """Monthly sign-ins, downloads with duplicates, a device log cut in mid-row, two lists."""
    monthly = []
    for n in range(12):
        year, month = 2025 + (9 + n) // 12, (9 + n) % 12 + 1
        first = datetime(year, month, 1, 0, 3)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(minutes=9)
        monthly.append(
            read(
                "sign_ins",
                f"signin-{year}{month:02}.csv.gz",
                rows=41_200 + 310 * n,
                first_at=first,
                last_at=last,
            )
        )
    return (
        *monthly,
        read("downloads", "download.csv", rows=182_344, duplicates=80_231, put_aside=12),
        read(
            "device_events",
            "device-log.csv",
            rows=55_120,
            put_aside=1,
            layout=PRODUCT,
            last_at=datetime(2026, 8, 11, 14, 2, 9),
            cut=True,
            zone_stated=False,
            ignored_columns=("Agent", "IP"),
        ),
        read("accounts", "lists.xlsx", sheet="Admin", rows=44, first_at=None, last_at=None),
        read("tickets", "tickets.jsonl", rows=612, first_at=datetime(2025, 10, 2, 9)),
    )


def figure(name: str, ja: str, en: str, value: FigureValue) -> MeasuredFigure:
    return MeasuredFigure(name=name, label=both(ja, en), value=value)


def tested(test: str, rule: str, title: Words, outcome: TestOutcome, **more: object) -> TestResult:
    values: dict[str, object] = {
        "processor": "P02",
        "test": test,
        "rule": rule,
        "title": title,
        "outcome": outcome,
        "says": both("該当する事象はありません。", "No such event was found."),
        "innocent": both(
            "夜勤者への引継ぎ、仮想デスクトップの接続元が同じ名称で記録される場合などが考えられます。",
            "A hand-over between shifts, or virtual desktops that are logged under one name.",
        ),
        "next": both(
            "該当日のシフト表と入退室記録の提供を依頼し、アカウントを使用した方の氏名を確認してください。",
            "Ask for the shift plan and entry records of these days, and who used the account.",
        ),
        "exports": ("sign_ins", "accounts"),
        "first_at": FIRST,
        "last_at": LAST,
    }
    return TestResult(**{**values, **more})  # type: ignore[arg-type]


def days(first: date, step: int, counts: Sequence[int]) -> tuple[tuple[date, int], ...]:
    return tuple((first + timedelta(days=step * n), count) for n, count in enumerate(counts))


def hits(columns: Sequence[Words], row: Sequence[Cell], when: tuple[tuple[date, int], ...]) -> Hits:
    total = sum(count for _, count in when)
    sample = tuple((f"{day} 22:{10 + n}:04", *row) for n, (day, _) in enumerate(when[:20]))
    return Hits(columns=(both("日時", "Time"), *columns), sample=sample, total=total, days=when)


TERMINAL: Final = both("端末", "Terminal")
ACCOUNT: Final = both("アカウント", "Account")


#: Overlaps every nine days: few, but for three weeks in spring.
OVERLAPS: Final = (
    *(3, 1, 2, 4, 1, 1, 2, 5, 3, 2, 1, 2, 3, 4, 2, 1, 12, 14, 9, 3),
    *(2, 2, 1, 3, 4, 2, 2, 5, 3, 2, 1, 2, 3, 2, 2, 1, 1, 2, 1, 2),
)


def overlap() -> TestResult:
    return tested(
        "account-overlap",
        "X-19",
        both(
            "1つのアカウントが同時に複数の端末で使われていないか",
            "One account in use at several terminals at once",
        ),
        TestOutcome.CONTRADICTION,
        says=both(
            "1つのアカウントが同じ時刻に2台以上の端末で使われていた時間帯が118回（3アカウント）あります。",
            "There were 118 periods in which one account was in use at two or more terminals (3 accounts).",
        ),
        touches=("TEC-02",),
        concerns=("TEC-05",),
        figures=(
            figure("accounts", "アカウント数", "Accounts", 3),
            figure("longest", "最長（分）", "Longest (minutes)", 1_431),
            figure("first_on", "最初の日", "First day", date(2025, 10, 3)),
        ),
        parameters=(
            figure("margin_minutes", "引継ぎの余裕（分）", "Margin for hand-over (minutes)", 15),
            figure(
                "service_accounts", "サービス用アカウント", "Service accounts", ("svc-*", "batch01")
            ),
            figure("shared_terminals", "共用端末（VDIなど）", "Shared terminals (VDI …)", ()),
        ),
        hits=hits(
            (ACCOUNT, both("端末数", "Terminals"), both("分", "Minutes")),
            ("A-0f3a9b21cc", "2", "41"),
            days(
                date(2025, 10, 3),
                9,
                OVERLAPS,
            ),
        ),
    )


def chain() -> TestResult:
    return tested(
        "download-then-media",
        "X-14",
        both(
            "保守端末へのダウンロード後に、同じ端末で媒体への書込みが行われていないか（事案の連鎖）",
            "Download to a terminal, followed by a write to removable media at the same terminal",
        ),
        TestOutcome.CONTRADICTION,
        says=both(
            "ダウンロードの後12時間以内に、同じ端末で媒体への書込みが行われた事例が23回あります。",
            "There are 23 cases of a media write at a terminal within 12 hours of a download to it.",
        ),
        touches=("TEC-02", "PHY-03"),
        exports=("downloads", "device_events"),
        hits=hits(
            (
                TERMINAL,
                both("ダウンロード数", "Downloads"),
                both("件数", "Records"),
                both("最初のダウンロード", "First download"),
                both("ダウンロードしたアカウント", "Account of the download"),
                both("書込み数", "Writes"),
                both("書込みのアカウント", "Account of the write"),
                both("同じアカウント", "Same account"),
                both("製造番号", "Serial number"),
                both("間隔（分）", "Minutes between"),
            ),
            (
                "T-9c1be02d41",
                "4",
                "182,000",
                "2026-03-02 21:40:10",
                "A-77ab01ce93",
                "6",
                "A-0f3a9b21cc",
                both("いいえ", "no"),
                "S-b8d0e7c655",
                "34",
            ),
            days(date(2026, 1, 9), 21, (1, 2, 1, 3, 2, 4, 2, 1, 3, 2, 2)),
        ),
    )


def undated() -> TestResult:
    return tested(
        "account-not-listed",
        "X-21",
        both("一覧にないアカウントが使われていないか", "Accounts in use that are not on the list"),
        TestOutcome.CONTRADICTION,
        says=both(
            "一覧にないアカウントが2つ、ログに現れています。",
            "Two accounts appear in the logs that are not on the list.",
        ),
        touches=("TEC-02",),
        hits=Hits(
            columns=(ACCOUNT, both("事象の数", "Events")),
            sample=(("A-5512aa90fe", "41"), ("A-9e0c7d1b2a", "3")),
            total=2,
        ),
    )


def examination() -> Examination:
    """Every outcome among the tests."""
    cut = Message("{w}", (("w", both("媒体のログが途中で切れています", "the device log is cut")),))
    absent = Message("{w}", (("w", both("未提出：入退室記録", "not delivered: entry log")),))
    return Examination(
        processor="P02",
        reads=reads(),
        results=(
            overlap(),
            chain(),
            undated(),
            tested(
                "sign-in-after-leaving",
                "X-12",
                both("退職・異動後のサインインがないか", "Sign-in after leaving"),
                TestOutcome.CONSISTENT,
                proves=("TEC-09",),
            ),
            tested(
                "log-cleared",
                "X-24",
                both("ログの消去がないか", "A log that was cleared"),
                TestOutcome.CONSISTENT,
                proves=("TEC-05",),
                concerns=("TEC-09",),
            ),
            tested(
                "download-count",
                "X-14",
                both("直近91日のダウンロード数", "Downloads of the last 91 days"),
                TestOutcome.MEASURED,
                says=both("41アカウントで12,031回です。", "12,031 by 41 accounts."),
                figures=(figure("events", "回数", "Events", 12_031),),
                exports=("downloads",),
            ),
            tested(
                "media-write-when-blocked",
                "X-10",
                both(
                    "禁止端末での媒体書込みがないか", "Media written where the ledger says blocked"
                ),
                TestOutcome.INCOMPLETE,
                proves=("PHY-03",),
                exports=("device_events",),
                last_at=datetime(2026, 8, 11, 14, 2, 9),
                lacking=(cut,),
            ),
            tested(
                "owner-absent",
                "X-19",
                both(
                    "所有者の不在時に使われていないか", "Account in use while its owner is absent"
                ),
                TestOutcome.CANNOT_COMPARE,
                says=both("", ""),
                touches=("TEC-02",),
                exports=(),
                first_at=None,
                last_at=None,
                lacking=(absent,),
            ),
        ),
    )


def seal(*, valid: bool = True, known: bool = True) -> PackSeal:
    return PackSeal(
        file=SourceFile(path=f"{FOLDER}/P02.itakusaki-pack", sha256=digest("pack"), size=4_096),
        fingerprint=digest("key"),
        valid=valid,
        known=known,
        made_on="2026-12-10",
        tool_version="0.0",
    )


def own_run(*, valid: bool = True, known: bool = True) -> Examination:
    """The same, run by the processor: a pack holds no names, and no sample."""
    found = examination()
    handed = tuple(
        replace(test, own_run=True, hits=replace(test.hits, columns=(), sample=()))
        for test in found.results
    )
    return replace(
        found,
        reads=found.reads if valid else (),
        results=handed if valid else (),
        seals=(seal(valid=valid, known=known),),
    )


def log_comparison() -> Comparison:
    """How the score takes a test's contradiction."""
    test = overlap()
    return Comparison(
        rule=test.rule,
        part=f"log/{test.test}",
        topic=TOPIC,
        sides=(Duty.PROCESSOR,),
        outcome=Outcome.CONTRADICTION,
        title=test.title,
        question=Message("{q}", (("q", test.says),)),
        operands=(
            Operand(
                label=both("該当した回数", "Hits"),
                shown="118",
                at=CellRef(file=f"{FOLDER}/signin-202510.csv.gz"),
            ),
        ),
        touches=test.touches,
    )


def examined(found: Examination | None = None) -> Assessment:
    """A processor whose logs were examined, and one that delivered none."""
    first = result(
        processor("P02", "Beta Call Centre"),
        Rating.UNACCEPTABLE,
        {"TEC-02": Verdict.CONTRADICTED, "PHY-03": Verdict.CONTRADICTED},
        comparisons=(log_comparison(),),
    )
    return assessment(
        replace(first, examination=found or examination()),
        result(processor("P01", "Alpha Mailing"), Rating.A),
    )
