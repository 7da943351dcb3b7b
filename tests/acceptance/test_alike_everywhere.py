"""The same input gives the same bytes wherever it is read, and nothing calls out."""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.exports_folder import exports_folder
from support.workspaces import AOBA, MIDORI, ROUND, a_workspace, ledger, reply

pytestmark = pytest.mark.slow

SRC = Path(__file__).parents[2] / "src"
STRACE = shutil.which("strace")


def _made(root: Path) -> Path:
    """A small workspace with answers, a ledger and logs."""
    workspace = a_workspace(root).contract(ledger(AOBA, MIDORI))
    for name, party, answer in (("a.xlsx", AOBA, "○"), ("b.xlsx", MIDORI, "×")):
        made = reply(("TEC-01", "", answer), name=str(party[2]), number=str(party[3]))
        workspace.reply(made, name)
    exports_folder(root / "evidence" / ROUND / str(AOBA[1]))
    text = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\nlanguage = ["ja", "en"]\n'
    (root / "itakusaki.toml").write_text(text, encoding="utf-8")
    return root


def _moved(root: Path, to: Path) -> Path:
    """The same files elsewhere, made in another order and at other times."""
    files = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    random.Random(77).shuffle(files)  # noqa: S311 - an order, not a secret
    for number, file in enumerate(files):
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / file, to / file)
        os.utime(to / file, (1_700_000_000 + number, 1_700_000_000 + number))
    return to


def _audited(root: Path, *before: str, **env: str) -> Mapping[str, bytes]:
    argv = [*before, sys.executable, "-m", "itakusaki", "audit", str(root), "--quiet"]
    done = subprocess.run(
        argv, env={**os.environ, "PYTHONPATH": str(SRC), **env}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    reports = root / "reports" / ROUND
    found = sorted(path for path in reports.rglob("*") if path.is_file())
    return {path.relative_to(reports).as_posix(): path.read_bytes() for path in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A workspace that was audited, the bytes of its reports, and the calls that would connect."""

    root: Path
    reports: Mapping[str, bytes]
    calls: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> _Run:
    """An audit, watched where strace is there."""
    folder = tmp_path_factory.mktemp("alike")
    trace, root = folder / "trace", _made(folder / "a")
    trace.touch()
    watch = (str(STRACE), "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(trace))
    here = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "0", "COLUMNS": "200"}
    reports = _audited(root, *(watch if STRACE else ()), **here)
    return _Run(root=root, reports=reports, calls=trace.read_text("utf-8", "replace"))


def test_two_runs_give_the_same_bytes_wherever_they_are(run: _Run, tmp_path: Path) -> None:
    there = {"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "77", "COLUMNS": "40"}
    apart = ("reports", ".cache")
    bare = tmp_path / "bare"
    shutil.copytree(run.root, bare, ignore=shutil.ignore_patterns(*apart))
    two = _audited(_moved(bare, tmp_path / "点検 [2] & more"), **there)
    assert run.reports.keys() == two.keys()
    assert [name for name in two if run.reports[name] != two[name]] == []


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_an_audit_connects_to_nothing(run: _Run) -> None:
    # Between our own processes a socket without a name is no connection.
    outward = re.compile(r"AF_INET6?|AF_NETLINK|\bconnect\(")
    assert [line for line in run.calls.splitlines() if outward.search(line)] == []
