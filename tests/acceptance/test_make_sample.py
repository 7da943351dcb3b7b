"""The sample can be made again from its seed, to the byte."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "sample_data"
#: One of each shape: the client's own books, cells as people leave them, a damaged file, a CSV, English, tier 2, exports.
ONLY = ("client", "P01", "P07", "P08", "P12", "P13", "P14", "S04")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    script = SAMPLE / "make_sample.py"
    command = [sys.executable, str(script), "--out", str(out), "--only", *ONLY]
    subprocess.run(command, check=True, capture_output=True)
    return out


def test_the_sample_is_made_again_to_the_byte(made: Path) -> None:
    names = sorted(p.relative_to(made) for p in made.rglob("*") if p.is_file())
    assert len(names) > 40
    changed = [str(name) for name in names if digest(made / name) != digest(SAMPLE / name)]
    assert changed == [], (
        "the checklists or the scenario changed: run python sample_data/make_sample.py"
    )


def test_a_damaged_workbook_is_damaged(made: Path) -> None:
    book = next((made / "questionnaires" / "2026Q4").glob("P08*"))
    assert book.read_bytes().startswith(b"PK")
    assert b"PK\x05\x06" not in book.read_bytes()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
