"""CONTRIBUTING's page on a control is true: it is added as the page says, and nothing else has to change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from support.documents import example
from support.sample import ROOT

pytestmark = pytest.mark.slow

COPIED = ("src", "checklists", "templates", "tests", "tools", "sample_data", "pyproject.toml")
SCRAP = shutil.ignore_patterns("__pycache__", "reports", "outgoing", ".hypothesis")
#: Cells as people leave them, a CSV that lists every control asked, the client's own books.
ONLY = ("client", "P12", "P13")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the control of the page at the end of its domain."""
    folder = tmp_path_factory.mktemp("scratch") / "repository"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=SCRAP)
        else:
            shutil.copy(source, folder / name)
    control = example("CONTRIBUTING.md", "- id: TEC-26")
    with (folder / "checklists" / "TEC.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + indent(control, "  "))
    return folder


def ran(scratch: Path, *command: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    paths = os.pathsep.join(str(scratch / name) for name in ("src", "tools/sample"))
    env = {**known, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-m", *command]
    return subprocess.run(
        words, cwd=scratch, env=env, capture_output=True, encoding="utf-8", check=False
    )


def test_lint_finds_it_whole_and_proved(scratch: Path) -> None:
    done = ran(scratch, "itakusaki", "--lang", "en", "checklist", "lint")
    assert (done.returncode, done.stderr.strip()) == (0, "0 mistakes.")
    listed = ran(scratch, "itakusaki", "checklist", "list", "--domain", "TEC")
    assert listed.stdout.splitlines()[-1].startswith("TEC-26")


def test_what_the_tests_of_the_catalogue_ask_it_has(scratch: Path) -> None:
    done = ran(scratch, "pytest", "tests/catalogue", "-n", "0", "-v")
    assert done.returncode == 0, done.stdout
    assert "[TEC-26] PASSED" in done.stdout


def test_the_sample_comes_out_as_before(scratch: Path) -> None:
    tests = (
        "tests/acceptance/test_sample.py",
        "-k",
        "not planted and not from_round_to_round",
        "-n",
        "0",
        "-q",
    )
    done = ran(scratch, "pytest", *tests)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_no_file_of_the_sample_would_be_made_differently(scratch: Path, tmp_path: Path) -> None:
    out = tmp_path / "workspace"
    done = ran(scratch, "samplemaker", "--out", str(out), "--only", *ONLY)
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert len(made) > 20
    sample = scratch / "sample_data"
    assert [str(name) for name, data in made.items() if data != (sample / name).read_bytes()] == []
