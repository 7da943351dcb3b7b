"""Help answers at once: it imports none of the heavy libraries."""

import os
import subprocess
import sys

import pytest

HEAVY = (
    "pandas",
    "great_expectations",
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "jinja2",
    "python_calamine",
    "ibis",
    "duckdb",
    "pyarrow",
    "pyspark",
    "cryptography",
)
PROBE = """
import sys
from itakusaki.cli.main import main
try:
    main({argv!r})
except SystemExit:
    pass
print("HEAVY", *sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["--lang", "ja", "--help"],
        ["audit", "--help"],
        ["round", "open", "--help"],
        ["evidence", "check", "--help"],
        ["checklist", "list"],
    ],
    ids=" ".join,
)
def test_no_heavy_library_is_imported(argv: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(argv=argv, heavy=HEAVY)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip().splitlines()[-1] == "HEAVY"


@pytest.mark.parametrize(("utf8", "told"), [("0", True), ("1", False)], ids=["cannot", "can"])
def test_a_shell_that_cannot_show_japanese_is_told_what_helps(utf8: str, told: bool) -> None:  # noqa: FBT001
    shell = os.environ | {"LC_ALL": "C", "PYTHONUTF8": utf8, "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-m", "itakusaki", "--lang", "ja", "--version"],
        env=shell, capture_output=True, check=True,
    )  # fmt: skip
    assert (b"PYTHONUTF8=1" in run.stderr) is told
    assert b"itakusaki" in run.stdout
