"""Upgrading: a store of an earlier version gets what this one has; what is there is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from itakusaki.files.writing import rehearsed
from itakusaki.model.errors import StoreError, StoreNewerError
from itakusaki.model.message import N_, Message
from itakusaki.store.database import Database

MIGRATIONS: Final = Path(__file__).parent / "migrations"
#: The migrations that this version knows, the last one last.
KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")


def is_made(database: Database) -> bool:
    """Whether there is a store in a database at all; a file that is absent is not made by asking."""
    if database.file is not None and not database.file.exists():
        return False
    with database.reading() as connection:
        return _version(connection) is not None


def upgrade(database: Database, *, to: str = KNOWN[-1]) -> None:
    """Bring a database to a version, from whatever earlier one, in one transaction.

    Raises:
        StoreNewerError: a later version of itakusaki has been there.
        StoreError: it lies on a server, and the run only rehearses.
    """
    if database.file is None or database.file.exists():
        with database.reading() as connection:
            found = _version(connection)
        if found == to:
            return
        if found is not None and found not in KNOWN:
            raise StoreNewerError(database.name, found)
    if rehearsed() and database.file is None:
        text = N_("it has to be made or brought up to date first, which --dry-run does not do")
        raise StoreError(database.name, Message(text))
    with database.migrating() as connection:
        _migrate(connection, to)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _migrate(connection: Connection, to: str) -> None:
    from alembic import command  # noqa: PLC0415 - only where there is something to do
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
