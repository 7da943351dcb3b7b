"""Logs and registers: rows of evidence files, made from the same figures the party answers with."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from samplemaker.operation.calendar import DAY, month_after, working_days
from samplemaker.scenario import Told
from samplemaker.values import SEPARATOR, Values

Rows = Iterator[Sequence[Any]]
#: The day on which an export of settings was seen.
SEEN = "2026-11-16"
#: Registers that a person draws up, and the fact that holds the day of it.
DRAWN_UP = {
    "classification": "GRP-02.last_review",
    "inspection": "ORG-07.inspected_on",
    "media": "PHY-05.last_count",
    "people": "SUB-04.matched_on",
    "provision": "",
    "training": "PER-01.last_training",
}
#: As the facts are called, and as a register calls it.
EMPLOYERS = {"own": "自社", "dispatched": "派遣", "seconded": "出向", "subprocessor": "再委託先"}


def as_csv(name: str, values: Values, facts: Told) -> str:
    """The rows of a maker as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_headed(name, MAKERS[name](values, facts), values, facts))
    return out.getvalue()


def _headed(name: str, rows: Rows, values: Values, facts: Told) -> Rows:
    """A register that a person keeps says on top whose it is and of which day; an export of a system does not."""
    if name in DRAWN_UP:
        label = "作成日" if values.language == "ja" else "as of"
        yield values.profile["name"], label, facts.get(DRAWN_UP[name]) or "2026-11-02"
    yield from rows


def _head(values: Values, japanese: str, english: str) -> list[str]:
    return (japanese if values.language == "ja" else english).split(",")


def _mark(*, good: bool) -> str:
    return "○" if good else "×"


def terminals(values: Values, facts: Told) -> Rows:
    """Terminals with the policy that is active on each."""
    yield _head(
        values,
        "端末名,用途,書き出し遮断,電話機遮断,最終適用,設置場所",
        "terminal,use,block,phones,applied,site",
    )
    site = SEPARATOR.split(values.profile["sites"])[0]
    total, service = facts["PHY-03.terminals"], facts["PHY-03.terminals_maintenance"]
    open_from = facts["PHY-03.terminals_blocked"]
    for number in range(1, total + 1):
        in_service = number > total - service
        blocked = number <= open_from
        name = f"MT-{number - total + service:02}" if in_service else f"PC-{number:03}"
        phones = blocked and facts["PHY-03.phones_blocked"]
        yield (
            name,
            "MT" if in_service else "PC",
            _mark(good=blocked),
            _mark(good=phones),
            "2026-11-09",
            site,
        )


def exports(values: Values, facts: Told) -> Rows:
    """Export events of three months."""
    yield _head(
        values, "日時,利用者ID,端末,対象,件数,出力先", "time,user,terminal,object,rows,destination"
    )
    numbers = values.random("exports")
    systems = SEPARATOR.split(values.profile["systems"])
    target = str(facts["TEC-06.destinations"])
    open_days = working_days(date(2026, 9, 1), date(2026, 11, 30))
    times = sorted(
        datetime.combine(numbers.choice(open_days), time(9))
        + timedelta(minutes=numbers.randrange(540))
        for _ in range(facts["TEC-06.export_events"])
    )
    for at in times:
        user = f"adm-{numbers.randint(1, max(1, facts['TEC-06.export_accounts'])):02}"
        terminal = f"PC-{numbers.randint(1, 3):03}"
        yield at.isoformat(" "), user, terminal, systems[0], numbers.randint(5, 900), target


def log_sources(values: Values, facts: Told) -> Rows:
    """What each store logs, since when, how long."""
    yield _head(
        values,
        "取得元,サインイン,閲覧・検索,出力,媒体,権限変更,6項目,開始日,保存月数,最古行,変更できる者,設定確認日",
        "source,sign-in,read,export,media,privilege,six fields,since,months,oldest line,changers,seen",
    )
    for number, name in enumerate(SEPARATOR.split(values.profile["systems"]), start=1):
        events = _mark(good=number <= facts["TEC-08.stores_all_events"])
        fields = _mark(
            good=number <= facts["TEC-08.stores"] - facts["TEC-18.stores_lacking_fields"]
        )
        months, oldest = facts["TEC-09.retention_months"], facts["TEC-09.oldest_line_date"]
        changers = facts["TEC-12.log_changers"]
        yield name, *([events] * 5), fields, "2024-04-01", months, oldest, changers, SEEN


def log_reviews(values: Values, facts: Told) -> Rows:
    """A review a month, the anomaly named."""
    yield _head(
        values,
        "実施日,対象期間（自）,対象期間（至）,対象,抽出条件,件数,異常,処理,分析者",
        "day,period from,period to,system,query,events,anomalies,handled,reviewer",
    )
    numbers = values.random("reviews")
    system = SEPARATOR.split(values.profile["systems"])[0]
    reviews, odd = facts["TEC-10.reviews"], facts["TEC-10.anomalies"]
    for number in range(reviews):
        month = date(2025, 11 + number, 1) if number < 2 else date(2026, number - 1, 1)
        day = month + timedelta(days=40)
        anomaly = 1 if odd and number == reviews - 2 else 0
        events = (
            facts["TEC-10.events_reviewed"] if number == reviews - 1 else numbers.randint(400, 800)
        )
        done = (
            ("申請書と照合" if values.language == "ja" else "matched with ticket")
            if anomaly
            else "-"
        )
        period = (month, month_after(month) - DAY)
        yield day, *period, system, "rows>=1000 or 20:00-07:00", events, anomaly, done, "audit-01"


