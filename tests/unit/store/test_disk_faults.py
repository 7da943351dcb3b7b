"""Whatever write to the disk fails, or is where the process dies: the file holds a whole store."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from itakusaki.model.errors import StoreError
from itakusaki.model.verdict import Rating
from itakusaki.store.store import DatabaseStore, make_store, store_at
from support.assessments import assessment, processor, result
from support.store_faults import STRACE, calls_of, child_with, failed_at
from support.stored import MARK, taken

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")
FIRST = taken(assessment(result(processor("P01", "Alpha"), Rating.A)))
SECOND = taken(assessment(result(processor("P01", "Alpha"), Rating.B)), seed=1)


def _store(path: Path) -> DatabaseStore:
    found = store_at(path)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_model: Path) -> Path:
    """A store with one assessment in it."""
    path = tmp_path_factory.mktemp("filled") / "itakusaki.db"
    shutil.copy(sqlite_model, path)
    _store(path).keep(FIRST, MARK)
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(filled, tmp_path / "itakusaki.db"))


def _keep(path: Path) -> None:
    _store(path).keep(SECOND, MARK)


@pytest.mark.parametrize("kills", [True, False], ids=["killed", "no space"])
def test_a_fault_at_a_call_leaves_all_or_nothing(
    filled: Path, tmp_path: Path, kills: object
) -> None:
    trial = Path(shutil.copy(filled, tmp_path / "trial.db"))
    calls = calls_of(lambda: _keep(trial))
    assert {name for name, _ in calls} >= {"pwrite64", "unlink"}
    ended = set()
    for call in calls[::9]:
        path = Path(shutil.copy(filled, tmp_path / f"{call[0]}{call[1]}.db"))
        ended.add(failed_at(lambda path=path: _keep(path), call, kills=bool(kills)))
        store = _store(path)
        assert len(store.kept()) in (1, 2), call
        assert store.verify().fault is None, call
        store.keep(SECOND, MARK)
        assert len(store.kept()) == 2
        assert store.assessment(store.kept()[1]) == SECOND.whole
    assert ended <= ({-signal.SIGKILL} if kills else {0, 3})
    assert ended != {0}


def test_a_full_disk_is_said_and_what_was_there_stays(path: Path) -> None:
    import resource  # noqa: PLC0415 - there only

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, -1))
        _keep(path)

    assert child_with(full)[0] == 3
    assert len(_store(path).kept()) == 1
    assert _store(path).verify().fault is None


def test_a_file_that_can_only_be_read_is_read_and_said(path: Path) -> None:
    def only_read() -> None:
        store = _store(path)
        assert store.verify().entries == 1
        with pytest.raises(StoreError) as raised:
            store.keep(SECOND, MARK)
        assert dict(raised.value.says.values)["reason"].text == "it can only be read"  # type: ignore[union-attr]

    # SQLite asks for reading and writing first, then for reading alone.
    options = ("-e", "trace=openat", "-P", str(path), "-e", "inject=openat:error=EROFS:when=1+2")
    code, seen = child_with(only_read, *options)
    assert code == 0, seen
    assert "EROFS" in seen


def test_a_file_that_is_no_store_is_said_and_left(tmp_path: Path) -> None:
    path = tmp_path / "itakusaki.db"
    path.write_bytes(b"no database at all, but long enough to be looked at as one" * 40)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        make_store(path)
    assert path.read_bytes() == before
