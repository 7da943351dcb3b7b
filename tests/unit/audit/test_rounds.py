"""A round from its opening to its closing and beyond, by the commands of a vendor manager."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from itakusaki.audit.round_status import MOST
from itakusaki.cli.app import run
from itakusaki.language import translator_for
from itakusaki.model.command_line import command_line
from itakusaki.model.party import Duty
from itakusaki.model.rounds import Origin
from support.cli import Said, itakusaki
from support.databases import KeptIn
from support.small_round import HEADINGS, answers, audited, contents, store_of
from support.workspaces import AOBA, ledger


@pytest.fixture
def space(space: Path, kept_in: KeptIn) -> Path:
    """The small round, on each database."""
    return kept_in(space)


def done(*argv: object, code: int = 0, lang: str = "en") -> Said:
    said = itakusaki(*argv, lang=lang)
    assert said.code == code, said.err + said.out
    return said


def state(space: Path, *more: str) -> str:
    said = itakusaki("round", "status", space, "--json", *more)
    (party,) = json.loads(said.out)["parties"]
    assert said.code == (party["state"] == "late")
    return str(party["state"])


def steps(space: Path, *more: str) -> list[str]:
    said = done("round", "next", space, *more)
    return said.out.splitlines()


def test_a_round_is_followed_from_its_opening_to_its_closing(space: Path) -> None:
    reply = space / "questionnaires" / "2026Q4" / "a.xlsx"
    aside = Path(shutil.move(reply, space / "aside.xlsx"))
    command = command_line("round", "open", "2026Q4", space)
    assert steps(space) == [f"1. Open the round: {command}"]

    opened = done("round", "open", "2026Q4", space)
    assert "risk tier high (120,000 persons, 100,000 or more): every 3 months" in opened.out
    assert "1 of 1 are due" in opened.err
    assert state(space, "--on", "2026-11-01") == "to_send"
    assert "questionnaire make" in steps(space, "--on", "2026-11-01")[0]

    made = done("questionnaire", "make", space, "--due")
    assert "調査票" not in made.out
    assert "questionnaire_2026Q4_P001" in made.out
    assert state(space, "--on", "2026-12-15") == "sent"
    assert state(space, "--on", "2026-12-16") == "late"
    shown = done("round", "status", space, "--on", "2026-12-16", code=1, lang="ja").out
    assert "desk@aoba.example" in shown
    assert "期限切れ" in shown
    assert "Chase 1" in steps(space, "--on", "2026-12-16")[0]

    shutil.move(aside, reply)
    assert state(space) == "received"
    assert "Audit what came in from 1: P001" in steps(space)[0]
    audited(space)
    assert state(space) == "audited"
    assert "round close" in steps(space)[0]
    answers(space, "")
    assert state(space, "--on", "2026-12-01") == "incomplete"
    assert state(space, "--on", "2026-12-16") == "late"
    answers(space, "○", last="おそらく")
    assert state(space, "--on", "2026-12-16") == "incomplete"
    assert "intake check" in steps(space, "--on", "2026-12-16")[0]
    answers(space, "×")
    assert state(space) == "received"

    closed = done("round", "close", space)
    head = store_of(space).entries()[-1].digest
    assert head in closed.err
    report = json.loads((space / "reports/2026Q4/assessment.json").read_text(encoding="utf-8"))
    assert report["closed"] == {"entry": 6, "sha256": head}
    assert head in (space / "reports/2026Q4/index.md").read_text(encoding="utf-8")
    assert "Open the next one: itakusaki round open 2027Q1" in steps(space)[0]
    done("round", "close", space, code=2)
    done("round", "open", "2026Q4", space, code=2)
    following = done("round", "open", "2027Q1", space).err
    assert command_line("questionnaire", "make", space, "--due", "--round", "2027Q1") in following
    assert 'round = "2027Q1" and as_of = 2027-03-31' in following
    command = command_line("round", "next", space, "--round", "2027Q1")
    assert (
        steps(space)[0]
        == f"1. The round 2026Q4 is closed, 2027Q1 is open. Go on with it: {command}"
    )


def test_a_day_for_replies_of_an_earlier_round_makes_nobody_late(space: Path) -> None:
    done("round", "open", "2027Q1", space)
    assert state(space, "--round", "2027Q1", "--on", "2027-02-01") == "to_send"
    assert "Chase" not in " ".join(steps(space, "--round", "2027Q1", "--on", "2027-02-01"))


def test_a_report_of_an_open_round_bears_no_head_and_one_of_a_closed_round_keeps_it(
    space: Path,
) -> None:
    done("round", "open", "2026Q4", space)
    audited(space)
    page = space / "reports" / "2026Q4" / "assessment.json"
    assert "closed" not in json.loads(page.read_bytes())
    done("round", "close", space)
    closed = json.loads(page.read_bytes())["closed"]

    assert "nothing was added" in audited(space).err
    assert json.loads(page.read_bytes())["closed"] == closed
    answers(space, "×")
    assert "kept as a correction" in audited(space).err
    assert json.loads(page.read_bytes())["closed"] == closed
    assert done("journal", "verify", space, "--head", closed["sha256"]).code == 0
    argv = ("document", "make", "portfolio-report", space, "--format", "md", "--lang", "ja")
    (page,) = done(*argv).out.split()
    assert closed["sha256"] in Path(page).read_text(encoding="utf-8")


def test_rounds_are_compared_with_a_bridge_that_adds_up(space: Path) -> None:
    done("round", "open", "2026Q3", space)
    answers(space, "×", round_="2026Q3")
    audited(space, "--round", "2026Q3")
    done("round", "open", "2026Q4", space)
    audited(space, "--format", "md", "--lang", "ja")

    found = json.loads(done("round", "compare", "2026Q3", "2026Q4", space, "--json").out)
    own = next(p for p in found["parties"] if (p["processor"], p["side"]) == ("P001", "processor"))
    bridge = own["declared"]
    assert (bridge["before"], bridge["after"]) == (0.0, 100.0)
    assert bridge["parts"] == {"answers": 100.0}
    assert own["counts"]["improved"] == len(own["controls"]) == 4
    said = done("round", "compare", "2026Q3", "2026Q4", space, lang="ja").out
    assert "改善 4" in said
    assert "0.0 → 100.0 (+100.0) = 回答 +100.0" in said
    (page,) = (space / "reports/2026Q4/processors").glob("P001*.md")
    assert "2026Q3：格付け不適合（要是正）" in page.read_text(encoding="utf-8")
    done("round", "compare", "2026Q3", "2031Q1", space, code=2)

    way = json.loads(done("round", "trend", space, "--json").out)
    assert way["rounds"] == ["2026Q3", "2026Q4"]
    party = way["parties"][0]
    assert party["processor"] == "P001"
    assert [one["declared"] for one in party["rounds"]] == [0.0, 100.0]
    shown = done("round", "trend", space, lang="ja").out
    assert "2026Q3 不適合（要是正） 0.0 → 2026Q4" in shown


def test_what_was_open_last_time_is_looked_at_again(space: Path) -> None:
    done("round", "open", "2026Q3", space)
    answers(space, "×", round_="2026Q3")
    audited(space, "--round", "2026Q3")
    said = done("round", "open", "2026Q4", space).out
    assert "last looked at on 2026-09-30, so due by 2026-12-30" in said
    assert "mandatory controls open in 2026Q3: TEC-02" in said


def test_an_earlier_round_is_taken_in_from_its_workbooks_or_its_report(
    space: Path, tmp_path: Path
) -> None:
    answers(space, "×", round_="2026Q3")
    audited(space, "--round", "2026Q3", "--no-store")
    report = shutil.copy(space / "reports" / "2026Q3" / "assessment.json", tmp_path / "old.json")
    done("round", "import", "2026Q3", space, "--report", report)
    (by_report,) = store_of(space).kept()
    assert by_report.origin is Origin.REPORT
    done("round", "import", "2026Q3", space)
    by_report, by_books = store_of(space).kept()
    assert by_books.origin is Origin.WORKBOOKS

    lines = [store_of(space).lines(head).parties for head in (by_report, by_books)]
    assert [one.processor for one in lines[0]] == [one.processor for one in lines[1]]
    assert lines[0] == lines[1]
    again = json.loads(done("round", "compare", "2026Q3", "2026Q3", space, "--json").out)
    assert {kind for kind, count in again["counts"].items() if count} == {"unchanged"}
    assert store_of(space).assessment(by_report) is None
    done("round", "import", "2026Q4", space, "--report", report, code=2)
    Path(report).write_text('{"format": "itakusaki/assessment/1", "round": "2026Q3"}')
    done("round", "import", "2026Q3", space, "--report", report, code=2)
    assert store_of(space).verify().fault is None


@pytest.mark.parametrize(
    "argv",
    [
        ("open", "2027Q1"),
        ("close",),
        ("import", "2026Q4"),
        ("erase", "2019Q1"),
    ],
)
def test_a_rehearsal_leaves_the_store_as_it_is(space: Path, argv: tuple[str, ...]) -> None:
    done("round", "open", "2026Q4", space)
    done("round", "open", "2019Q1", space)
    before = contents(space)
    said = done("round", argv[0], *argv[1:], space, "--dry-run")
    assert store_of(space).name in said.err.replace("\n", "")
    assert contents(space) == before
    assert not list((space / "reports").glob("*"))
    shutil.rmtree(space / "reports", ignore_errors=True)


def test_what_would_be_is_never_said_to_be_done(space: Path) -> None:
    done("round", "open", "2019Q1", space)
    opened = done("round", "open", "2026Q4", space, "--dry-run").err
    assert "Round 2026Q4 would be opened: 1 of 1 are due." in opened
    assert "would be added to: " in opened
    assert "nothing was written; 1 file would have been" in opened
    assert "is open" not in opened
    assert "Next" not in opened
    done("round", "open", "2026Q4", space)
    closed = done("round", "close", space, "--dry-run").err
    for planned in ("To be kept as", "Round 2026Q4 would be closed", "Reports would go to"):
        assert planned in closed
    assert "Kept as" not in closed
    imported = done("round", "import", "2026Q4", space, "--dry-run").err
    assert "To be kept as assessment 1 of round 2026Q4, entry 3." in imported
    erased = done("round", "erase", "2019Q1", space, "--dry-run").err
    assert "To be erased: 0 assessments of round 2019Q1" in erased
    audit = itakusaki("audit", space, "--format", "json", "--dry-run").err
    for planned in ("To be kept as", "Findings that there would be: ", "Reports would go to"):
        assert planned in audit
    for done_ in ("Kept as", "Findings:", "Reports:", "Next"):
        assert done_ not in audit


def test_a_rehearsal_names_only_the_reports_that_would_change(space: Path) -> None:
    audited(space)
    said = itakusaki("audit", space, "--format", "json", "--no-store", "--dry-run").err
    assert "written over" not in said
    assert "would be new" not in said
    answers(space, "×")
    said = itakusaki("audit", space, "--format", "json", "--no-store", "--dry-run").err
    assert "would be written over: " in said


def test_an_opening_tells_of_days_to_reply_that_are_of_an_earlier_round(space: Path) -> None:
    done("round", "open", "2026Q4", space)
    audited(space)
    said = done("round", "open", "2027Q1", space).err
    assert "The ledger's days by which P001 should reply lie before the round 2027Q1 begins" in said
    assert "before the round" not in done("round", "next", space).err


def test_next_tells_of_a_following_round_that_is_open_as_well(space: Path) -> None:
    done("round", "open", "2026Q4", space)
    assert not any("is open as well" in line for line in steps(space))
    done("round", "open", "2027Q1", space)
    told = [line for line in steps(space) if "2027Q1 is open as well" in line]
    assert len(told) == 1
    assert "--round 2027Q1" in told[0]


def not_due_in_2027q1(space: Path) -> None:
    """A party of low risk that answered in 2026Q4, and the next round, opened without it."""
    few = ledger((*AOBA, 500, "2026年12月15日", "desk@aoba.example"), headings=HEADINGS)
    (space / "contracts" / "ledger.xlsx").write_bytes(few)
    answers(space, "○", last="×")
    store_of(space, make=True)
    audited(space)
    settings = space / "itakusaki.toml"
    text = settings.read_text("utf-8").replace("2026Q4", "2027Q1")
    settings.write_text(text.replace("2026-12-31", "2027-03-31"), "utf-8")
    assert "0 of 1 are due" in done("round", "open", "2027Q1", space).err
    (space / "questionnaires" / "2027Q1").mkdir()


def judged_2027q1(space: Path) -> tuple[str, set[str]]:
    """The party's rating, and the codes of what is said of it."""
    audited(space)
    told = json.loads((space / "reports/2027Q1/assessment.json").read_bytes())
    (party,) = told["processors"]
    return party["rating"], {one["code"] for one in told["issues"] if one["processor"] == "P001"}


