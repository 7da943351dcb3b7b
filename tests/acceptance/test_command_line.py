"""The commands as a person types them: what they print, write and leave as exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import itakusaki

GOOD = 'client = "Harbour"\nround = "2026Q4"\nas_of = 2026-12-31\nlanguage = "en"\n'


@pytest.fixture(scope="module")
def papers(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample without what was handed in as evidence: the logs take most of a run."""
    folder = tmp_path_factory.mktemp("papers") / "sample_data"
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("evidence"))
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "itakusaki.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_a_workspace_is_made_and_questionnaires_from_its_ledger(tmp_path: Path) -> None:
    folder = tmp_path / "my-audit"
    made = itakusaki(
        "init", folder, "--client", "港 商事", "--round", "2026Q4", "--as-of", "2026-12-31"
    )
    assert (made.code, (folder / "contracts").is_dir()) == (0, True)
    assert itakusaki("contract", "make", folder).code == 0
    assert (folder / "contracts/ledger.xlsx").stat().st_size > 5000
    blank = itakusaki("questionnaire", "make", folder)
    assert (blank.code, len(blank.out.splitlines())) == (0, 1)


def test_a_workbook_that_is_there_is_not_written_over(empty: Path) -> None:
    assert itakusaki("contract", "make", empty).code == 0
    before = (empty / "contracts/ledger.xlsx").read_bytes()
    again = itakusaki("contract", "make", empty)
    assert (again.code, "was left as it is" in again.err) == (0, True)
    blank = itakusaki("contract", "make", empty, "--blank")
    assert (blank.code, "exists already" in blank.err) == (2, True)
    assert (empty / "contracts/ledger.xlsx").read_bytes() == before


def test_a_folder_with_nothing_in_it_is_bad_input(empty: Path) -> None:
    said = itakusaki("audit", empty)
    assert said.code == 3
    assert "Nothing could be audited" in said.err


def test_a_folder_that_is_no_workspace_is_wrong_use(tmp_path: Path) -> None:
    said = itakusaki("audit", tmp_path)
    assert (said.code, "itakusaki.toml" in said.err) == (2, True)


@pytest.mark.slow
def test_an_unknown_processor_is_answered_with_the_known_ones(papers: Path) -> None:
    said = itakusaki("explain", "P99", "TEC-02", papers)
    assert said.code == 2
    assert "P01" in said.err


@pytest.mark.slow
def test_explain_goes_from_the_cell_to_the_law(papers: Path) -> None:
    said = itakusaki("explain", "P02", "TEC-02", papers, lang="ja")
    assert said.code == 0
    assert "TEC-02" in said.out
    assert ".xlsx" in said.out
    assert "10-6(2)" in said.out


def test_the_checklist_is_listed_shown_and_checked() -> None:
    assert len(itakusaki("checklist", "list").out.splitlines()) >= 109
    shown = itakusaki("checklist", "show", "TEC-02", lang="ja")
    assert "管理者アカウント" in shown.out
    assert itakusaki("checklist", "show", "TEC-99").code == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv", "md", "json"])
def test_the_checklist_is_exported(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"controls.{ending}"
    assert itakusaki("checklist", "export", file).code == 0
    assert file.stat().st_size > 50_000
    assert itakusaki("checklist", "export", file).code == 2


@pytest.mark.parametrize("command", [("lint",), ("checklist", "lint")], ids=" ".join)
def test_mistakes_in_own_checklists_are_named_by_line(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "TEC.yaml").write_text(
        "domain: TEC\ntitle: {ja: 技術, en: Technical}\ncontrols:\n"
        "  - id: TEC-02\n    severity: grave\n  - id: TEC-03\n    cases: [F99]\n",
        encoding="utf-8",
    )
    said = itakusaki(*command, tmp_path)
    assert said.code == 1
    assert "TEC.yaml, line 5" in said.out


def test_help_is_in_the_language_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "itakusaki", "--lang", "ja", "audit", "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "使い方" in done.stdout
    assert "Show this message" not in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(shell: str) -> None:
    said = itakusaki("completion", shell)
    assert "_ITAKUSAKI_COMPLETE" in said.out


@pytest.mark.slow
def test_a_summary_can_be_had_as_json(papers: Path) -> None:
    said = itakusaki("audit", papers, "--json", "--quiet", "--fail-on", "unacceptable")
    summary = json.loads(said.out)
    assert said.code == 1
    assert {"P01", "P02"} <= {entry["id"] for entry in summary["processors"]}
    assert said.err == ""
