"""The same input gives the same bytes wherever it is read, and nothing calls out."""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.exports_folder import exports_folder
from support.workspaces import AOBA, MIDORI, ROUND, a_workspace, ledger, reply

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


@pytest.mark.slow
def test_two_runs_give_the_same_bytes_wherever_they_are(tmp_path: Path) -> None:
    here = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "0", "COLUMNS": "200"}
    there = {"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "77", "COLUMNS": "40"}
    first = _made(tmp_path / "a")
    second = _moved(first, tmp_path / "点検 [2] & more")
    one, two = _audited(first, **here), _audited(second, **there)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_an_audit_connects_to_nothing(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    root = _made(tmp_path / "w")
    _audited(root, str(STRACE), "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(trace))
    calls = trace.read_text(encoding="utf-8", errors="replace")
    # Between our own processes a socket without a name is no connection.
    outward = [
        line for line in calls.splitlines() if re.search(r"AF_INET6?|AF_NETLINK|\bconnect\(", line)
    ]
    assert outward == []
