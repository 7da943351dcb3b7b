"""What a person changed is told on the screen, and what stood in the way of a run is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import itakusaki
from support.workspaces import AOBA, ledger, reply

pytestmark = pytest.mark.slow  # whole audits


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("space")
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    (root / "contracts" / "ledger.xlsx").write_bytes(ledger(AOBA))
    (root / "questionnaires" / "2026Q4").mkdir(exist_ok=True)
    (root / "questionnaires" / "2026Q4" / "a.xlsx").write_bytes(reply(("TEC-01", "設問", "○")))
    return root


def test_what_a_person_changed_and_what_is_open_is_said(space: Path) -> None:
    argv = ("audit", space, "--format", "md", "--format", "xlsx")
    first = itakusaki(*argv, lang="ja")
    assert (first.code, "手で変更" in first.err) == (0, False)
    register = space / "reports" / "2026Q4" / "gap-register.xlsx"
    register.write_bytes(b"with owners and dates")

    again = itakusaki(*argv, lang="ja")

    kept = "gap-register.xlsx は手で変更されていたため、変更されたものを gap-register.kept.xlsx として隣に残しました"
    assert kept in again.err.replace("\n", "")
    assert register.with_name("gap-register.kept.xlsx").read_bytes() == b"with owners and dates"

    register.with_name("~$gap-register.xlsx").write_bytes(b"owner")
    before = register.read_bytes()
    held = itakusaki(*argv, lang="ja")
    assert held.code == 4
    assert "gap-register.xlsx は Excel など他のプログラムで開かれています" in held.err
    assert register.read_bytes() == before
