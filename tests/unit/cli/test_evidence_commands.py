"""`itakusaki evidence`: what each command prints, writes and leaves with."""

from __future__ import annotations

import base64
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from itakusaki.exports import read as reading
from itakusaki.exports.match import Match
from support.cli import itakusaki
from support.control_test_bench import shipped
from support.exports_folder import IDENTIFIERS, exports_folder
from support.prose import english_sentences
from support.workspaces import AOBA, ROUND, a_workspace

pytestmark = pytest.mark.slow  # exports are read and tested by an engine

SOME = ("--test", "account-overlap", "--test", "account-without-owner", "--test", "log-cleared")
CODE = AOBA[1]


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return exports_folder(tmp_path / "exports")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    assert itakusaki("evidence", "keygen", path, "--no-passphrase").code == 0
    return path


def _workspace(root: Path, evidence: str = "") -> Path:
    workspace = a_workspace(root)
    exports_folder(root / "evidence" / ROUND / str(CODE))
    text = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\n{evidence}'
    (workspace.root / "itakusaki.toml").write_text(text, encoding="utf-8")
    return root


def _packed(exports: Path, key: Path, out: Path) -> None:
    argv = ("--processor", CODE, "--round", ROUND, "--key", key, "--out", out)
    done = itakusaki("evidence", "pack", exports, *argv)
    assert (done.code, done.out.strip()) == (0, str(out)), done.err
    assert "サインインログ.csv" in done.err


def test_a_folder_of_exports_is_checked(exports: Path) -> None:
    done = itakusaki("evidence", "check", exports, *SOME)
    assert done.code == 0
    assert "account-overlap" in done.out
    assert "サインインログ.csv" in done.out.replace("\n", "")
    assert "not provided" in done.out
    assert "Next:" in done.err
    assert not any(name.casefold() in done.out.casefold() for name in IDENTIFIERS)


def test_japanese_holds_no_english_sentence(exports: Path) -> None:
    done = itakusaki("evidence", "check", exports, *SOME, lang="ja")
    assert "ログ等による再実施の結果" in done.out
    assert "次の操作：" in done.err
    assert english_sentences((done.out + done.err).splitlines()) == []
    told = itakusaki("evidence", "check", exports, *SOME, lang="en")
    assert english_sentences((told.out + told.err).splitlines())


def test_names_are_shown_only_when_asked(exports: Path) -> None:
    assert "kanri-adm" in itakusaki("evidence", "check", exports, "--show-identifiers").out


def test_a_contradiction_ends_with_one_where_asked(exports: Path) -> None:
    assert itakusaki("evidence", "check", exports, *SOME, "--fail-on", "contradiction").code == 1
    clean = ("--test", "log-cleared", "--fail-on", "contradiction", "--quiet")
    done = itakusaki("evidence", "check", exports, *clean)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_results_are_printed_as_json(exports: Path) -> None:
    done = itakusaki("evidence", "check", exports, *SOME, "--json", "--quiet")
    (party,) = json.loads(done.out)
    tests = {test["test"]: test for test in party["examination"]["tests"]}
    assert set(tests) == {"account-overlap", "account-without-owner", "log-cleared"}
    assert party["issues"]


