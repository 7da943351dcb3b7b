"""A question that a certificate leaves out is missed in no reply."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from itakusaki.model.issue import DataIssue
from support.workspaces import AOBA, Workspace, ledger, reply

AS_OF = date(2026, 11, 30)
HEADINGS = (
    "契約番号", "委託先コード", "委託先名", "階層", "取得認証", "認証の適用範囲", "認証の有効期限",
    "認証による設問の省略",
)  # fmt: skip
ASKED = ("TEC-01", "TEC-02", "PHY-02", "PHY-03", "ORG-06")


def missing(root: Path, relied: str) -> list[DataIssue]:
    row = ["K-1", "P001", AOBA[2], 1, "ISMS", "全社", "2027-06-30", relied]
    space = Workspace(root, asked=ASKED).contract(ledger(row, headings=HEADINGS))
    space.reply(reply(["TEC-02", "q", "○"]))
    issues = space.read(as_of=AS_OF).dossier.issues
    return [issue for issue in issues if issue.code == "controls_missing"]


def counts(issues: list[DataIssue]) -> list[object]:
    return [dict(issue.says.values)["count"] for issue in issues]


def test_only_what_was_asked_is_missing(tmp_path: Path) -> None:
    assert counts(missing(tmp_path / "relied", "はい")) == [1]
    assert counts(missing(tmp_path / "not", "いいえ")) == [4]
