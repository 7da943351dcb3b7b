"""Options for all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests made over the golden files, to be reviewed as a diff",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample workspace, so that no test writes into the repository."""
    folder = tmp_path_factory.mktemp("workspace") / "sample_data"
    source = Path(__file__).parents[1] / "sample_data"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("reports", "outgoing"))
    return folder
