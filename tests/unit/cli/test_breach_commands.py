"""The commands about an incident, as they are run."""

from __future__ import annotations

import io
import json
import re
import stat
import sys
from pathlib import Path

import pytest

from itakusaki.cli.terminal import WIDE
from itakusaki.files.folding import plain
from support.cli import itakusaki
from support.sample import ROOT, SAMPLE

SHEET = SAMPLE / "breach/facts_P14.yaml"
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def test_the_sample_sheet_has_a_clock() -> None:
    said = itakusaki("breach", "clock", SHEET)
    assert said.code == 0
    assert "about 2026-11-25 (Wed) to 2026-11-27 (Fri) (day 3 to 5)" in said.out
    assert "by 2027-01-21 (Thu) (60 days)" in said.out
    assert "done on day 4" in said.out
    assert "Freed of report and notice to the persons" in said.out
    assert "no legal advice" in said.out


def test_the_sample_sheet_has_a_triage() -> None:
    said = itakusaki("breach", "triage", SHEET, lang="ja")
    assert said.code == 0
    assert "→ 虹ヶ浦通販株式会社: 報告が必要" in said.out
    assert "→ 潮騒台コールセンター株式会社: この事実では報告不要" in said.out
    assert "（令和7年6月一部改正、2025-09-24時点）" in said.out
    assert "要確認" in said.out
    assert "法的助言ではありません" in said.out