def test_every_hit_goes_into_a_workbook(exports: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "hits.xlsx", tmp_path / "again.xlsx"
    assert itakusaki("evidence", "check", exports, *SOME, "--hits", out).code == 0
    book = load_workbook(out)
    sheet = book[next(name for name in book.sheetnames if "account-overlap" in name)]
    assert sheet.max_row == 3
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not any(name.casefold() in " ".join(told).casefold() for name in IDENTIFIERS)
    itakusaki("evidence", "check", exports, *SOME, "--hits", again)
    assert out.read_bytes() == again.read_bytes()
    assert itakusaki("evidence", "check", exports, *SOME, "--hits", out).code == 2
    assert itakusaki("evidence", "check", exports, "--hits", tmp_path / "hits.csv").code == 2


def test_a_workspace_is_checked_with_its_settings(tmp_path: Path) -> None:
    accounts = '[evidence.parameters]\nservice_accounts = ["kanri-*"]\n'
    done = itakusaki(
        "evidence", "check", _workspace(tmp_path, accounts), *SOME, "--fail-on", "contradiction"
    )
    assert CODE in done.out
    assert "account-overlap" in done.out
    assert " 2 " not in done.out.split("account-overlap")[0].splitlines()[-1]


@pytest.mark.parametrize(
    ("evidence", "named"),
    [
        ("[evidence.parameters]\nmargin_minute = 3\n", "evidence.parameters.margin_minute"),
        ('[evidence.parameters]\nmargin_minutes = "3"\n', "parameters.margin_minutes"),
        ("[evidence.tests.account-overlaps]\n", "evidence.tests.account-overlaps"),
        ('[evidence.parameters]\ncontract_end = "soon"\n', "parameters.contract_end"),
        ("[evidence.P99]\nsample = 3\n", "evidence.P99"),
    ],
)
def test_a_setting_that_fits_nothing_is_refused(tmp_path: Path, evidence: str, named: str) -> None:
    done = itakusaki("evidence", "check", _workspace(tmp_path, evidence))
    assert done.code == 2
    assert named in done.err.replace("\n", "")


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (("--test", "no-such"), "no-such"),
        (("--memory", "much"), "--memory must be a size"),
        (("--memory", "1MB"), "256MB"),
        (("--engine", "other"), "other"),
    ],
)
def test_a_wrong_option_is_named(exports: Path, argv: tuple[str, ...], named: str) -> None:
    done = itakusaki("evidence", "check", exports, *argv)
    assert done.code == 2
    assert named in done.err


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path) -> None:
    done = itakusaki("evidence", "check", tmp_path)
    assert done.code == 3
    assert "exported log" in done.err


@pytest.mark.parametrize(
    "dialect", ["duckdb", "spark", "bigquery", "snowflake", "postgres", "trino"]
)
def test_a_query_says_what_it_is_and_reads(tmp_path: Path, dialect: str) -> None:
    argv = ("--dialect", dialect, "--test", "account-overlap")
    done = itakusaki("evidence", "sql", tmp_path, *argv)
    assert done.code == 0
    assert done.out.startswith("-- account-overlap (X-19)")
    assert "-- reads sign_ins (" in done.out
    assert "SELECT" in done.out
    tables = itakusaki("evidence", "sql", tmp_path, "--tables", "--dialect", dialect)
    assert tables.out.count("CREATE TABLE") > 15


def test_a_query_that_lacks_a_parameter_says_so(tmp_path: Path) -> None:
    done = itakusaki("evidence", "sql", tmp_path, "--test", "sign-in-after-contract")
    assert "-- no query: not set: contract_end" in done.out


def test_a_query_has_the_parameters_of_the_workspace(tmp_path: Path) -> None:
    root = _workspace(tmp_path, "[evidence.parameters]\nmargin_minutes = 77\n")
    done = itakusaki("evidence", "sql", root, "--test", "account-overlap")
    assert "-- parameter margin_minutes = 77" in done.out


def test_a_key_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ours.pem"
    done = itakusaki("evidence", "keygen", path, "--no-passphrase")
    assert len(done.out.strip()) == 64
    assert "no passphrase" in done.err
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert itakusaki("evidence", "keygen", path, "--no-passphrase").code == 2
    assert path.read_bytes() == before


def test_a_locked_key_needs_its_passphrase(exports: Path, tmp_path: Path) -> None:
    key, right, wrong = tmp_path / "key.pem", tmp_path / "right", tmp_path / "wrong"
    right.write_text("四つの言葉\n", encoding="utf-8")
    wrong.write_text("三つ\n", encoding="utf-8")
    assert (
        "no passphrase" not in itakusaki("evidence", "keygen", key, "--passphrase-file", right).err
    )
    argv = ("evidence", "pack", exports, "--processor", "P02", "--round", ROUND, "--key", key)
    out = ("--out", tmp_path / "a.itakusaki-pack")
    refused = itakusaki(*argv, *out, "--passphrase-file", wrong)
    assert refused.code == 2
    assert not out[1].exists()
    assert itakusaki(*argv, *out, "--passphrase-file", right).code == 0


