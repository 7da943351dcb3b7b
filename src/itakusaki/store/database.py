"""Databases: SQLite by file, PostgreSQL by URL; one writer at a time on either, errors as sentences.

SQLite keeps a rollback journal, never a write-ahead log: workspaces lie on file servers and in synced
folders, where the latter is unsafe. Each write begins with the right to write, so that none fails
half way for want of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from itakusaki.files.writing import rehearsed, rehearsed_store
from itakusaki.model.errors import StoreDriverAbsentError, StoreError
from itakusaki.model.message import N_, Message, Value

#: Seconds that a write waits for another.
WAIT: Final = 30
#: The number that writers on PostgreSQL hold, of this program's own choice.
_LOCK: Final = 0x17A_C05A_C1
_READS, _WRITES, _MIGRATES = "reads", "writes", "migrates"
_MODE: Final = "itakusaki_mode"
#: What SQLite says that a person can act on.
_SAID: Final = {
    "SQLITE_FULL": N_("there is no space left"),
    "SQLITE_READONLY": N_("it can only be read"),
    "SQLITE_BUSY": N_("another program has been writing in it for too long"),
    "SQLITE_LOCKED": N_("another program has been writing in it for too long"),
    "SQLITE_CANTOPEN": N_("it cannot be opened"),
    "SQLITE_NOTADB": N_("it is no database, or is damaged"),
    "SQLITE_CORRUPT": N_("it is no database, or is damaged"),
    "SQLITE_IOERR": N_("the disk cannot be written or read"),
}


@dataclass(frozen=True, slots=True)
class Database:
    """An engine, the file behind it (None: a server), and what it is called where it is spoken of."""

    engine: Engine
    file: Path | None
    name: str

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state from begin to end."""
        with self._speaking(), self._connected(_READS) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only connection that may write; what it did stands whole at the end, or not at all."""
        with self._transaction(_WRITES) as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """As writing, while tables may be made anew under the rows that refer to them."""
        with self._transaction(_MIGRATES) as connection:
            yield connection
            if (
                self.file is not None
                and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            ):
                raise StoreError(self.name, Message(_SAID["SQLITE_CORRUPT"]))

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[Connection]:
        with (
            self._speaking(),
            self._connected(mode) as connection,
            connection.begin() as transaction,
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if not rehearsed():
                yield connection
                return
            with _noticing(connection) as changes:
                yield connection
            if changes and mode == _WRITES:
                is_new = self.file is not None and not self.file.exists()
                rehearsed_store(self.name, is_new=is_new)
            if self.file is None:
                transaction.rollback()

    @contextmanager
    def _connected(self, mode: str) -> Iterator[Connection]:
        options: dict[str, Any] = {_MODE: mode}
        if mode == _READS and self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(self.name, _reason(error)) from error


@contextmanager
def _noticing(connection: Connection) -> Iterator[list[str]]:
    """The statements that change rows within; of a run that only rehearses there is nothing else to see."""
    changes: list[str] = []

    def notice(*told: Any) -> None:  # noqa: ANN401 - what SQLAlchemy tells of a statement
        _, _, statement, _, context, _ = told
        if context.isinsert or context.isupdate or context.isdelete:
            changes.append(statement)

    event.listen(connection, "after_cursor_execute", notice)
    try:
        yield changes
    finally:
        event.remove(connection, "after_cursor_execute", notice)


def database_at(place: str | Path) -> Database:
    """The database of a server's URL, or of a file; nothing is opened yet.

    Raises:
        StoreError: the URL is none of a database that is known.
        StoreDriverAbsentError: what speaks to PostgreSQL is not installed.
    """
    if isinstance(place, Path):
        return _in_file(place)
    try:
        url = make_url(place)
        engine = create_engine(url, poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError("database", Message(N_("its URL cannot be read"))) from error
    except ImportError as error:
        raise StoreDriverAbsentError from error
    return Database(engine, None, url.render_as_string(hide_password=True))


def _in_file(path: Path) -> Database:
    """A file; where a run only rehearses, a copy of it that lasts as long as the run."""
    if rehearsed():
        engine = create_engine("sqlite://", creator=lambda: _copy(path), poolclass=StaticPool)
    else:
        url = URL.create("sqlite", database=str(path))
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _settled)
    event.listen(engine, "begin", _begun)
    return Database(engine, path, str(path))


def _copy(path: Path) -> sqlite3.Connection:
    """What is in a file, in memory; nothing where there is none."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    if path.exists():
        with closing(sqlite3.connect(path, timeout=WAIT)) as source:
            source.backup(copy)
    return copy


def _settled(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # the driver begins nothing by itself
    for setting in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begun(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_MODE)
    if mode == _MIGRATES:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN" if mode == _READS else "BEGIN IMMEDIATE")


def _reason(error: SQLAlchemyError) -> Value:
    found = getattr(error, "orig", None)
    name: str = getattr(found, "sqlite_errorname", "")
    known = next((said for code, said in _SAID.items() if name.startswith(code)), None)
    return Message(known) if known else str(found or error).strip().partition("\n")[0]
