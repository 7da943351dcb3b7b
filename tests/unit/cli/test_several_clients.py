"""Several clients in one run: each by itself, nothing of one in what is written for another."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Final

import pytest

from itakusaki.model.report_format import FORMATS
from support.cli import Said, itakusaki
from support.unpacked import unpacked
from support.workspaces import ledger, reply

pytestmark = pytest.mark.slow  # whole audits

#: A client and its processor: names, code, number; and a domain that stands in an answer.
CLIENTS: Final = {
    "minato": (
        "みなと生活サービス",
        "MINATO-71",
        "青葉データ株式会社",
        "9234567890123",
        "aoba.example",
    ),
    "kazemi": ("かぜみ信販", "KAZEMI-52", "潮風印刷株式会社", "5000000000012", "shiokaze.example"),
}
EVERY_FORMAT: Final = [f"--format={one}" for one in FORMATS]
#: The working paper.
LONGEST: Final = "監査調書"
DOCUMENTS: Final = [f"--documents={one}" for one in ("docx", "pdf", "md")]


def workspace(root: Path, name: str) -> Path:
    client, code, processor, number, domain = CLIENTS[name]
    folder = root / name
    argv = ("--client", client, "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", folder, *argv, "--role", "consultant", lang="ja").code == 0
    row = (f"K-{code}", code, processor, number, 1, "")
    (folder / "contracts" / "ledger.xlsx").write_bytes(ledger(row))
    answers = folder / "questionnaires" / "2026Q4"
    answers.mkdir(exist_ok=True)
    answer = ("TEC-01", "設問", "○", "", f"log@{domain}", "", f"{domain} で管理")
    (answers / f"{name}.xlsx").write_bytes(reply(answer, name=processor, number=number))
    return folder


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clients")
    for name in CLIENTS:
        workspace(root, name)
    (root / "broken").mkdir()
    copytree(root / "kazemi", root / "alone" / "kazemi")
    return root


@pytest.fixture(scope="module")
def said(both: Path) -> Said:
    folders = [both / name for name in ("minato", "broken", "kazemi")]
    return itakusaki("audit", *folders, *EVERY_FORMAT, *DOCUMENTS, "--json", lang="ja")


def written(folder: Path) -> dict[str, bytes]:
    files = (path for path in (folder / "reports").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_is_audited_and_one_that_cannot_be_holds_up_no_other(both: Path, said: Said) -> None:
    found = json.loads(said.out)["workspaces"]
    assert [Path(one["workspace"]).name for one in found] == ["minato", "broken", "kazemi"]
    assert [one.get("exit_code", 0) for one in found] == [0, 2, 0]
    assert said.code == 2
    assert "itakusaki.toml" in said.err
    codes = [party["id"] for one in found for party in one.get("processors", ())]
    assert codes == ["MINATO-71", "KAZEMI-52"]
    assert not (both / "broken" / "reports").exists()


@pytest.mark.parametrize("name", CLIENTS)
def test_nothing_of_one_client_is_in_the_files_of_another(
    both: Path, said: Said, name: str
) -> None:
    assert said.code == 2
    files = written(both / name)
    assert {Path(file).suffix for file in files} >= {
        ".html",
        ".md",
        ".xlsx",
        ".json",
        ".docx",
        ".pdf",
    }
    # What the longest paper says as PDF it says as a Word file too, which is read in no time.
    searched = {f: c for f, c in files.items() if not (f.endswith(".pdf") and LONGEST in f)}
    assert len(searched) == len(files) - 1
    text = "\n".join(f"{file}\n{unpacked(file, content)}" for file, content in searched.items())
    own = CLIENTS[name]
    assert [word in text for word in own] == [True] * len(own)
    (other,) = set(CLIENTS) - {name}
    assert [word for word in CLIENTS[other] if word in text] == []


def test_a_client_s_files_are_the_same_as_when_it_is_audited_alone(both: Path, said: Said) -> None:
    assert said.code == 2
    alone = both / "alone" / "kazemi"
    assert itakusaki("audit", alone, *EVERY_FORMAT, *DOCUMENTS, lang="ja").code == 0
    assert written(alone) == written(both / "kazemi")


def test_a_workspace_named_twice_is_audited_once(both: Path) -> None:
    broken = both / "broken"
    said = itakusaki("audit", broken, both / "kazemi" / ".." / "broken", "--json")
    assert said.code == 2
    assert said.err.count("itakusaki.toml") == itakusaki("audit", broken).err.count(
        "itakusaki.toml"
    )
    assert said.out == ""
