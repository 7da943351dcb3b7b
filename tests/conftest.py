"""Options for all tests."""

from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path

import pytest
from hypothesis import settings

import itakusaki  # noqa: F401 - before openpyxl, whose way of writing it settles
from support.laws import IS_SLICE, examples

pytest_plugins = ["support.databases"]

# A process for each core would load everything anew in every test that audits; some ask for several.
os.environ.setdefault("ITAKUSAKI_JOBS", "1")

# Laws that do not say how many examples they get; a deadline would fail on a busy machine.
settings.register_profile("slice", max_examples=examples(100), deadline=None, derandomize=IS_SLICE)
settings.load_profile("slice")
#: Each worker loads pandas, DuckDB and Great Expectations: about 700 MB.
MAX_WORKERS = 4


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """A run of everything is parallel, unless `-n` says otherwise.

    Not in `addopts`: there `-n` would make `-p no:xdist` an error, and a single file slow to begin.
    """
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS
    if (
        not everything
        or hasattr(config, "workerinput")
        or not config.pluginmanager.hasplugin("xdist")
    ):
        return
    option = config.option
    if option.numprocesses is None and option.dist == "no":
        # A file stays whole, since its tests share what they made ready.
        option.numprocesses, option.maxprocesses, option.dist = "auto", MAX_WORKERS, "loadfile"
        option.loadscopereorder = False


def _is_left_to_laws(item: pytest.Item) -> bool:
    """Whether a test of a use case or command does without PostgreSQL in this run.

    The store's own tests run on both databases in every run; of those that go through it one in three,
    all of them with `make laws`.
    """
    is_own = "store" in item.path.parts
    is_other = "[postgresql" in item.name and not is_own
    return is_other and zlib.crc32(item.nodeid.encode()) % 3 != 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where files are shared out among workers, those with slow tests begin.

    Begun last, one of them would keep a worker busy while the others have nothing left to do.
    """
    if IS_SLICE:
        items[:] = [item for item in items if not _is_left_to_laws(item)]
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


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