def test_languages_are_not_mixed(tmp_path: Path) -> None:
    sheet = tmp_path / "facts.yaml"
    sheet.write_text("parties: [{name: Minato}]\nknowing: [{party: Minato, at: 2026-11-20}]\n")
    for command in ("clock", "triage"):
        said = itakusaki("breach", command, sheet)
        assert said.code == 0
        assert not JAPANESE.search(said.out.replace("要確認", "")), JAPANESE.findall(said.out)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_clock_is_readable_in_80_columns(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itakusaki.cli.terminal.WIDE", 80)
    said = itakusaki("breach", "clock", SHEET, lang=lang)
    rows = [line for line in said.out.splitlines() if line[:1] in "┏┃│└"]
    assert rows
    assert WIDE > 80
    assert all(_columns(row) <= 80 for row in rows)
    assert "…" not in said.out


def _columns(line: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line)


def test_json_holds_ids_and_days() -> None:
    clock = json.loads(itakusaki("breach", "clock", SHEET, "--json").out)
    assert [one["outcome"] for one in clock["parties"]] == ["must_report", "none"]
    triage = json.loads(itakusaki("breach", "triage", SHEET, "--json").out)
    steps = [step["step"] for step in triage["parties"][0]["steps"]]
    assert steps[0] == "law"
    assert steps[-1] == "outcome"


def test_one_form_of_output_at_a_time() -> None:
    assert itakusaki("breach", "clock", SHEET, "--json", "--ics").code == 2


def test_a_sheet_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    sheet = tmp_path / "facts.yaml"
    sheet.write_text("foo: 1\nleak: maybe\nparties: [{name: A}]\n", encoding="utf-8")
    said = itakusaki("breach", "clock", sheet)
    assert said.code == 3
    assert said.out == ""
    assert "facts.yaml, line 1: unknown key foo" in said.err
    assert "facts.yaml, line 2: “maybe” is none of the answers to leak" in said.err


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
def test_a_blank_sheet_is_never_written_over(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = itakusaki("breach", "facts", "make", "--format", form)
    assert (said.code, said.out.strip()) == (0, f"facts.{form}")
    assert itakusaki("breach", "facts", "make", "--format", form).code == 2
    assert itakusaki("breach", "facts", "make", "--format", form, "--force").code == 0


def test_a_workspace_lends_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text(
        'client = "みなと商会"\nround = "2026Q4"\nas_of = 2026-12-31\n', encoding="utf-8"
    )
    own = tmp_path / "checklists/breach"
    own.mkdir(parents=True)
    (own / "ours.yaml").write_text(
        "values:\n"
        "  - id: notice_last_day\n"
        "    title: {ja: 当社の契約, en: Our contracts}\n"
        "    dated:\n"
        "      - from: '2022-04-01'\n"
        "        value: 2\n"
        "        basis: [{instrument: guideline-general, section: 3-5-3-5, strength: guide, tag: P}]\n",
        encoding="utf-8",
    )
    assert itakusaki("lint", tmp_path).code == 0
    sheet = tmp_path / "facts.yaml"
    sheet.write_bytes(SHEET.read_bytes())
    data = json.loads(itakusaki("breach", "clock", sheet, "--json").out)
    notice = data["parties"][1]["due"][0]
    assert (notice["what"], notice["last"], notice["late_by"]) == (
        "notice_to_client",
        "2026-11-21",
        2,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps: [{id: x}]", "missing field"),
        (
            (
                "notes:\n  - {id: n, when: {leek: [yes]}, says: {ja: あ, en: a},"
                " basis: [{instrument: appi, article: '26', strength: must, tag: P}]}"
            ),
            "",
        ),
        (
            (
                "notes:\n  - {id: n, when: {leek: ['yes']}, says: {ja: あ, en: a},"
                " basis: [{instrument: appi, article: '26', strength: must, tag: P}]}"
            ),
            "leek is no fact of facts.yaml and no step before this one",
        ),
        (
            (
                "notes:\n  - {id: n, when: {leak: ['maybe']}, says: {ja: あ, en: a},"
                " basis: [{instrument: appl, article: '26', strength: must, tag: P}]}"
            ),
            "unknown instrument appl",
        ),
    ],
)
def test_lint_names_what_is_wrong_with_breach_rules(text: str, said: str, tmp_path: Path) -> None:
    own = tmp_path / "breach"
    own.mkdir()
    (own / "ours.yaml").write_text(text, encoding="utf-8")
    found = itakusaki("lint", tmp_path)
    assert found.code == 1
    assert said in found.out + found.err


@pytest.mark.slow
def test_a_triage_begins_from_what_an_audit_found(tmp_path: Path) -> None:
    sheet, begun = tmp_path / "begun.yaml", ("breach", "triage", "--from", "p14")
    said = itakusaki(*begun, "--workspace", SAMPLE, "--json", "--save", sheet)
    assert said.code == 0
    again = itakusaki("breach", "triage", sheet, "--json")
    outcomes = [
        [(one["party"], one["outcome"]) for one in json.loads(told.out)["parties"]]
        for told in (said, again)
    ]
    assert outcomes[0] == outcomes[1]
    if sys.platform != "win32":
        assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    found = json.loads(said.out)
    client, processor = found["parties"]
    assert processor["party"] == "潮騒台コールセンター株式会社"
    results = {step["step"]: step["result"] for step in processor["steps"]}
    assert results["leak-happened"] == "suspected"
    assert results["situation-1"] == "no"  # the ledger says that there are no sensitive data
    assert results["situation-3"] == "open"  # which situation it is, a person decides
    assert results["situation-4"] == "yes"
    assert {"wrongful_purpose", "acted", "data_kind"} <= set(processor["questions"])
    assert client["outcome"] == processor["outcome"] == "must_report"


def test_a_sheet_and_a_finding_are_not_named_together() -> None:
    assert itakusaki("breach", "triage", SHEET, "--from", "P14").code == 2


def test_facts_are_asked_one_by_one_where_there_is_no_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = ["Minato", "1", "", "1", "1", ""]  # one party, alone with the data, it happened here
    answers += ["Minato", "desk", "2026-11-20 18:40", "", ""]  # when it knew; nothing done
    answers += ["A letter", "2026-11-21", ""]  # subject, moment of the facts, day it happened
    answers += ["1", "2", "1"]  # data, no My Number, sensitive
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n" * 40))
    said = itakusaki("breach", "triage")
    assert said.code == 0
    assert "A letter: triage as of 2026-11-21" in said.out
    assert "→ Minato: Must report" in said.out
    assert "Sensitive data are among them. One person is enough." in said.out


def test_what_was_answered_can_be_saved_and_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Even where it cannot all be true: it is mended in the sheet, not answered again."""
    sheet = tmp_path / "facts.yaml"
    answers = ['Minato: "call" #1', "1", "", "1", "1", ""]
    answers += ['Minato: "call" #1', "desk", "2026-11-20 18:40", "", ""]
    answers += ["A letter", "2026-11-19", ""]  # before anybody knew
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n" * 60))
    asked = itakusaki("breach", "triage", "--save", sheet)
    assert asked.code == 3
    assert "2026-11-19" in sheet.read_text(encoding="utf-8")
    mended = sheet.read_text(encoding="utf-8").replace("2026-11-19", "2026-11-21")
    sheet.write_text(mended, encoding="utf-8")
    said = itakusaki("breach", "clock", sheet)
    assert said.code == 0, said.err
    assert 'Minato: "call" #1: ' in said.out
    assert "Knew at 2026-11-20 18:40" in said.out
    assert "Next: itakusaki breach triage" in said.err.replace("\n", " ")
    assert itakusaki("breach", "triage", "--save", sheet).code == 2
    assert itakusaki("breach", "triage", sheet, "--save", tmp_path / "b.yaml").code == 2


def test_the_pages_say_the_same_in_both_languages() -> None:
    english, japanese = (
        (ROOT / "docs" / f"breach{end}.md").read_text("utf-8") for end in ("", ".ja")
    )
    for pattern in (r"`itakusaki breach [^`]+`", r"`[a-z_]+(?:\.yaml)?`", r"`--[a-z]+"):
        found = [sorted(set(re.findall(pattern, text))) for text in (english, japanese)]
        assert found[0]
        assert found[0] == found[1]
    assert english.count("\n## ") == japanese.count("\n## ")
    assert english.count("\n| ") == japanese.count("\n| ")
    assert plain("itakusaki breach clock") in english
