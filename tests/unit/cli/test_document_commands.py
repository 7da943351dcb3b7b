"""`document` and `audit --documents`: which files lie where, and that no edit is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from itakusaki.report.documents.kinds import KINDS_OF_DOCUMENTS
from support.cli import itakusaki
from support.workspaces import AOBA, a_workspace, ledger, reply

TITLES = {"経営報告", "調査票のご回答について_お願い", "監査調書", "委託先点検の総括報告"}


def test_the_kinds_are_listed_a_line_each_and_as_json() -> None:
    lines = itakusaki("document", "list", lang="ja").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(KINDS_OF_DOCUMENTS)
    found = json.loads(itakusaki("document", "list", "--json").out)
    assert {one["id"]: one["reader"] for one in found}["inquiry-letter"] == "processor"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("space")
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    (root / "contracts" / "ledger.xlsx").write_bytes(ledger(AOBA))
    (root / "questionnaires" / "2026Q4").mkdir(exist_ok=True)
    (root / "questionnaires" / "2026Q4" / "a.xlsx").write_bytes(reply(("TEC-01", "設問", "○")))
    return root


def test_a_kind_that_there_is_not_is_refused_before_anything_is_read(space: Path) -> None:
    said = itakusaki("document", "make", "letter", space)
    assert said.code == 2
    assert "inquiry-letter" in said.err
    assert "reading" not in said.err


@pytest.mark.slow
def test_documents_are_written_once_and_what_a_person_changed_is_kept(space: Path) -> None:
    argv = ("document", "make", "all", space, "--format", "md")
    made = itakusaki(*argv, lang="ja")
    assert made.code == 0
    files = [Path(line) for line in made.out.splitlines()]
    assert {file.parent for file in files} == {space / "documents" / "2026Q4"}
    assert {file.name.split("_2026Q4")[0] for file in files} >= TITLES
    assert itakusaki(*argv, lang="ja").code == 2

    files[0].write_text("edited", encoding="utf-8")
    again = itakusaki(*argv, "--force", lang="ja")
    assert again.code == 0
    assert [path.read_text("utf-8") for path in space.glob("kept/*/documents/**/*.md")] == [
        "edited"
    ]


@pytest.mark.slow
def test_an_audit_writes_those_of_the_role_among_its_reports(space: Path) -> None:
    said = itakusaki("audit", space, "--format", "json", "--documents", "md", lang="ja")
    assert said.code == 0
    names = {p.name.split("_2026Q4")[0] for p in (space / "reports/2026Q4/documents").iterdir()}
    assert names >= TITLES
    # An unknown processor is named, and a kind without anything to say writes nothing.
    wrong = itakusaki("document", "make", "reminder", space, "--processor", "P9")
    assert (wrong.code, "P001" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    "command", [("document", "make", "opinion"), ("audit",), ("round", "close")]
)
def test_a_format_that_is_not_installed_is_refused_before_anything_is_read(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_workspace(tmp_path).contract(ledger(AOBA))
    text = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\nlanguage = "en"\n'
    (tmp_path / "itakusaki.toml").write_text(text, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "typst", None)
    if command[0] == "round":
        assert itakusaki("round", "open", "2026Q4", tmp_path).code == 0
    option = "--format" if command[0] == "document" else "--documents"
    said = itakusaki(*command, tmp_path, option, "pdf")
    assert said.code == 2
    assert "itakusaki[pdf]" in said.err
    if command[0] == "round":
        shown = itakusaki("journal", "show", tmp_path).out
        assert len(shown.splitlines()) == 1, "the round is not closed"
