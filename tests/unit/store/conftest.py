"""Each test of the store runs on SQLite and on PostgreSQL (support/databases.py)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from itakusaki.store.store import DatabaseStore, make_store, store_at
from support.databases import DATABASES

Place = str | Path


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
