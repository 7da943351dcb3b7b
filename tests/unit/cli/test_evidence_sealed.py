"""`itakusaki evidence check` tells of a sealed matter only where the person responsible asks for it."""

from __future__ import annotations

import json
import re
import stat
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mutations.made import planted_files
from support.cli import itakusaki
from support.workspaces import AOBA, ROUND, YES, a_workspace, reply

pytestmark = pytest.mark.slow  # exports are read and tested by an engine

CODE = str(AOBA[1])
#: Accounts, terminals and media that tell of the story, and any time of a line.
TOLD = re.compile(r"\bmt-1\b|\bs9\b|2026-03-\d\d \d\d:\d\d|[ATS]-[0-9a-f]{10}")
STORY, OTHER = "download-then-media", "media-write-when-blocked"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client's workspace in which a party's logs show a download and then a write to a medium."""
    root = tmp_path_factory.mktemp("client")
    rows = (YES, ("TEC-02", "設問", "たぶん"), ("BRC-03", "設問", "×"))
    counts = (("BRC-03.incidents", "件数", 3), ("BRC-03.notices_sent", "件数", 1))
    a_workspace(root).reply(reply(*rows, *counts), "a.xlsx")
    folder = root / "evidence" / ROUND / CODE
    folder.mkdir(parents=True)
    for name, body in planted_files().items():
        if name.startswith(
            ("ダウンロード", "外部媒体", "端末台帳")
        ):  # few tests can be made: quick
            (folder / name).write_bytes(body)
    text = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\n'
    (root / "itakusaki.toml").write_text(text, encoding="utf-8")
    return root


def test_nothing_of_it_is_told_unasked_but_by_the_exit_code_asked_for(
    root: Path, tmp_path: Path
) -> None:
    argv = ("--test", OTHER, "--fail-on", "contradiction")
    hits = tmp_path / "hits.xlsx"
    done = itakusaki(
        "evidence", "check", root, *argv, "--show-identifiers", "--hits", hits, "--json"
    )
    assert (done.code, json.loads(done.out)) == (1, [{"processor": CODE, "sealed": True}])
    assert "sealed matter" in done.err
    cells = [str(c) for sheet in load_workbook(hits) for row in sheet.values for c in row]
    assert TOLD.search(done.out + done.err + " ".join(cells)) is None


def test_whoever_asks_is_told_for_whom_it_is_and_hits_are_private(
    root: Path, tmp_path: Path
) -> None:
    hits = tmp_path / "of-all.xlsx"
    argv = ("--test", STORY, "--sealed", "--hits", hits)
    done = itakusaki("evidence", "check", root, *argv)
    (path,) = (root / "reports" / ROUND / "sealed").iterdir()
    index, *sheets = load_workbook(path)
    assert "for the person responsible only" in done.out.replace("\n", " ")
    assert "download-then-media" in done.out
    assert "for the person responsible only" in str(index["A1"].value)
    assert len(sheets) == 1
    assert len(load_workbook(hits).worksheets) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_where_the_logs_are_ones_own_it_is_only_said_what_they_may_be(root: Path) -> None:
    folder = root / "evidence" / ROUND / CODE
    done = itakusaki("evidence", "check", folder, "--test", STORY)
    assert "download-then-media" in done.out
    assert "may be a leak" in done.err


def test_what_goes_back_to_the_company_for_correction_holds_nothing_of_it(
    root: Path, tmp_path: Path
) -> None:
    done = itakusaki("intake", "check", root, "--corrections", "--out", tmp_path / "back")
    books = sorted((tmp_path / "back").iterdir())
    told = [str(c) for b in books for s in load_workbook(b) for row in s.values for c in row if c]
    assert any("TEC-02" in text or "たぶん" in text for text in told)
    assert not any("BRC-03" in text or "ダウンロード" in text for text in told)
    assert TOLD.search(" ".join(told) + done.out + done.err) is None


def test_a_replay_of_sealed_logs_says_no_more_than_that_there_is_a_matter(
    root: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "replay.svg"
    argv = ("evidence", "replay", root, "--test", OTHER, "--out", picture)
    done = itakusaki(*argv)
    assert done.code == 0
    assert done.out.strip().endswith("There is a sealed matter. Please ask the person responsible.")
    assert re.search(r"20\d\dQ\d", done.out + done.err) is None
    assert not picture.exists()
    shown = itakusaki(*argv, "--sealed")
    kept = root / "reports" / ROUND / "sealed" / picture.name
    assert "for the person responsible only" in shown.out.replace("\n", " ")
    assert OTHER in shown.out
    assert not picture.exists()
    assert kept.read_bytes().startswith(b"<svg")
    assert itakusaki(*argv, "--sealed").code != 0
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    itakusaki(*argv, "--sealed", "--force")
    kept.unlink()


def test_a_replay_of_one_s_own_logs_is_shown(root: Path) -> None:
    folder = root / "evidence" / ROUND / CODE
    assert OTHER in itakusaki("evidence", "replay", folder, "--test", OTHER).out
