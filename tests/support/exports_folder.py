"""A folder of exports as a small processor might hand it over, with one shared account in it."""

from __future__ import annotations

from pathlib import Path

#: Every identifier of the exports below: none of them may leave the processor.
IDENTIFIERS = ("kanri-adm", "batch-77", "MT-903", "OP-114", "E-55021", "E-55034", "10.9.8.7")

ACCOUNTS = """アカウント,所有者,種別,権限
kanri-adm,E-55021,個人,管理者
batch-77,E-55034,サービス,管理者
"""
SIGN_INS = """日時,アカウント,端末名,操作,終了日時,接続元アドレス,接続元の国
2026-07-01 09:00:00,kanri-adm,MT-903,ログオン,2026-07-01 12:00:00,10.9.8.7,JP
2026-07-01 10:00:00,kanri-adm,OP-114,ログオン,2026-07-01 11:30:00,10.9.8.7,JP
2026-10-05 09:00:00,kanri-adm,MT-903,ログオン,2026-10-05 12:00:00,10.9.8.7,JP
2026-10-05 10:00:00,kanri-adm,OP-114,ログオン,2026-10-05 11:00:00,10.9.8.7,JP
2026-10-06 01:00:00,batch-77,OP-114,ログオン,2026-10-06 02:00:00,10.9.8.7,JP
"""


def exports_folder(folder: Path) -> Path:
    """Accounts and sign-ins, in the headings that exports.yaml gives them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "管理者アカウント一覧.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "サインインログ.csv").write_text(SIGN_INS, encoding="cp932")
    return folder