def test_who_is_not_due_is_not_silent(space: Path) -> None:
    not_due_in_2027q1(space)
    before = {one.id: one for one in store_of(space).findings() if one.side is not Duty.CLIENT}
    assert before
    assert judged_2027q1(space) == ("not_due", {"not_due"})
    assert "P001" not in done("round", "status", space).out
    after = {one.id: one for one in store_of(space).findings() if one.side is not Duty.CLIENT}
    assert after == before
    checked = itakusaki("intake", "check", space).out
    assert "P001 青葉データサービス株式会社: not due this round" in checked.replace("\n", " ")
    made = itakusaki("document", "make", "reminder", space, "--format", "md")
    assert made.out == ""
    compared = done("round", "compare", "2026Q4", "2027Q1", space).out
    assert "Not due in 2027Q1, so there is nothing to compare: P001" in compared
    for lang, says in (
        ("en", "This cycle: not due, so without a rating."),
        ("ja", "今回：点検の対象外（格付けなし）"),
    ):
        done("audit", space, "--format", "md", "--lang", lang)
        (page,) = (space / "reports/2027Q1/processors").glob("*.md")
        text = page.read_text("utf-8")
        assert says in text
        assert "rating Not due" not in text
        assert "Since then" not in text
        assert "前回から：" not in text
    assert "no longer asked 0" in compared
    assert "2027Q2" in done("round", "open", "2027Q2", space).err


