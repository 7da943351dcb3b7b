"""Help answers at once: it imports none of the heavy libraries."""

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
