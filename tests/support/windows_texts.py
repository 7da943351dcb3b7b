"""Texts of Windows security events as PowerShell exports them: tabs, blank lines and all."""

from __future__ import annotations

import csv
import io

SIGNED_IN = """An account was successfully logged on.

Subject:
\tSecurity ID:\t\tS-1-5-18
\tAccount Name:\t\tSRV-01$
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x3E7

Logon Information:
\tLogon Type:\t\t10
\tRestricted Admin Mode:\tNo
\tVirtual Account:\t\tNo
\tElevated Token:\t\tYes

Impersonation Level:\t\tImpersonation

New Logon:
\tSecurity ID:\t\tS-1-5-21-1-2-3-1104
\tAccount Name:\t\t{account}
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x8DCDC
\tLinked Logon ID:\t\t0x0
\tNetwork Account Name:\t-
\tNetwork Account Domain:\t-
\tLogon GUID:\t\t{{00000000-0000-0000-0000-000000000000}}

Process Information:
\tProcess ID:\t\t0x44c
\tProcess Name:\t\tC:\\Windows\\System32\\svchost.exe

Network Information:
\tWorkstation Name:\t{terminal}
\tSource Network Address:\t192.0.2.42
\tSource Port:\t\t0

Detailed Authentication Information:
\tLogon Process:\t\tUser32;
\tAuthentication Package:\tNegotiate
\tTransited Services:\t-
\tPackage Name (NTLM only):\t-
\tKey Length:\t\t0

This event is generated when a logon session is created; it says, "on the computer that was accessed"."""

SIGNED_IN_JA = """アカウントが正常にログオンしました。

サブジェクト:
\tセキュリティ ID:\t\tS-1-5-18
\tアカウント名:\t\tSRV-01$
\tアカウント ドメイン:\t\tCORP
\tログオン ID:\t\t0x3E7

ログオン情報:
\tログオン タイプ:\t\t10
\t制限付き管理モード:\tいいえ
\t仮想アカウント:\t\tいいえ
\t昇格されたトークン:\t\tはい

偽装レベル:\t\t偽装

新しいログオン:
\tセキュリティ ID:\t\tS-1-5-21-1-2-3-1104
\tアカウント名:\t\t{account}
\tアカウント ドメイン:\t\tCORP
\tログオン ID:\t\t0x8DCDC
\tリンクされたログオン ID:\t\t0x0
\tネットワーク アカウント名:\t-
\tネットワーク アカウント ドメイン:\t-
\tログオン GUID:\t\t{{00000000-0000-0000-0000-000000000000}}

プロセス情報:
\tプロセス ID:\t\t0x44c
\tプロセス名:\t\tC:\\Windows\\System32\\svchost.exe

ネットワーク情報:
\tワークステーション名:\t{terminal}
\tソース ネットワーク アドレス:\t192.0.2.42
\tソース ポート:\t\t0

詳細な認証情報:
\tログオン プロセス:\t\tUser32;
\t認証パッケージ:\tNegotiate
\t移行されたサービス:\t-
\tパッケージ名 (NTLM のみ):\t-
\tキーの長さ:\t\t0

このイベントは、ログオン セッションの作成時に、アクセスされたコンピューターで生成されます。"""

#: The rest of the columns that Get-EventLog writes beside those below.
_EVENT_LOG = ("Category", "EntryType", "Source", "TimeWritten", "UserName")


def powershell(text: str, *, count: int = 3, typed: bool = False) -> bytes:
    """What Get-WinEvent | Select-Object … | Export-Csv writes."""
    rows = [
        [
            f"2026-07-01T09:{n // 60:02}:{n % 60:02}.1234567+09:00",
            "4624",
            "SRV-01.corp.example",
            str(100 + n),
            text,
        ]
        for n in range(count)
    ]
    head = "#TYPE Selected.System.Diagnostics.Eventing.Reader.EventLogRecord\r\n" if typed else ""
    return (
        "\ufeff" + head + _quoted(["TimeCreated", "Id", "MachineName", "RecordId", "Message"], rows)
    ).encode()


def event_log(text: str, *, count: int = 3) -> bytes:
    """What Get-EventLog Security | Export-Csv writes."""
    rows = [
        [
            "4624",
            "SRV-01",
            str(100 + n),
            text,
            "4624",
            f"2026/07/01 9:0{n}:00",
            *("x" for _ in _EVENT_LOG),
        ]
        for n in range(count)
    ]
    names = [
        "EventID",
        "MachineName",
        "Index",
        "Message",
        "InstanceId",
        "TimeGenerated",
        *_EVENT_LOG,
    ]
    return _quoted(names, rows).encode()


def _quoted(names: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([names, *rows])
    return out.getvalue()
