"""Two logs as a product exports them, as CSV of any size; the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bench.quiet_duckdb import quiet_duckdb

PEOPLE: Final = 3000
#: One line in so many stands twice.
TWICE: Final = 1000
#: Files by name: sign-ins and sign-outs, then downloads, over the days of a year.
_LOGS: Final = {
    "サインイン.csv": """
        select strftime(moment, '%Y/%m/%d %H:%M:%S') as "日時", 'U' || (hash(i // 2) % {people}) as "アカウント",
        'PC-' || (hash(i // 2) % {people} + (hash(i // 2 + 7) % 400 = 0)::int) as "端末名",
        case when i % 2 = 0 then 'サインイン' else 'サインアウト' end as "操作",
        case when hash(i // 2 + 3) % 50 = 0 then 'リモート' else '対話' end as "方式",
        '10.1.' || i % 200 || '.7' as "接続元アドレス", 'JP' as "接続元の国", 'はい' as "多要素認証",
        '顧客管理' as "システム", i as "連番" """,
    "出力.csv": """
        select strftime(moment, '%Y/%m/%d %H:%M:%S') as "日時", 'u' || (hash(i) % {people}) as "アカウント",
        'PC-' || (hash(i) % {people}) as "端末名", '顧客一覧' as "対象", hash(i + 5) % 400 as "件数",
        hash(i + 6) % 400000 as "バイト数", 'fs01/handover' as "出力先", 'T' || (hash(i) % 5000) as "申請番号",
        '顧客管理' as "システム", i as "連番" """,
}
_ROWS: Final = "from (select i, timestamp '2025-12-01' + to_seconds(cast(i * (31536000 / {rows}) as bigint)) as moment from range({rows}) t(i))"


def make_exports(folder: Path, rows: int, encoding: str) -> None:
    """Write both logs, each with so many rows and one in a thousand of them a second time."""
    folder.mkdir(parents=True)
    database = quiet_duckdb()
    for name, listed in _LOGS.items():
        query = f"{listed.format(people=PEOPLE)} {_ROWS.format(rows=rows)}"
        path = folder / name
        database.execute(  # names are our own
            f'copy ({query} union all select * from ({query}) where "連番" % {TWICE} = 0)'
            f" to '{path}' (header)"
        )
        if encoding != "utf-8":
            path.write_bytes(path.read_text("utf-8").encode(encoding))