def test_who_is_not_due_is_asked_once_a_form_was_made_for_it(space: Path) -> None:
    not_due_in_2027q1(space)
    made = itakusaki("questionnaire", "make", space, "P001")
    assert made.code == 0, made.err
    rating, codes = judged_2027q1(space)
    assert rating == "not_answered"
    assert "no_questionnaire" in codes
    assert "P001" in done("round", "status", space).out


def test_who_is_not_due_and_answers_all_the_same_is_rated(space: Path) -> None:
    not_due_in_2027q1(space)
    answers(space, "○", round_="2027Q1")
    rating, codes = judged_2027q1(space)
    assert rating not in ("not_due", "not_answered")
    assert "not_due" not in codes
    # Who takes part is followed like the others.
    status = json.loads(done("round", "status", space, "--json").out)
    (row,) = [one for one in status["parties"] if one["processor"] == "P001"]
    assert row["state"] == "audited"


def test_a_rehearsed_opening_makes_no_store(file_space: Path) -> None:
    said = done("round", "open", "2026Q4", file_space, "--dry-run")
    assert "P001" in said.out
    assert not (file_space / "itakusaki.db").exists()


def test_a_round_is_erased_once_its_time_has_passed_and_the_chain_holds(space: Path) -> None:
    answers(space, "×", round_="2019Q1")
    done("round", "import", "2019Q1", space)
    audited(space)
    done("round", "erase", "2026Q4", space, code=2)
    for unknown in ("2010Q1", "2031Q1"):
        said = done("round", "erase", unknown, space, code=2).err
        assert f"Nothing of the round {unknown} is kept." in said
        assert "Kept are: 2019Q1, 2026Q4." in said
        assert "round open" not in said
    assert "Erased: 1 assessment of" in done("round", "erase", "2019Q1", space).err
    assert [head.round for head in store_of(space).kept()] == ["2026Q4"]
    assert done("journal", "verify", space).code == 0


