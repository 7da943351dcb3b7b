"""The sample can be made again from its seed, to the byte."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from support.sample import SAMPLE, TOOLS, with_tools

pytestmark = pytest.mark.slow

#: One of each shape: the client's own books, cells as people leave them, a damaged file, a CSV, English, tier 2, exports.
ONLY = ("client", "P01", "P07", "P08", "P12", "P13", "P14", "S04")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "workspace"
    command = [sys.executable, "-m", "samplemaker", "--out", str(out), "--only", *ONLY]
    subprocess.run(command, check=True, capture_output=True, env=with_tools())
    return out


def test_the_sample_is_made_again_to_the_byte(made: Path) -> None:
    names = sorted(p.relative_to(made) for p in made.rglob("*") if p.is_file())
    assert len(names) > 40
    changed = [str(name) for name in names if digest(made / name) != digest(SAMPLE / name)]
    assert changed == [], "the checklists or the scenario changed: run make sample"


def test_what_was_planted_is_made_again_outside_of_the_workspace(made: Path) -> None:
    truth = made.parent / "truth" / "P14.json"
    assert digest(truth) == digest(TOOLS / "truth" / "P14.json")
    assert not list(made.rglob("*truth*"))


def test_a_damaged_workbook_is_damaged(made: Path) -> None:
    book = next((made / "questionnaires" / "2026Q4").glob("P08*"))
    assert book.read_bytes().startswith(b"PK")
    assert b"PK\x05\x06" not in book.read_bytes()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