def inspection(values: Values, facts: Told) -> Rows:
    """Items of the self-inspection, what was looked at, result."""
    yield _head(values, "番号,確認したもの,結果,確認者", "no,looked at,result,checked by")
    japanese = ("設定画面", "ログ", "現物", "記録簿")
    english = ("setting", "log", "object", "register")
    looked = japanese if values.language == "ja" else english
    fine, matched = facts["ORG-07.items_no_problem"], facts["ORG-07.items_matched"]
    words = (
        ("問題なし", "要改善", "申告のみ")
        if values.language == "ja"
        else ("ok", "to improve", "as told")
    )
    for number in range(1, facts["ORG-07.items_total"] + 1):
        seen = looked[number % 4] if number <= matched or number > fine else words[2]
        who = "QC-1" if facts["ORG-07.independent_check"] else "-"
        yield number, seen, words[0] if number <= fine else words[1], who


def training(values: Values, facts: Told) -> Rows:
    """People with access and trained, by employer."""
    yield _head(
        values, "雇用主の区分,アクセス権あり,受講済み,実施日", "employer,with access,trained,day"
    )
    for kind, label in EMPLOYERS.items():
        yield (
            label if values.language == "ja" else kind,
            facts[f"PER-01.access_{kind}"],
            facts[f"PER-01.trained_{kind}"],
            facts["PER-01.last_training"],
        )


def people(values: Values, facts: Told) -> Rows:
    """The four lists side by side, by employer."""
    yield _head(
        values,
        "雇用主の区分,契約別紙,入館証,ID,誓約",
        "employer,contract annex,entry cards,IDs,pledges",
    )
    for kind, label in EMPLOYERS.items():
        yield (
            label if values.language == "ja" else kind,
            facts[f"CON-13.people_{kind}"],
            facts[f"PHY-01.card_holders_{kind}"],
            facts[f"SUB-04.people_{kind}"],
            facts[f"PER-03.pledges_{kind}"],
        )


def media(values: Values, facts: Told) -> Rows:
    """The register of media, and those that left it."""
    yield _head(values, "管理番号,種類,状態,最終確認日", "no,kind,state,last count")
    words = ("施錠保管", "廃棄") if values.language == "ja" else ("locked up", "disposed")
    kept, gone = facts["PHY-05.media"], facts["PHY-07.disposed_media"]
    for number in range(1, kept + gone + 1):
        state = words[0] if number <= kept else words[1]
        yield f"M-{number:03}", "USB", state, facts["PHY-05.last_count"]


def accounts(values: Values, facts: Told) -> Rows:
    """Administrator accounts, who owns each, when it was last used."""
    yield _head(
        values, "ID,所有者,区分,認証,最終使用日,システム", "id,owner,kind,sign-in,last use,system"
    )
    system = SEPARATOR.split(values.profile["systems"])[0]
    numbers = values.random("accounts")
    words = (
        ("個人", "緊急", "サービス")
        if values.language == "ja"
        else ("personal", "break glass", "service")
    )
    total, shared = facts["TEC-01.accounts"], facts["TEC-01.nonpersonal_accounts"]
    for number in range(1, total + 1):
        kind = words[0] if number <= total - shared else words[1 + number % 2]
        yield (
            f"adm-{number:02}",
            f"E-{number:03}",
            kind,
            "MFA",
            date(2026, 10, 14) - timedelta(days=numbers.randrange(30)),
            system,
        )


def classification(values: Values, facts: Told) -> Rows:
    """Agreements looked at, whether each is an entrustment, and why."""
    yield _head(values, "番号,契約の種類,到達の可否,判断,理由", "no,agreement,reach,judged,reason")
    japanese = values.language == "ja"
    kinds = (
        ("業務委託", "サービス利用", "保守", "SaaS")
        if japanese
        else ("work", "service use", "maintenance", "SaaS")
    )
    told = ("委託", "対象外") if japanese else ("entrustment", "outside")
    why = (
        ("個人データに到達", "IDなし・閲覧不可")
        if japanese
        else ("reaches data", "no IDs, cannot view")
    )
    for number in range(1, facts["GRP-02.agreements_reviewed"] + 1):
        outside = number % 3 != 1
        yield (
            f"G-{number:02}",
            kinds[number % 4],
            _mark(good=not outside),
            told[outside],
            why[outside],
        )


def cloud(values: Values, facts: Told) -> Rows:
    """Settings of each tenant as they were found."""
    yield _head(
        values,
        "テナント,点検日,公開範囲,権限,認証,ログ,点検者",
        "tenant,day,public,rights,sign-in,logs,by",
    )
    for number in range(1, facts["TEC-16.tenants_checked"] + 1):
        yield f"tenant-{number}", "2026-09-11", "○", "○", "○", "○", "SEC-2"


def provision(values: Values, facts: Told) -> Rows:
    """Receipts and provisions with what is known of their source."""
    yield _head(values, "番号,区分,相手方,経緯の資料,記録日", "no,kind,party,source shown,day")
    receipts, clear = facts.get("PRV-03.receipts", 0), facts.get("PRV-03.receipts_history_shown", 0)
    for number in range(1, receipts + 1):
        source = "契約書" if number <= clear else "誓約書のみ"
        yield f"R-{number:02}", "受領", f"提供者{number:02}", source, date(2026, number, 15)
    for number in range(1, facts.get("PRV-01.provisions", 0) + 1):
        yield f"P-{number:02}", "提供", f"提供先{number:02}", "-", date(2026, number + 1, 20)


MAKERS: Final[Mapping[str, Callable[[Values, Told], Rows]]] = {
    "accounts": accounts,
    "classification": classification,
    "cloud": cloud,
    "exports": exports,
    "inspection": inspection,
    "log_reviews": log_reviews,
    "log_sources": log_sources,
    "media": media,
    "people": people,
    "provision": provision,
    "terminals": terminals,
    "training": training,
}