def test_a_pack_tells_the_companies_it_names_and_names_no_person(
    exports: Path, key: Path, tmp_path: Path
) -> None:
    people = "アカウント,所有者,所属会社\nadm-01,E-1,山田 太郎\nadm-02,E-2,霧里保守㈱\n"
    (exports / "保守用アカウント.csv").write_text(people, encoding="utf-8")
    out = tmp_path / "a.itakusaki-pack"
    argv = ("--processor", CODE, "--round", ROUND, "--key", key, "--out", out, *SOME)
    done = itakusaki("evidence", "pack", exports, *argv, lang="ja")
    assert done.code == 0, done.err
    said = done.err.replace("\n", "")
    assert "パックには、リストやログに記載された次の会社名が入ります：霧里保守(株)" in said
    packed = json.loads(base64.b64decode(json.loads(out.read_bytes())["payload"]))["predicate"]
    assert packed["companies"] == [
        {
            "cell": "C3",
            "file": "保守用アカウント.csv",
            "name": "霧里保守(株)",
            "number": "",
            "sheet": "",
        }
    ]
    assert "山田" not in str(packed)


def test_what_is_no_key_is_named(exports: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n", encoding="utf-8")
    argv = ("--processor", "P02", "--round", ROUND, "--key", key)
    done = itakusaki("evidence", "pack", exports, *argv)
    assert done.code == 2
    assert "key.pem" in done.err


def test_a_pack_needs_a_party_and_a_round(exports: Path, key: Path) -> None:
    assert itakusaki("evidence", "pack", exports, "--key", key, "--round", ROUND).code == 2
    assert itakusaki("evidence", "pack", exports, "--key", key, "--processor", "P02").code == 2


def test_a_pack_stands_in_for_the_logs(exports: Path, key: Path, tmp_path: Path) -> None:
    root = _workspace(tmp_path / "w")
    place = root / "evidence" / ROUND / str(CODE)
    for log in place.iterdir():
        log.unlink()
    _packed(exports, key, place / "2026.itakusaki-pack")
    done = itakusaki("evidence", "check", root)
    assert done.code == 0, done.err
    assert "key you do not know" in done.out.replace("\n", " ")
    assert f"{len(shipped().tests)} tests cannot be made (--json says why)" in done.out
    fingerprint = itakusaki("evidence", "check", root, "--json", "--quiet").out
    seal = json.loads(fingerprint)[0]["examination"]["seals"][0]
    known = f'[evidence.{CODE}]\nsigning_keys = ["{seal["fingerprint"]}"]\n'
    with (root / "itakusaki.toml").open("a", encoding="utf-8") as file:
        file.write(known)
    assert "the key you know" in itakusaki("evidence", "check", root).out.replace("\n", " ")


def test_a_replay_prints_a_table_and_draws_a_picture(exports: Path, tmp_path: Path) -> None:
    picture = tmp_path / "replay.svg"
    argv = ("--test", "account-overlap", "--out", picture)
    done = itakusaki("evidence", "replay", exports, *argv)
    assert done.code == 0
    assert "2026Q3" in done.out
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert itakusaki("evidence", "replay", exports, *argv).code == 2
    page = tmp_path / "replay.html"
    assert itakusaki("evidence", "replay", exports, *argv[:2], "--out", page, lang="ja").code == 0
    assert '<html lang="ja">' in page.read_text(encoding="utf-8")


def test_a_mistake_of_our_own_is_seen_by_the_exit_code(
    exports: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reading.planned

    def failing(match: Match, *rest: Any) -> Any:
        if match.export is not None and match.export.id == "accounts":
            raise KeyError("mori")
        return whole(match, *rest)

    assert itakusaki("evidence", "check", exports, *SOME, "--jobs", "1").code == 0
    monkeypatch.setattr(reading, "planned", failing)
    done = itakusaki("evidence", "check", exports, *SOME, "--jobs", "1")
    assert done.code == 70
    said = done.err.replace("\n", "")
    assert "KeyError, exports/read.py" in said
    assert "mori" not in said
    assert "account-overlap" in done.out
    argv = ("--processor", CODE, "--round", ROUND, "--key", key, "--out", tmp_path / "p.pack")
    packed = itakusaki("evidence", "pack", exports, *argv)
    assert packed.code == 70
    assert "itakusaki made a mistake" in packed.err.replace("\n", "")