def test_next_says_five_lines_at_most(space: Path) -> None:
    done("round", "open", "2026Q4", space)
    assert 1 <= len(steps(space, "--on", "2027-06-01")) <= MOST


@pytest.mark.parametrize("command", ["status", "close"])
def test_without_a_store_it_is_said_what_to_do(file_space: Path, command: str) -> None:
    assert "round open 2026Q4" in done("round", command, file_space, code=2).err


@pytest.mark.parametrize("command", ["status", "close"])
def test_without_a_round_it_is_said_what_to_do(space: Path, command: str) -> None:
    store_of(space, make=True)
    assert "round open 2026Q4" in done("round", command, space, code=2).err


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (("open", "2026Q4", "{}"), "round status {} --round 2026Q4"),
        (("compare", "2026Q3", "2026Q4", "{}"), "round import 2026Q3 {}"),
        (("status", "{}", "--round", "2027Q1"), "round open 2027Q1 {}"),
    ],
)
def test_a_hint_names_the_workspace_as_it_was_named(
    space: Path, argv: tuple[str, ...], hint: str
) -> None:
    done("round", "open", "2026Q4", space)
    told = [part.replace("{}", str(space)) for part in argv]
    wanted = command_line(*(part.replace("{}", str(space)) for part in hint.split()))
    assert done("round", *told, code=2).err.rstrip().endswith(wanted)


def test_a_hint_names_no_workspace_to_whoever_stands_in_it(
    space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("round", "open", "2026Q4", space)
    monkeypatch.chdir(space)
    said = done("round", "compare", "2026Q3", "2026Q4", code=2).err
    assert said.rstrip().endswith("itakusaki round import 2026Q3")


@pytest.mark.parametrize("argv", [("journal", "verify"), ("journal", "show"), ("round", "close")])
def test_that_there_is_no_store_is_said_in_the_language_of_the_workspace(
    file_space: Path, argv: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = file_space / "itakusaki.toml"
    assert 'language = "ja"' in settings.read_text("utf-8")
    assert run([*argv, str(file_space)], translator_for("en")) == 2
    assert "記録庫がありません" in capsys.readouterr().err
